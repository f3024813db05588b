package org.sekimori.neighbours;

import java.time.Instant;
import java.util.List;
import java.util.function.ToLongFunction;
import org.sekimori.neighbours.KnownKey.Told;

/** What an account was told of the keys of one kind, as it counts now; nothing counts longer than its window. */
public final class NeighbourView {

    private static final long HOUR = 3600;
    private static final long DAY = 24 * HOUR;

    /** Of an account that was told nothing. */
    public static final NeighbourView NOTHING = new NeighbourView(List.of(), Instant.EPOCH);

    private final List<Told> told;
    private final long now;

    NeighbourView(List<Told> told, Instant now) {
        this.told = told;
        this.now = now.getEpochSecond();
    }

    private boolean within(Told one, long seconds) {
        return now - one.second() < seconds;
    }

    private long most(long seconds, ToLongFunction<Told> count) {
        long most = 0;
        for (Told one : told) {
            most = within(one, seconds) ? Math.max(most, count.applyAsLong(one)) : most;
        }
        return most;
    }

    /** Other accounts with strong evidence that were seen there in this hour (since 1970) or later. */
    public long evidence(Instant since) {
        long first = since.getEpochSecond() / HOUR;
        return most(
                NeighbourNews.KEPT.toSeconds(),
                one -> one.evidence().stream().filter(hour -> hour >= first).count());
    }

    /** Other accounts that were strangers there and stayed clean. */
    public long harmless() {
        return most(NeighbourNews.KEPT.toSeconds(), Told::harmless);
    }

    /** Whether it is too busy to say who comes and goes. */
    public boolean crowded() {
        return most(NeighbourNews.KEPT.toSeconds(), one -> one.crowded() ? 1 : 0) > 0;
    }

    /** Failed log-ins of the hour or of 24 hours before it was told. */
    public long failed(boolean ofTheDay) {
        return ofTheDay ? most(DAY, Told::failedDay) : most(HOUR, Told::failedHour);
    }

    /** Messages of the last hour. */
    public long sentHour() {
        return most(HOUR, Told::sentHour);
    }

    /** Messages of a local day, counted from 1970. */
    public long sentDay(long day) {
        return most(2 * DAY, one -> one.day() == day ? one.sentDay() : 0);
    }

    /** Recipients of the last hour. */
    public long recipientsHour() {
        return most(HOUR, Told::recipientsHour);
    }

    /** Recipients of a local day, counted from 1970. */
    public long recipientsDay(long day) {
        return most(2 * DAY, one -> one.day() == day ? one.recipientsDay() : 0);
    }
}
