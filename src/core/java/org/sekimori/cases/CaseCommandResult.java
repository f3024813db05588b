package org.sekimori.cases;

import org.sekimori.text.UtcTimeText;

/** What became of a move that was asked of an account's cases. */
public sealed interface CaseCommandResult {

    /**
     * It was made, now or before.
     *
     * @param set the account's cases now; as they were if the move had been made before
     * @param touched the case that it is about
     */
    record Done(CaseSet set, Case touched) implements CaseCommandResult {}

    /**
     * It was not made, and nothing changed.
     *
     * @param problem one sentence that says what is wrong and what would be right
     */
    record Refused(String problem) implements CaseCommandResult {}

    /**
     * It was not made, because somebody else changed the case since whoever asked has read it.
     *
     * @param current the case as it is
     */
    record Conflict(Case current) implements CaseCommandResult {

        /** One sentence that says what has changed. */
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
