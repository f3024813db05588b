package org.sekimori.profile;

import java.util.ArrayList;
import java.util.List;
import org.sekimori.mail.MailEvent;

/** All failed log-ins; see {@link NaiveProfile}. */
final class NaiveLoginFailures {

    /** What is kept of a failure: its minute is known for an hour, its half hour for a day, each as seen from the newest one. */
    private record Failure(long minute, boolean ofLastHour) {
        long halfHour() {
            return Math.floorDiv(minute, 30L);
        }
    }

    private final List<Failure> failures = new ArrayList<>();
    final NaiveDistinctCount networks = new NaiveDistinctCount(16);

    void plus(MailEvent event) {
        failures.add(new Failure(Math.floorDiv(event.time().getEpochSecond(), 60L), true));
        long newest = failures.stream().mapToLong(Failure::minute).max().orElseThrow();
        failures.replaceAll(one -> new Failure(one.minute, one.ofLastHour && one.minute > newest - 60));
        failures.removeIf(one -> one.halfHour() <= Math.floorDiv(newest, 30L) - 48);
        if (event.origin().network() != null) {
            networks.plus(event.origin().network(), event.time().getEpochSecond());
        }
    }

    /** What failed in a later minute is left; of the half hour of the change only what is known by the minute. */
    void changed(long second) {
        long minute = Math.floorDiv(second, 60L);
        long halfHour = Math.floorDiv(minute, 30L);
        failures.removeIf(one -> one.minute <= minute || one.halfHour() == halfHour && !one.ofLastHour);
        networks.forget(second);
    }

    /** In minutes up to an hour, in half hours beyond. */
    long count(long now, TimeWindow window) {
        long step = window.seconds() <= 3600 ? 60 : 1800;
        long last = Math.floorDiv(now, step);
        long first = last - window.seconds() / step + 1;
        return failures.stream()
                .filter(one -> step == 1800 || one.ofLastHour)
                .map(one -> Math.floorDiv(one.minute * 60, step))
                .filter(one -> one >= first && one <= last)
                .count();
    }
}
