package org.sekimori.lab.evaluation;

/**
 * Outcome of one attack under one detector. Counts accepted messages of the thief.
 *
 * @param order number of the world and of the account in it, for a stable order
 * @param attackClass see {@link org.sekimori.lab.world.SyntheticWorld#attackClasses()}
 * @param tried messages that the thief submitted
 * @param messagesOut accepted in all, without regard to flags
 * @param recipientsOut their recipients
 * @param messagesUntilFlag accepted before the first flag; all of them without one
 * @param recipientsUntilFlag their recipients
 * @param secondsToFlag from the first hostile submission to the first flag; -1 without one
 * @param flaggedBy the rule that flagged first; empty without one
 * @param ownersTried messages of the owner from the beginning of the attack on
 * @param ownersRefused those refused by rules other than policies on origin
 * @param messagesQuarantined of the thief's messages those that the server held; they are not out
 */
record AttackOutcome(
        long order,
        String attackClass,
        int tried,
        int messagesOut,
        long recipientsOut,
        int messagesUntilFlag,
        long recipientsUntilFlag,
        long secondsToFlag,
        String flaggedBy,
        int ownersTried,
        int ownersRefused,
        int messagesQuarantined) {

    boolean flagged() {
        return secondsToFlag >= 0;
    }
}
