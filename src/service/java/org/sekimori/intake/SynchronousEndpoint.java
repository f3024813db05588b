package org.sekimori.intake;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.SubmissionAnswer;
import org.sekimori.stream.ThrottledLogger;
import org.sekimori.stream.request.EventLog;
import org.sekimori.stream.request.LogUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Common part of the synchronous endpoints, independent of the protocol: asks the log, falls back after the deadline, records the
 * answer really sent, and turns malformed requests into dead letters. Thread-safe.
 */
public final class SynchronousEndpoint {

    private static final Logger logger = LoggerFactory.getLogger(SynchronousEndpoint.class);

    /**
     * Most dead letters of an endpoint per second. Malformed requests must not fill the log, which submissions wait for; the
     * excess is counted.
     */
    static final int MAX_DEAD_LETTERS_PER_SECOND = 200;

    private final String name;
    private final Duration deadline;
    private final EventLog log;
    private final FallbackAnswers fallback;
    private final SynchronousEndpointMeters meters;
    private final ThrottledLogger failures = new ThrottledLogger(logger);
    private final ThrottledLogger strange = new ThrottledLogger(logger);
    private final PerSecondLimit letters = new PerSecondLimit(MAX_DEAD_LETTERS_PER_SECOND, System::nanoTime);

    /**
     * A synchronous endpoint.
     *
     * @param kind of the endpoint, such as {@code postfix}; a label of its metrics
     * @param name of the endpoint in its records, such as {@code postfix@mx1}
     * @param deadline of an answer before the fallback; 10 ms to 60 s
     * @throws IllegalArgumentException if the deadline is out of range
     */
    public SynchronousEndpoint(
            String kind,
            String name,
            Duration deadline,
            EventLog log,
            FallbackAnswers fallback,
            MeterRegistry registry) {
        this.name = name;
        this.deadline = checkedDeadline(deadline);
        this.log = log;
        this.fallback = fallback;
        this.meters = new SynchronousEndpointMeters(registry, kind);
    }

    /**
     * Checks a deadline.
     *
     * @throws IllegalArgumentException unless it is from 10 ms to 60 s
     */
    public static Duration checkedDeadline(Duration deadline) {
        if (deadline.toMillis() < 10 || deadline.toMillis() > 60_000) {
            throw new IllegalArgumentException("a deadline must be from 10ms to 60s, not " + deadline);
        }
        return deadline;
    }

    /**
     * The answer to a submission: the log's, or the fallback after the deadline, and at once while the log is known not to
     * answer. Never blocks; the future completes on a thread of the log and never fails.
     *
     * @param started {@link System#nanoTime()} when the request arrived
     */
    public CompletableFuture<SubmissionAnswer> answer(MailEvent event, long started) {
        return answer(event, started, UnaryOperator.identity());
    }

    /**
     * The same for a protocol that lacks a word.
     *
     * @param expressed what the protocol can answer instead; this is recorded as the answer that was given
     */
    public CompletableFuture<SubmissionAnswer> answer(
            MailEvent event, long started, UnaryOperator<SubmissionAnswer> expressed) {
        return ask(event).handle((fromLog, problem) -> {
            SubmissionAnswer answer = expressed.apply(problem == null ? fromLog : ownWord(event, problem));
            recordAnswer(event, answer, System.nanoTime() - started);
            return answer;
        });
    }

    private CompletableFuture<SubmissionAnswer> ask(MailEvent event) {
        try {
            return log.request(event, deadline);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private SubmissionAnswer ownWord(MailEvent event, Throwable problem) {
        Throwable cause =
                problem instanceof CompletionException && problem.getCause() != null ? problem.getCause() : problem;
        if (!(cause instanceof TimeoutException || cause instanceof LogUnavailableException)) {
            noted("The log did not answer a request for " + event.id(), cause);
        }
        try {
            return fallback.answer(event);
        } catch (RuntimeException e) {
            return failed("the fallback about " + event.id(), e);
        }
    }

    private void recordAnswer(MailEvent event, SubmissionAnswer answer, long nanos) {
        try {
            meters.answered(answer, nanos);
            log.answerSent(event, answer, name, Duration.ofNanos(nanos));
        } catch (RuntimeException e) {
            noted("The answer to " + event.id() + " was not recorded", e);
        }
    }

    /**
     * The fallback after an unexpected error, which is counted and logged.
     *
     * @param what the failed operation, as logged, such as {@code the origin of …}
     */
    public SubmissionAnswer failed(String what, Throwable problem) {
        noted("Failed: " + what, problem);
        return fallback.unreadable();
    }

    private void noted(String what, Throwable problem) {
        meters.failed();
        failures.warn(what, problem);
    }

    /**
     * Turns a malformed request into a dead letter, and counts it.
     *
     * @param source its sender
     * @param reason the fault
     * @param payload the redacted request
     * @return the fallback, for protocols without an error answer
     */
    public SubmissionAnswer rejectMalformed(String source, String reason, String payload) {
        meters.bad();
        strange.warn("A request from " + source + " was not understood: " + reason);
        deadLetter(source, reason, payload);
        return fallback.unreadable();
    }

    /**
     * Turns unreadable fields of a submission into a dead letter, and counts them. The submission is decided without them: a
     * broken field must not be a way around the rules.
     *
     * @param source its sender
     * @param fields at least one
     * @param payload the redacted request
     */
    public void recordUnreadable(String source, List<UnreadableField> fields, String payload) {
        fields.forEach(meters::unread);
        String reason = fields.stream().map(UnreadableField::toString).collect(Collectors.joining("; "))
                + (fields.size() == 1 ? "; decided without it" : "; decided without them");
        strange.warn("A submission from " + source + " could not be read in full: " + reason);
        deadLetter(source, reason, payload);
    }

    private void deadLetter(String source, String reason, String payload) {
        if (!letters.another()) {
            meters.deadLetterDropped();
            return;
        }
        try {
            log.deadLetter(source, reason, payload);
        } catch (RuntimeException e) {
            noted("A dead letter of " + source + " was not written", e);
        }
    }
}
