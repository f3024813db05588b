package org.sekimori.intake;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.SubmissionAnswer;
import org.sekimori.stream.ThrottledLogger;
import org.sekimori.stream.request.EventLog;
import org.sekimori.stream.request.LogUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every waiting door does, whatever its protocol: asks the log, says its own word if the log is too slow, records what it
 * really said, and sets aside what is no request. Safe for use by many threads.
 */
public final class SynchronousEndpoint {

    private static final Logger logger = LoggerFactory.getLogger(SynchronousEndpoint.class);

    /**
     * Most dead letters of a door in a second. Whoever sends what cannot be read must not fill the log with it, for which submissions
     * wait; what is beyond is counted.
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
     * A door.
     *
     * @param kind of the door, such as {@code postfix}; stands in its metrics
     * @param name of the door in what it records, such as {@code postfix@mx1}
     * @param deadline how long an answer may take before the door gives its own; 10 ms to 60 s
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
     * The deadline, if it is one that a door may have.
     *
     * @throws IllegalArgumentException unless it is from 10 ms to 60 s
     */
    public static Duration checkedDeadline(Duration deadline) {
        if (deadline.toMillis() < 10 || deadline.toMillis() > 60_000) {
            throw new IllegalArgumentException("a door's deadline must be from 10ms to 60s, not " + deadline);
        }
        return deadline;
    }

    /**
     * The answer about a submission: the log's, or the fallback's after the deadline, and at once while the log is known to be away.
     * Nobody is kept waiting; the future is completed on a thread of the log and never fails.
     *
     * @param started {@link System#nanoTime()} when the request came
     */
    public CompletableFuture<SubmissionAnswer> answer(MailEvent event, long started) {
        return ask(event).handle((fromLog, problem) -> {
            SubmissionAnswer answer = problem == null ? fromLog : ownWord(event, problem);
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
            noted("The log did not answer about " + event.id(), cause);
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
            noted("What was told about " + event.id() + " was not recorded", e);
        }
    }

    /**
     * The door's own word where something failed that should not have; it is counted and logged.
     *
     * @param what failed, as it stands in the log, such as {@code the origin of …}
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
     * Makes a dead letter of what is no request, and counts it.
     *
     * @param source where it came from
     * @param reason what is wrong with it
     * @param payload what came, its personal parts redacted
     * @return the door's own word about it, for a protocol that has no other way to complain
     */
    public SubmissionAnswer rejectMalformed(String source, String reason, String payload) {
        meters.bad();
        strange.warn("A request from " + source + " was not understood: " + reason);
        deadLetter(source, reason, payload);
        return fallback.unreadable();
    }

    /**
     * Makes a dead letter of the fields of a submission that could not be read, and counts them. The submission is decided without
     * them: whoever breaks a field must not pass by that.
     *
     * @param source where it came from
     * @param fields at least one
     * @param payload what came, its personal parts redacted
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
