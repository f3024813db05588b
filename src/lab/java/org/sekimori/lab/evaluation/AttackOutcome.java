package org.sekimori.lab.evaluation;

/**
 * What became of one attack under one detector. Counted are accepted messages of the thief.
 *
 * @param order number of the world and of the account in it, for a stable order
 * @param attackClass see {@link org.sekimori.lab.world.SyntheticWorld#attackClasses()}
 * @param tried messages that the thief submitted
 * @param messagesOut accepted in all, as if nobody acted on a flag
 * @param recipientsOut their recipients
 * @param messagesUntilFlag accepted before the account was flagged; all of them if it never was
 * @param recipientsUntilFlag their recipients
 * @param secondsToFlag from the first hostile submission to the first flag, -1 if it never came
 * @param flaggedBy the rule that flagged first, empty if none did
 * @param ownersTried messages of the owner from the beginning of the attack on
 * @param ownersRefused those of them that were refused by another rule than a policy about places
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
        int ownersRefused) {

    boolean flagged() {
        return secondsToFlag >= 0;
    }
}
