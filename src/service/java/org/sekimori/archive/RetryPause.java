package org.sekimori.archive;

import java.time.Duration;

/** Lets time pass between two attempts, and says in the meantime that we live. */
interface RetryPause {

    /**
     * Waits.
     *
     * @return false if the work is to end
     */
    boolean pause(Duration time);
}
