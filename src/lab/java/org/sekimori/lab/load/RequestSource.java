package org.sekimori.lab.load;

import java.nio.ByteBuffer;

/** Where the next request comes from. Asked by one thread only. */
@FunctionalInterface
interface RequestSource {

    /** Writes the next request, {@link LoadSubmission#MAX_BYTES} at most. */
    void writeNext(ByteBuffer into);
}
