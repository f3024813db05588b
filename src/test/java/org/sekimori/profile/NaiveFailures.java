package org.sekimori.profile;

import java.util.ArrayList;
import java.util.List;
import org.sekimori.mail.MailEvent;

/** All failed log-ins; see {@link NaiveProfile}. */
final class NaiveFailures {

    private final List<Long> halfHours = new ArrayList<>();
    private long newest = Long.MIN_VALUE;
    final NaiveDistinct networks = new NaiveDistinct(16);

    void plus(MailEvent event) {
        long halfHour = Math.floorDiv(event.time().getEpochSecond(), 1800L);
        if (newest == Long.MIN_VALUE || halfHour > newest - 48) {
            halfHours.add(halfHour);
            newest = Math.max(newest, halfHour);
        }
        if (event.origin().network() != null) {
            networks.plus(event.origin().network(), event.time().getEpochSecond());
        }
    }

    void changed(long second) {
        if (newest <= Math.floorDiv(second, 1800L)) {
            halfHours.clear();
            newest = Long.MIN_VALUE;
            networks.clear();
        }
    }

    long count(long now, int steps) {
        long last = Math.floorDiv(now, 1800L);
        return halfHours.stream()
                .filter(one -> one > newest - 48 && one > last - steps && one <= last)
                .count();
    }
}
