package org.sekimori.followup.channels;

import org.jspecify.annotations.Nullable;

/** Kinds of notices. */
public enum NoticeKind {
    /** A case was opened. */
    CASE_OPENED("case-opened"),
    /** A case was opened and submission is closed; or it was closed later. */
    ACCOUNT_HELD("account-held"),
    /** Submission is open again after it was closed. */
    RELEASED("released"),
    /** A case is over whose account was not on hold, or stays on hold. */
    CASE_CLOSED("case-closed"),
    /** A submission was refused for the place it came from. */
    WAS_THIS_YOU("was-this-you"),
    /** A grant ends within a day. */
    GRANT_ENDING("grant-ending"),
    /** The customer of a case has no safe address and must be called. */
    NO_CONTACT("no-contact"),
    /** Several cases at once. */
    DIGEST("digest"),
    /** A rule was wrong too often. */
    RULE_IMPRECISE("rule-imprecise");

    private final String word;

    NoticeKind(String word) {
        this.word = word;
    }

    /** The word on the wire, in settings and in names of files. */
    public String word() {
        return word;
    }

    /** Parses a kind's word; null if unknown. */
    public static @Nullable NoticeKind of(String word) {
        for (NoticeKind kind : values()) {
            if (kind.word.equals(word)) {
                return kind;
            }
        }
        return null;
    }

    /** Name of the text for analysts or the customer; kinds that both receive have a text for each. */
    public String text(boolean desk) {
        boolean both = this == CASE_OPENED || this == RELEASED || this == CASE_CLOSED;
        return desk && both ? "desk-" + word : word;
    }
}
