package org.sekimori.follow.records;

import java.io.DataInput;
import java.io.DataOutput;
import java.time.Instant;
import org.sekimori.follow.LogLineAssembler;

/** For servers whose records are complete: each is an event of its own, so nothing is remembered between them. */
abstract class StatelessAssembler implements LogLineAssembler {

    @Override
    public final void expire(Instant now) {
        // Nothing is remembered.
    }

    @Override
    public final int open() {
        return 0;
    }

    @Override
    public final void save(DataOutput out) {
        // Nothing is remembered.
    }

    @Override
    public final void restore(DataInput in) {
        // Nothing is remembered.
    }
}
