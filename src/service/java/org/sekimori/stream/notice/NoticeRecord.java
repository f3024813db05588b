package org.sekimori.stream.notice;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * State of one notice. Contains no address but the account's own name.
 *
 * @param key key of the notice, such as {@code case-opened/customer/alice@isp.example/K7QX-3M2P/0}; constant, so that it is
 *     not sent twice
 * @param kind word of its kind, such as {@code case-opened}
 * @param to {@code customer}, {@code desk}, or {@code webhook:} and its name
 * @param account its account; null: not about a single one
 * @param about id of the case or the grant, reference of the decision, or the rule; empty: none
 * @param state its state
 * @param attempts number of attempts
 * @param at time of the last change
 * @param next time of the next attempt; null: at once, or never
 * @param since time of the first attempt or wait
 * @param reason why it failed or was retried, without personal data; empty otherwise
 * @param facts values that are not elsewhere on the log, by name
 */
public record NoticeRecord(
        String key,
        String kind,
        String to,
        @Nullable String account,
        String about,
        State state,
        int attempts,
        Instant at,
        @Nullable Instant next,
        Instant since,
        String reason,
        SortedMap<String, String> facts) {

    /** How far a notice is. */
    public enum State {
        /** To be sent, for the first time or again. */
        DUE,
        /** Being sent; after a crash the result is unknown, so it is sent again with its Message-ID. */
        SENDING,
        /** Taken by the mail server or the receiver. */
        SENT,
        /** Given up, with a dead letter. */
        FAILED,
        /** Without a safe contact. */
        NO_CONTACT,
        /** Merged into a digest. */
        MERGED,
        /** Not sent: it had become pointless, or would have been one too many. */
        DROPPED
    }

    public NoticeRecord {
        facts = Collections.unmodifiableSortedMap(new TreeMap<>(facts));
        if (attempts < 0) {
            throw new IllegalArgumentException("a notice is tried 0 times or more, not " + attempts);
        }
    }

    /** Starts a notice that waits to be sent, first considered at this time. */
    public static NoticeRecordBuilder builder(String key, String kind, String to, Instant at) {
        return new NoticeRecordBuilder(key, kind, to, at);
    }

    /** Starts a copy of this notice. */
    public NoticeRecordBuilder toBuilder() {
        return new NoticeRecordBuilder(this);
    }

    /** A notice that waits to be sent for the first time. */
    public static NoticeRecord due(
            String key,
            String kind,
            String to,
            @Nullable String account,
            String about,
            Instant now,
            SortedMap<String, String> facts) {
        return builder(key, kind, to, now)
                .account(account)
                .about(about)
                .facts(facts)
                .build();
    }

    /** About to be sent. */
    public NoticeRecord sending(Instant now) {
        return toBuilder()
                .state(State.SENDING)
                .attempts(attempts + 1)
                .at(now)
                .next(null)
                .reason("")
                .build();
    }

    /** To be tried again. */
    public NoticeRecord retryAt(Instant now, Instant later, String why) {
        return toBuilder().state(State.DUE).at(now).next(later).reason(why).build();
    }

    /** Finished; its facts are dropped. */
    public NoticeRecord ended(State end, Instant now, String why) {
        return toBuilder()
                .state(end)
                .at(now)
                .next(null)
                .reason(why)
                .facts(new TreeMap<>())
                .build();
    }

    /** Whether nothing more will happen to it. */
    public boolean isFinished() {
        return state != State.DUE && state != State.SENDING;
    }
}
