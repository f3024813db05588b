package org.sekimori.cases;

import org.sekimori.text.UtcTimeText;

/** Result of a command on an account's cases. */
public sealed interface CaseCommandResult {

    /**
     * It was made, now or before.
     *
     * @param set the account's cases now; as they were if the move had been made before
     * @param touched the case that it is about
     */
    record Done(CaseSet set, Case touched) implements CaseCommandResult {}

    /**
     * Refused; nothing changed.
     *
     * @param problem one sentence: the problem and the remedy
     */
    record Refused(String problem) implements CaseCommandResult {}

    /**
     * Refused: the case was changed since the sender read it.
     *
     * @param current the case as it is now
     */
    record Conflict(Case current) implements CaseCommandResult {

        /** One sentence that describes the change. */
        public String problem() {
            CaseHistoryEntry last = current.lastStep();
            return "case " + current.id() + " has changed: it is at version " + current.version() + " now, "
                    + current.state().word()
                    + (last == null
                            ? ""
                            : ", last changed at " + UtcTimeText.of(last.time()) + " by " + last.by() + " ("
                                    + last.what() + ")")
                    + "; read it again before you decide";
        }
    }
}
