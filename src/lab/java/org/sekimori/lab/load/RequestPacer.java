package org.sekimori.lab.load;

import java.io.Closeable;

/** Decides when an idle connection sends its next request. */
sealed interface RequestPacer extends Closeable permits ClosedLoopPacer, OpenLoopPacer {

    /** Takes over a connection that has nothing out. Called by the thread that reads the answers. */
    void idle(LoadConnection connection);

    /** Whether nothing more will be sent. */
    boolean finished();

    /** How many requests should have been sent and never were; meaningful when finished. */
    long unsent();

    @Override
    void close();
}
