package org.sekimori.follow;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Messages that a mail server has just asked this service about, at the policy server, a milter or over HTTP. A follower needs to
 * know two things of a message in the log: whether its attempt is on the log already, so that it is not reported again, and
 * under which server name, so that its outcomes find it. Bounded. Thread-safe.
 */
@FunctionalInterface
public interface AskedMessages {

    /** Time between the question and the log line that may lie between, in either direction: clocks, and slow clients. */
    Duration NEAR = Duration.ofMinutes(10);

    /** Nobody asks: every message in the log is news. For reading a log without a service. */
    AskedMessages NONE = message -> new Answer.NotAsked();

    /** Looks a message up. Ask when the server has queued it or refused it at its end: before, it may not have asked yet. */
    Answer find(LoggedMessage message);

    /**
     * A message as a log tells of it. A queue id alone does not identify one: two servers may choose the same, a server uses short
     * ones again, and a server's question has another name of it than its log. So the client or the log-in must be the same, too.
     *
     * @param host the server as logged
     * @param queueId the queue id as logged
     * @param clientAddress address of the client; null if the log does not tell
     * @param login the SASL username as logged; empty for a client that did not log in
     * @param time of the log line
     */
    record LoggedMessage(
            String host, String queueId, @Nullable String clientAddress, String login, Instant time) {}

    /** What is known of a message. */
    sealed interface Answer {

        /**
         * The server asked, and the attempt is on the log.
         *
         * @param server name of the server in the attempt; give it to the message's events
         */
        record Asked(String server) implements Answer {}

        /** The server did not ask: the attempt is not on the log. */
        record NotAsked() implements Answer {}

        /**
         * The line is older than what is remembered, or too many messages have this queue id. Report no attempt but {@code accepted}: the step counts it once, whether the
         * attempt is on the log or not.
         */
        record Unknown() implements Answer {}
    }
}
