package org.sekimori.followup;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sekimori.followup.channels.NoticeKind;
import org.sekimori.stream.notice.NoticeRecord;
import org.sekimori.stream.notice.NoticeRecord.State;

/** When customers and the abuse team were last notified; loaded from the outbox at the beginning of a term. */
final class NoticeHistory {

    /** Least time between notices on one case, and between questions. */
    static final Duration DAY = Duration.ofDays(1);

    private static final Duration HOUR = Duration.ofHours(1);

    private final Map<String, Instant> customers = new HashMap<>();
    private final Map<String, Instant> digests = new HashMap<>();

    void record(NoticeRecord entry) {
        if (entry.state() != State.SENT && entry.state() != State.SENDING) {
            return;
        }
        if (entry.to().equals(NoticeKeys.CUSTOMER)) {
            later(customers, subject(entry), entry.at());
        }
        if (entry.kind().equals(NoticeKind.DIGEST.word())) {
            later(digests, entry.to(), entry.since());
        }
    }

    private static String subject(NoticeRecord entry) {
        return entry.kind().equals(NoticeKind.WAS_THIS_YOU.word())
                ? key(entry.account())
                : NoticeKeys.about(entry.account(), entry.about());
    }

    private static String key(@Nullable String account) {
        return NoticeKeys.about(account, "?");
    }

    private static void later(Map<String, Instant> times, String key, Instant at) {
        times.merge(key, at, (a, b) -> a.isBefore(b) ? b : a);
    }

    /** Whether the customer was notified of a case within a day. */
    boolean notifiedWithinDay(String account, String caseId, Instant now) {
        return within(customers.get(NoticeKeys.about(account, caseId)), DAY, now);
    }

    /** Whether the owner of an account was asked about a refusal within a day. */
    boolean questionedWithinDay(String account, Instant now) {
        return within(customers.get(key(account)), DAY, now);
    }

    /** Whether a receiver got a digest within the hour. */
    boolean digestedThisHour(String to, Instant now) {
        return within(digests.get(to), HOUR, now);
    }

    private static boolean within(@Nullable Instant last, Duration span, Instant now) {
        // A future time comes from a wrong clock, and would block notices until then.
        return last != null && last.plus(span).isAfter(now) && !last.isAfter(now.plus(span));
    }
}
