package org.sekimori.stream.request;

import java.time.Duration;

/**
 * Whether the log answers for the accounts of one partition: a circuit breaker whose probes nobody waits for.
 *
 * <p>It is silent from the moment at which a question was not answered in time and none that was asked later was answered either. From
 * then on doors need not wait; what they are asked goes to the log all the same, and now and then one of these entries asks for a
 * reply. When the newest reply that was asked for comes, the log has worked off what stood before it and is heard again. Replies
 * to older ones show only that it has begun to catch up: a door that waited then would wait for the whole backlog.
 *
 * <p>On purpose it shares nothing with the breaker of the notices' channels: that one counts failures and lets a caller try after a pause. Here
 * no caller may wait for a trial, and the order of questions and replies decides (docs/adr/0019).
 */
final class PartitionCircuitBreaker {

    /** How a request is sent. */
    enum RequestMode {
        /** The reply is waited for. */
        WAITING,
        /** A reply is requested, without a waiting caller. */
        PROBING,
        /** Without a reply. */
        NOTHING
    }

    /** Longest time between two probes. */
    private static final Duration PROBE = Duration.ofMillis(500);

    private long newestAsked = -1;
    private long newestAskedAt;
    private long newestAnswered = -1;
    private boolean isOpen;

    /** Whether the log is known not to answer. */
    synchronized boolean isOpen() {
        return isOpen;
    }

    /**
     * How the next request is to be sent.
     *
     * @param patience how long the endpoint would wait
     * @param now {@link System#nanoTime()}
     */
    synchronized RequestMode next(Duration patience, long now) {
        if (!isOpen) {
            return RequestMode.WAITING;
        }
        // Half of the patience: a reply before the next probe is fast enough for an endpoint.
        long between = Math.min(PROBE.toNanos(), patience.toNanos() / 2);
        return now - newestAskedAt < between ? RequestMode.NOTHING : RequestMode.PROBING;
    }

    /**
     * A request with a reply address was sent.
     *
     * @param question its number; later ones are larger
     * @param now {@link System#nanoTime()}
     */
    synchronized void requestSent(long question, long now) {
        newestAsked = Math.max(newestAsked, question);
        newestAskedAt = now;
    }

    /** A reply came; true if that ended a silence. */
    synchronized boolean replied(long question) {
        newestAnswered = Math.max(newestAnswered, question);
        boolean ended = isOpen && newestAnswered >= newestAsked;
        isOpen &= !ended;
        return ended;
    }

    /** A question was not answered in time; true if that began a silence. */
    synchronized boolean timedOut(long question) {
        boolean begun = !isOpen && newestAnswered < question;
        isOpen |= begun;
        return begun;
    }
}
