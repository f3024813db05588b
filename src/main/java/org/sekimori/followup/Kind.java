package org.sekimori.followup;

import org.jspecify.annotations.Nullable;

/** What a notice says. */
public enum Kind {
    /** A case was opened. */
    CASE_OPENED("case-opened"),
    /** A case was opened and submission is closed; or it was closed later. */
    ACCOUNT_HELD("account-held"),
    /** Submission is open again; for a receiver of webhooks also: the case is closed. */
    RELEASED("released"),
    /** A submission was refused for the place it came from. */
    WAS_THIS_YOU("was-this-you"),
    /** A grant ends within a day. */
    GRANT_ENDING("grant-ending"),
    /** The customer of a case has no safe address, so that somebody has to telephone. */
    NO_CONTACT("no-contact"),
    /** Several cases at once. */
    DIGEST("digest"),
    /** A rule was wrong too often. */
    RULE_IMPRECISE("rule-imprecise");

    private final String word;

    Kind(String word) {
        this.word = word;
    }

    /** The word on the wire, in settings and in names of files. */
    public String word() {
        return word;
    }

    /** The kind with this word, null if there is none. */
    public static @Nullable Kind of(String word) {
        for (Kind kind : values()) {
            if (kind.word.equals(word)) {
                return kind;
            }
        }
        return null;
    }

    /** Name of the text for the desk or the customer: what both are told has a text for each. */
    String text(boolean desk) {
        return desk && this == CASE_OPENED ? "desk-case-opened" : word;
    }
}
