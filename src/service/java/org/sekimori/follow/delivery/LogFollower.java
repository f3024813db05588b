package org.sekimori.follow.delivery;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sekimori.follow.LogLineAssembler;
import org.sekimori.follow.delivery.EventDelivery.PendingEvent;
import org.sekimori.follow.delivery.FollowerStatus.State;
import org.sekimori.follow.source.LineCounts;
import org.sekimori.follow.source.LogReading;
import org.sekimori.follow.source.LogSource;
import org.sekimori.stream.ExponentialBackoff;
import org.sekimori.stream.RetryingThread;
import org.sekimori.stream.ThrottledLogger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Follows one log on a thread of its own. Lines are read only after the events of earlier ones are on the log; then the place and the
 * open messages are written down together. So after a crash some lines are read again, and give the same events with the same
 * ids; none is lost. While Kafka is away the follower waits, and the log grows.
 */
final class LogFollower implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(LogFollower.class);

    private static final Duration WAIT = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final ExponentialBackoff BACKOFF =
            new ExponentialBackoff(Duration.ofMillis(200), Duration.ofSeconds(5));

    /** Most events that are sent and not acknowledged. */
    private static final int MOST_AHEAD = 1000;

    private static final Duration LEAST_BETWEEN_WRITES = Duration.ofSeconds(1);

    /** Writing the place takes at most a fiftieth of the time, however many messages are open. */
    private static final int WRITE_SHARE = 50;

    /** Lines over which it is judged whether the log is understood. */
    private static final int JUDGED = 1000;

    private final FollowerSettings settings;
    private final LogSource source;
    private final LogReading reading;
    private final PositionFile file;
    private final EventDelivery delivery;
    private final Clock clock;
    private final Consumer<Instant> prepare;
    private final RetryingThread thread;
    private final ThrottledLogger warnings = new ThrottledLogger(logger);
    private final Object lock = new Object();
    private List<PendingEvent> pending = new ArrayList<>();
    private boolean opened;
    private boolean placeRead;
    private @Nullable JsonNode place;
    private boolean unwritten;
    private long nextWrite;
    private int failures;
    private LineCounts judged = new LineCounts(0, 0, 0, 0);
    private volatile boolean strange;
    private volatile boolean closing;
    private volatile Phase phase;
    private volatile SourceView view = new SourceView(new LogSource.Lag(-1, "lines"), true, null);

    private record Phase(State state, Instant since, String problem) {}

    private record SourceView(
            LogSource.Lag lag, boolean atEnd, @Nullable Instant lastGap) {}

    /**
     * A follower, not started yet.
     *
     * @param folder where its place is kept
     * @param assemblers makes an assembler for a host
     * @param prepare is called on the follower's thread before the first line, with the time of the last line of an earlier
     *     process; again until it does not throw
     */
    LogFollower(
            FollowerSettings settings,
            LogSource source,
            Path folder,
            Supplier<LogLineAssembler> assemblers,
            EventDelivery delivery,
            Consumer<Instant> prepare,
            Clock clock) {
        this.settings = settings;
        this.source = source;
        this.reading = new LogReading(settings.server().format(), settings.zone(), settings.serverName(), assemblers);
        this.file = new PositionFile(folder, settings);
        this.delivery = delivery;
        this.prepare = prepare;
        this.clock = clock;
        this.phase = new Phase(State.STARTING, clock.instant(), "");
        this.thread = new RetryingThread("sekimori-follow-" + settings.name(), this::turn, this::wakeUp, this::release);
    }

    void start() {
        thread.start();
    }

    private void turn() {
        if (!opened) {
            open();
        }
        if (!deliver()) {
            return;
        }
        writeIfDue();
        int lines;
        try {
            lines = source.poll(unwritten ? LEAST_BETWEEN_WRITES.dividedBy(4) : WAIT, raw -> {
                reading.read(raw, (event, host, arrival) -> pending.add(new PendingEvent(event, host, arrival)));
            });
        } catch (IOException e) {
            sourceFailed(String.valueOf(e.getMessage()));
            lines = 0;
        }
        if (lines > 0) {
            unwritten = true;
            reading.endBatch();
            judge();
        }
        look(lines);
    }

    private void open() {
        if (!placeRead) {
            place = file.read(reading);
            placeRead = true;
        }
        prepare.accept(reading.lastTime());
        try {
            source.open(place, settings.start());
        } catch (IllegalArgumentException e) {
            logger.warn(
                    "Follower {} has another source than before and begins anew: {}", settings.name(), e.getMessage());
            source.open(null, settings.start());
        }
        opened = true;
        unwritten = true;
        reading.endBatch();
    }

    private void sourceFailed(String reason) {
        warnings.warn(
                "The log " + source.describe() + " of follower " + settings.name() + " cannot be read: " + reason);
        phase(State.SOURCE_AWAY, reason);
        pause(BACKOFF.limit(Math.min(++failures, 10)));
    }

    private void look(int lines) {
        view = new SourceView(source.lag(), source.atEnd(), source.lastGap());
        if (phase.state() == State.SOURCE_AWAY && lines == 0 && failures > 0) {
            failures--;
            return;
        }
        failures = lines > 0 ? 0 : failures;
        String problem = source.problem();
        if (!problem.isEmpty() && lines == 0) {
            phase(State.SOURCE_AWAY, problem);
        } else {
            phase(source.atEnd() ? State.FOLLOWING : State.CATCHING_UP, "");
        }
    }

    /** Whether what a log says is known; another version of its server may say it otherwise. */
    private void judge() {
        LineCounts now = reading.counts();
        LineCounts lately = now.since(judged);
        long own = lately.lines() - lately.foreign();
        if (own >= JUDGED) {
            strange = lately.notUnderstood() * 10 > own;
            judged = now;
        }
    }

    /**
     * Sends what is pending, and waits until the log has it.
     *
     * @return whether everything is on the log
     */
    private boolean deliver() {
        int failed = 0;
        while (!pending.isEmpty() && !closing) {
            int before = pending.size();
            pending = send(pending);
            if (!pending.isEmpty() && pending.size() == before) {
                phase(State.LOG_AWAY, "the log takes no events; " + before + " wait, and nothing more is read");
                pause(BACKOFF.limit(++failed));
            }
        }
        return pending.isEmpty();
    }

    /** Sends events in their order. Gives those that the log does not have. */
    private List<PendingEvent> send(List<PendingEvent> events) {
        List<CompletableFuture<Void>> written = new ArrayList<>();
        for (PendingEvent event : events.subList(0, Math.min(MOST_AHEAD, events.size()))) {
            CompletableFuture<Void> one = delivery.send(event);
            written.add(one);
            if (one.isCompletedExceptionally()) {
                break;
            }
        }
        await(written);
        List<PendingEvent> left = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            boolean there = i < written.size()
                    && written.get(i).isDone()
                    && !written.get(i).isCompletedExceptionally();
            if (!there) {
                left.add(events.get(i));
            }
        }
        return left;
    }

    private void await(List<CompletableFuture<Void>> written) {
        try {
            CompletableFuture.allOf(written.toArray(CompletableFuture<?>[]::new))
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            warnings.warn("Events of follower " + settings.name() + " are not on the log, and are sent again", e);
        } catch (TimeoutException e) {
            warnings.warn("The log has not taken events of follower " + settings.name() + " for " + PATIENCE.toSeconds()
                    + " s, and they are sent again");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closing = true;
        }
    }

    private void writeIfDue() {
        if (unwritten && System.nanoTime() >= nextWrite) {
            write();
        }
    }

    private void write() {
        long begun = System.nanoTime();
        try {
            file.write(reading, source.position(), clock.instant());
            unwritten = false;
        } catch (IOException e) {
            warnings.warn(
                    "The place of follower " + settings.name() + " cannot be written; it goes on, and would repeat"
                            + " more lines after a restart",
                    e);
        }
        long took = System.nanoTime() - begun;
        nextWrite = System.nanoTime() + Math.max(LEAST_BETWEEN_WRITES.toNanos(), WRITE_SHARE * took);
    }

    private void phase(State state, String problem) {
        if (phase.state() != state || !phase.problem().equals(problem)) {
            Instant since = phase.state() == state ? phase.since() : clock.instant();
            phase = new Phase(state, since, problem);
        }
    }

    private void pause(Duration time) {
        synchronized (lock) {
            try {
                if (!closing) {
                    lock.wait(time.toMillis());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                closing = true;
            }
        }
    }

    LineCounts counts() {
        return reading.counts();
    }

    int openMessages() {
        return reading.open();
    }

    long lagSeconds() {
        Instant last = reading.lastTime();
        return view.atEnd() || last.equals(Instant.EPOCH)
                ? 0
                : Math.max(0, Duration.between(last, clock.instant()).toSeconds());
    }

    FollowerStatus status() {
        Phase now = phase;
        SourceView seen = view;
        String problem = thread.problem().isEmpty() ? now.problem() : thread.problem();
        return new FollowerStatus(
                settings.name(),
                source.describe(),
                now.state(),
                now.since(),
                problem,
                seen.lag(),
                lagSeconds(),
                reading.counts(),
                reading.samples(),
                reading.unreadLines(),
                reading.open(),
                seen.lastGap(),
                strange);
    }

    private void wakeUp() {
        closing = true;
        source.wakeUp();
        synchronized (lock) {
            lock.notifyAll();
        }
    }

    /** On the follower's thread: what is delivered is written down; what is pending is read again at the next start. */
    private void release() {
        if (opened && unwritten && pending.isEmpty()) {
            write();
        }
        source.close();
    }

    @Override
    public void close() {
        thread.close();
    }
}
