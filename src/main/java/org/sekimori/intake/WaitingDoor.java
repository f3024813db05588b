package org.sekimori.intake;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.sekimori.mail.Answer;
import org.sekimori.mail.MailEvent;
import org.sekimori.stream.Log;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every waiting door does, whatever its protocol: asks the log, says its own word if the log is too slow, records what it
 * really said, and sets aside what is no request. Safe for use by many threads.
 */
public final class WaitingDoor {

    private static final Logger logger = LoggerFactory.getLogger(WaitingDoor.class);

    private final String name;
    private final Duration deadline;
    private final Log log;
    private final Fallback fallback;
    private final AnswerMeters meters;

    /**
     * A door.
     *
     * @param kind of the door, such as {@code postfix}; stands in its metrics
     * @param name of the door in what it records, such as {@code postfix@mx1}
     * @param deadline how long an answer may take before the door gives its own; 10 ms to 60 s
     * @throws IllegalArgumentException if the deadline is out of range
     */
    public WaitingDoor(
            String kind, String name, Duration deadline, Log log, Fallback fallback, MeterRegistry registry) {
        this.name = name;
        this.deadline = checkedDeadline(deadline);
        this.log = log;
        this.fallback = fallback;
        this.meters = new AnswerMeters(registry, kind);
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
     * The answer about a submission: the log's, or after the deadline the fallback's. Nobody is kept waiting; the future is
     * completed on a thread of the log.
     *
     * @param started {@link System#nanoTime()} when the request came
     */
    public CompletableFuture<Answer> answer(MailEvent event, long started) {
        return log.ask(event, deadline).handle((fromLog, problem) -> {
            Answer answer = problem == null ? fromLog : fallback.answer(event);
            long nanos = System.nanoTime() - started;
            meters.answered(answer, nanos);
            log.told(event, answer, name, Duration.ofNanos(nanos));
            return answer;
        });
    }

    /**
     * Makes a dead letter of what is no request, and counts it.
     *
     * @param source where it came from
     * @param reason what is wrong with it
     * @param payload what came, its personal parts redacted
     * @return the door's own word about it, for a protocol that has no other way to complain
     */
    public Answer setAside(String source, String reason, String payload) {
        meters.bad();
        logger.warn("A request from {} was not understood: {}", source, reason);
        log.deadLetter(source, reason, payload);
        return fallback.unreadable();
    }
}
