package org.sekimori.recount;

import org.jspecify.annotations.Nullable;

/**
 * An attempt by the first of its records; there may be hundreds of thousands, so it holds as little as will do.
 */
final class RecordedAttempt {

    private final String id;
    private final RecountedAccount account;
    private final int place;
    private final int recipients;
    private final boolean history;
    private final @Nullable String senderDomain;
    private final @Nullable RecordedVerdict expected;
    private @Nullable RecordedVerdict decided;

    RecordedAttempt(
            String id,
            RecountedAccount account,
            int place,
            int recipients,
            boolean history,
            @Nullable String senderDomain,
            @Nullable RecordedVerdict expected) {
        this.id = id;
        this.account = account;
        this.place = place;
        this.recipients = recipients;
        this.history = history;
        this.senderDomain = senderDomain;
        this.expected = expected;
    }

    String id() {
        return id;
    }

    RecountedAccount account() {
        return account;
    }

    /** Its place among the attempts of its account. */
    int place() {
        return place;
    }

    int recipients() {
        return recipients;
    }

    /** Imported past, about which nothing is decided. */
    boolean history() {
        return history;
    }

    /** The domain of its sender, null without one. */
    @Nullable
    String senderDomain() {
        return senderDomain;
    }

    /** What an independent judge says, null if it says nothing. */
    @Nullable
    RecordedVerdict expected() {
        return expected;
    }

    /** The verdict of the first committed decision, null if there is none yet. */
    @Nullable
    RecordedVerdict decided() {
        return decided;
    }

    void decide(RecordedVerdict verdict) {
        decided = verdict;
    }
}
