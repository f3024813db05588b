package org.sekimori.stream.request;

import org.apache.kafka.common.header.Headers;

/** Takes replies whose requester waits in this process, so that they need not go through the broker. Thread-safe; never blocks. */
public interface LocalReplies {

    /** Takes none. */
    LocalReplies NONE = (to, reply) -> false;

    /** The step begins with an entry. */
    default void stepping(Headers headers) {}

    /**
     * Hands over a reply that the step made, before its transaction is committed. Replies that come through the broker are read before
     * that, too: a step repeated after a crash gives the same reply.
     *
     * @return whether it was for this process; otherwise the caller sends it
     */
    boolean take(ReplyAddress to, byte[] reply);
}
