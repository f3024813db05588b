package org.sekimori.server.warmup;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.sekimori.intake.FallbackAnswers;
import org.sekimori.intake.OriginLookup;
import org.sekimori.intake.SubmissionIntake;
import org.sekimori.intake.postfix.PostfixConfigMonitor;
import org.sekimori.intake.postfix.PostfixPolicyServer;
import org.sekimori.intake.postfix.PostfixPolicySettings;
import org.sekimori.mail.Account;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.SubmissionAnswer;
import org.sekimori.mail.Verdict;
import org.sekimori.stream.runtime.WarmUpStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a policy server of its own the questions that a mail server asks, before the real one opens, so that the first customers do not
 * wait for code that Java has yet to compile. Everything that a question passes is real, but on a log, a state and metrics of their own
 * ({@link WarmUpStream}). Takes bounded time, and the service starts whatever becomes of it.
 */
public final class StartupWarmUp implements AutoCloseable {

    /** As many as it takes until what every answer needs is compiled. */
    public static final int QUESTIONS = 5_000;

    private static final Duration CLOSING = Duration.ofSeconds(15);
    private static final Duration DEADLINE = Duration.ofSeconds(2);
    private static final long LOOK_MILLIS = 10;
    private static final Logger logger = LoggerFactory.getLogger(StartupWarmUp.class);
    private static final SubmissionAnswer UNDECIDED =
            new SubmissionAnswer(Verdict.ACCEPT, "", "", null, SubmissionAnswer.Source.FALLBACK);

    private final CompletableFuture<Integer> done = new CompletableFuture<>();
    private final int questions;
    private final long end;
    private volatile boolean closing;

    private StartupWarmUp(int questions, Duration limit) {
        this.questions = questions;
        this.end = System.nanoTime() + limit.toNanos();
    }

    /** Opens the log of the warm-up. */
    public interface Opener {
        WarmUpStream open(MeterRegistry registry) throws InterruptedException;
    }

    /**
     * Starts on a thread of its own.
     *
     * @param limit longest time; zero: does nothing
     * @param questions ends after so many
     */
    public static StartupWarmUp start(
            Duration limit,
            int questions,
            Opener opener,
            OriginLookup origins,
            UnaryOperator<String> recipientHash,
            Clock clock) {
        StartupWarmUp warmUp = new StartupWarmUp(questions, limit);
        if (limit.isZero()) {
            warmUp.done.complete(0);
            return warmUp;
        }
        Thread thread = new Thread(
                () -> {
                    try {
                        warmUp.done.complete(warmUp.run(opener, origins, recipientHash, clock));
                    } catch (IOException | InterruptedException | RuntimeException e) {
                        warmUp.done.completeExceptionally(e);
                    }
                },
                "sekimori-warm-up");
        thread.setDaemon(true);
        thread.start();
        return warmUp;
    }

    private boolean ended() {
        return closing || System.nanoTime() - end > 0;
    }

    private int run(Opener opener, OriginLookup origins, UnaryOperator<String> recipientHash, Clock clock)
            throws IOException, InterruptedException {
        long started = System.nanoTime();
        MeterRegistry unread = new SimpleMeterRegistry();
        try (WarmUpStream stream = opener.open(unread)) {
            while (!stream.ready()) {
                if (ended()) {
                    return 0;
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
            SubmissionIntake intake = new SubmissionIntake(
                    stream.log(),
                    Account.LoginNormalizer.PLAIN,
                    origins,
                    event -> {},
                    recipientHash,
                    new NoFallback(),
                    unread,
                    clock);
            PostfixPolicySettings settings = new PostfixPolicySettings("127.0.0.1", 0, DEADLINE, "warm-up", false);
            try (PostfixPolicyServer server =
                            PostfixPolicyServer.open(settings, intake, new PostfixConfigMonitor(clock, Set.of()));
                    WarmUpClient client = WarmUpClient.connect(server.address())) {
                int answered = client.ask(questions, this::ended);
                logger.info(
                        "The warm-up answered {} requests in {} ms",
                        answered,
                        Duration.ofNanos(System.nanoTime() - started).toMillis());
                return answered;
            }
        }
    }

    /** Nobody waits for the answers of a warm-up. */
    private static final class NoFallback implements FallbackAnswers {

        @Override
        public SubmissionAnswer answer(MailEvent event) {
            return UNDECIDED;
        }

        @Override
        public SubmissionAnswer unreadable() {
            return UNDECIDED;
        }
    }

    /**
     * Waits until it is over, but not longer than its limit.
     *
     * @return how many requests were answered
     */
    public int await() {
        try {
            return done.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            logger.warn("The first answers may be slow: the warm-up failed", e.getCause());
        } catch (TimeoutException e) {
            logger.debug("The warm-up ends beside the first requests", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    /** Ends it; returns when nothing of it is left. */
    @Override
    public void close() {
        closing = true;
        try {
            done.get(CLOSING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            logger.debug("The warm-up was ended", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
