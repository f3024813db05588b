package org.sekimori.lab.load;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A protocol in which a mail server asks, from the mail server's side; at most one request is pending on a connection. Stateless. */
sealed interface LoadProtocol permits PolicyLoadProtocol, MilterLoadProtocol, HttpLoadProtocol {

    /** The answer that asks for the same request again, a little later. */
    String AGAIN = "again";

    /** Writes what precedes the first request on a new connection. */
    void writeGreeting(ByteBuffer into);

    /** Writes the request about a submission; with the greeting {@link LoadSubmission#MAX_BYTES} at most. */
    void writeRequest(LoadSubmission submission, ByteBuffer into);

    /**
     * Reads the answer.
     *
     * @param received all octets since the request was sent, from 0 to the position; not changed
     * @return one word for it; {@link #AGAIN} if the request must be repeated; empty if it is no proper answer; null while it is
     *     not complete
     */
    @Nullable
    String answer(ByteBuffer received);

    /** Whether the server closes the connection after this answer, so that no further request may be sent on it. */
    boolean endsConnection(ByteBuffer received);
}
