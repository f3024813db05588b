package org.sekimori.rules.text;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.MailEvent;
import org.sekimori.profile.Profile;
import org.sekimori.profile.ProfileView;
import org.sekimori.profile.TimeWindow;
import org.sekimori.profile.TrafficClass;
import org.sekimori.rules.policy.DomainPolicy;
import org.sekimori.rules.policy.SendLimits;

/**
 * The limit of {@code policy.yml} that a submission exceeds; of several, the one that ends last.
 *
 * @param name as in {@link SendLimits}, such as {@code recipients_per_day} or {@code overseas_messages_per_hour}
 * @param most the limit, 0 and up
 * @param until when the same submission passes if nothing else is sent before; null: never, it is beyond the limit by itself
 */
record ReachedLimit(String name, long most, @Nullable Instant until) {

    private static final int MINUTES = 60;

    /** Of two limits without an end, the smaller one: a message within it is within the other. */
    private static final Comparator<ReachedLimit> LONGEST = Comparator.comparing(
                    (ReachedLimit one) -> one.until() == null ? Instant.MAX : one.until())
            .thenComparing(ReachedLimit::most, Comparator.reverseOrder());

    /**
     * The limit that a submission exceeds; null without one.
     *
     * @param policy with its limits, stricter ones of a watched account included
     */
    static @Nullable ReachedLimit of(RefusedSubmission refused, DomainPolicy policy) {
        List<ReachedLimit> reached = new ArrayList<>();
        LimitQuery asked = new LimitQuery(refused.profile(), refused.event(), policy);
        asked.add("", TrafficClass.ANY, reached);
        if (refused.overseas()) {
            asked.add(SendLimits.OVERSEAS + "_", TrafficClass.OVERSEAS, reached);
        }
        return reached.stream().max(LONGEST).orElse(null);
    }

    private record LimitQuery(Profile profile, MailEvent event, DomainPolicy policy) {

        void add(String prefix, int lanes, List<ReachedLimit> reached) {
            int recipients = event.recipientCount();
            check(prefix + "messages_per_hour", TimeWindow.HOUR, 1, view -> view.sent(TimeWindow.HOUR, lanes), reached);
            check(
                    prefix + "messages_per_day",
                    TimeWindow.TODAY,
                    1,
                    view -> view.sent(TimeWindow.TODAY, lanes),
                    reached);
            check(
                    prefix + "recipients_per_hour",
                    TimeWindow.HOUR,
                    recipients,
                    view -> view.recipients(TimeWindow.HOUR, lanes),
                    reached);
            check(
                    prefix + "recipients_per_day",
                    TimeWindow.TODAY,
                    recipients,
                    view -> view.recipients(TimeWindow.TODAY, lanes),
                    reached);
        }

        private void check(String name, TimeWindow window, long more, Sum sum, List<ReachedLimit> reached) {
            long most = policy.limits().of(name);
            if (more > most) {
                reached.add(new ReachedLimit(name, most, null));
            } else if (sum.of(at(event.time())) > most - more) {
                Instant until = window.equals(TimeWindow.TODAY) ? midnight() : minute(most - more, sum);
                reached.add(new ReachedLimit(name, most, until));
            }
        }

        private ProfileView at(Instant time) {
            return profile.at(time, policy.zone());
        }

        private Instant midnight() {
            ZoneId zone = policy.zone();
            return event.time()
                    .atZone(zone)
                    .toLocalDate()
                    .plusDays(1)
                    .atStartOfDay(zone)
                    .toInstant();
        }

        /** The minute in which enough has left the window. Nothing enters it, so the sum only falls. */
        private Instant minute(long room, Sum sum) {
            Instant now = event.time().truncatedTo(ChronoUnit.MINUTES);
            int low = 1;
            int high = MINUTES;
            while (low < high) {
                int middle = (low + high) / 2;
                boolean fits = sum.of(at(now.plus(Duration.ofMinutes(middle)))) <= room;
                low = fits ? low : middle + 1;
                high = fits ? middle : high;
            }
            return now.plus(Duration.ofMinutes(low));
        }
    }

    private interface Sum {
        long of(ProfileView view);
    }

    /** When it ends; only of one that does. */
    Instant end() {
        return Objects.requireNonNull(until, name);
    }
}
