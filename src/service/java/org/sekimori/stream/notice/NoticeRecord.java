package org.sekimori.stream.notice;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What became of one notice. No address stands in it but the account's own name.
 *
 * @param key which notice it is, such as {@code case-opened/customer/alice@isp.example/K7QX-3M2P/0}; the same notice has the same
 *     key for ever, so that it is not sent twice
 * @param kind word of its kind, such as {@code case-opened}
 * @param to {@code customer}, {@code desk}, or {@code webhook:} and its name
 * @param account whom it is about, null: nobody alone
 * @param about id of the case or the grant, reference of the decision, or the rule; empty: nothing
 * @param state how far it is
 * @param attempts how often it was tried
 * @param at when the last change happened
 * @param next when it may be tried again, null: at once, or never
 * @param since when it was first tried or first waited
 * @param reason why it failed or was tried again, without personal data; empty otherwise
 * @param facts what it has to say that nothing else on the log tells, by name
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
        /** Being sent; after a crash nobody knows whether it was, so it is sent again under its Message-ID. */
        SENDING,
        /** Taken by the mail server or the receiver. */
        SENT,
        /** Given up; a dead letter says why. */
        FAILED,
        /** There is no safe contact. */
        NO_CONTACT,
        /** Told by a digest instead. */
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

    /** Come to its end; what it had to say is no longer needed. */
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
