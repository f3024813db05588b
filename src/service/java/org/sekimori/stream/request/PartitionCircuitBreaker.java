package org.sekimori.stream.request;

import java.time.Duration;

/**
 * Circuit breaker of one partition, with probes that no caller waits for.
 *
 * <p>It opens when a request is not answered in time and no later one was answered either. While it is open, endpoints do not
 * wait; their requests go to the log all the same, and now and then one of these entries requests a reply as a probe. It closes
 * when the reply to the newest probe arrives, since the log has then worked off everything before it. Replies to older ones only
 * show that it is catching up: an endpoint that waited then would wait for the whole backlog.
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
