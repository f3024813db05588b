package org.sekimori.cases;

/** What became of a move that was asked of an account's cases. */
public sealed interface CaseMove {

    /**
     * It was made, now or before.
     *
     * @param set the account's cases now; as they were if the move had been made before
     * @param touched the case that it is about
     */
    record Done(CaseSet set, Case touched) implements CaseMove {}

    /**
     * It was not made, and nothing changed.
     *
     * @param problem one sentence that says what is wrong and what would be right
     */
    record Refused(String problem) implements CaseMove {}
}
