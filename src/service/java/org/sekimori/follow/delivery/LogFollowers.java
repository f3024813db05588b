package org.sekimori.follow.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.sekimori.follow.source.LogSource;
import org.sekimori.intake.event.EventReader;
import org.sekimori.stream.LogClientSettings;
import org.sekimori.stream.request.EventLog;

/** The followers of this instance, started and stopped together; each has a thread of its own, and none waits for another. */
public final class LogFollowers implements AutoCloseable {

    private final List<LogFollower> followers = new ArrayList<>();

    private LogFollowers() {}

    /**
     * A follower to start.
     *
     * @param source its source, not opened yet
     */
    public record FollowerPlan(FollowerSettings settings, LogSource source) {}

    /**
     * Starts followers.
     *
     * @param folder of their places
     * @param reader the intake
     * @param log takes the events
     * @param client where the log is, to see what was asked before this process started
     * @param asked what servers ask this process about
     */
    public static LogFollowers start(
            List<FollowerPlan> plans,
            Path folder,
            EventReader reader,
            EventLog log,
            LogClientSettings client,
            AskedMessageRegistry asked,
            MeterRegistry registry,
            Clock clock) {
        LogFollowers all = new LogFollowers();
        AskedMessageLoader loader = new AskedMessageLoader(client, asked, clock);
        for (FollowerPlan plan : plans) {
            FollowerSettings settings = plan.settings();
            FollowerMeters meters = new FollowerMeters(registry, settings.name());
            FollowedServer.Known known = new FollowedServer.Known(asked, settings.accountKey(), reader::isApplication);
            LogFollower follower = new LogFollower(
                    settings,
                    plan.source(),
                    folder,
                    () -> settings.server().assembler(known),
                    new EventDelivery(settings.name(), reader, log, meters),
                    loader::reachBackTo,
                    clock);
            meters.watch(follower);
            all.followers.add(follower);
        }
        all.followers.forEach(LogFollower::start);
        return all;
    }

    /** How they are, in the order of the configuration. */
    public List<FollowerStatus> status() {
        return followers.stream().map(LogFollower::status).toList();
    }

    @Override
    public void close() {
        followers.forEach(LogFollower::close);
    }
}
