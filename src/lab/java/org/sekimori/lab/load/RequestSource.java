package org.sekimori.lab.load;

import java.nio.ByteBuffer;

/** Source of requests. Single-threaded. */
@FunctionalInterface
interface RequestSource {

    /** Writes the next request, {@link LoadSubmission#MAX_BYTES} at most. */
    void writeNext(ByteBuffer into);
}
