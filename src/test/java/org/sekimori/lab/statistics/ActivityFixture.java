package org.sekimori.lab.statistics;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;

/** One account's acts in Tokyo, by hand. */
final class ActivityFixture {

    static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

    private final AccountSampler sender = new AccountSampler(TOKYO);

    /** @param local such as {@code 2026-06-01T09:00} */
    static Instant at(String local) {
        return LocalDateTime.parse(local).atZone(TOKYO).toInstant();
    }

    /** A message to so many recipients, of whom nothing is known. */
    ActivityFixture sent(String local, int recipients) {
        return add(new AccountActivity.Sent(
                at(local),
                recipients,
                AccountActivity.UNNAMED,
                0,
                AccountActivity.NOWHERE,
                AccountActivity.ClientRegion.UNKNOWN));
    }

    ActivityFixture named(String local, long... recipients) {
        return add(new AccountActivity.Sent(
                at(local),
                recipients.length,
                recipients,
                0,
                AccountActivity.NOWHERE,
                AccountActivity.ClientRegion.UNKNOWN));
    }

    ActivityFixture from(String local, long network, AccountActivity.ClientRegion whereabouts) {
        return add(new AccountActivity.Sent(at(local), 1, AccountActivity.UNNAMED, 0, network, whereabouts));
    }

    ActivityFixture add(AccountActivity act) {
        if (!sender.add(act)) {
            throw new IllegalArgumentException("too late: " + act);
        }
        return this;
    }

    /** What was counted; nothing is added afterwards. */
    SortedMap<Long, Long> counts(TrafficMeasure measure) {
        PopulationHistograms shape = new PopulationHistograms();
        shape.add(sender.finish(), 1);
        return shape.histogram(measure).counts();
    }

    /** A figure that must be there. */
    static StatisticValue figure(Map<TrafficStatistic, StatisticValue> figures, TrafficStatistic figure) {
        return Objects.requireNonNull(figures.get(figure), figure.word());
    }

    AccountSampler sender() {
        return sender;
    }
}
