package org.sekimori.api.server;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A quota of the web server's threads. Requests beyond it are refused at once; none waits. Holds at most one entry per thread.
 * Thread-safe.
 */
final class ThreadQuota {

    private final int most;
    private final int mostEach;
    private final long graceNanos;
    private final Set<Use> uses = new HashSet<>();

    /** A thread in use; each is different from all others. */
    static final class Use {
        private final int who;
        private final long since = System.nanoTime();

        private Use(int who) {
            this.who = who;
        }
    }

    /**
     * @param most threads in total
     * @param mostEach threads of one client
     * @param graceNanos how long a thread is in use before it counts: short requests take nothing from others, however many
     *     come at a time
     */
    ThreadQuota(int most, int mostEach, long graceNanos) {
        this.most = most;
        this.mostEach = mostEach;
        this.graceNanos = graceNanos;
    }

    /**
     * Takes a thread; null if the share is used up.
     *
     * @param due whether one is taken in any case, because an answer has to be finished
     */
    synchronized @Nullable Use acquire(int who, boolean due) {
        if (!due && !free(who)) {
            return null;
        }
        Use use = new Use(who);
        uses.add(use);
        return use;
    }

    private boolean free(int who) {
        long now = System.nanoTime();
        int all = 0;
        int own = 0;
        for (Use use : uses) {
            if (now - use.since >= graceNanos) {
                all++;
                own += use.who == who ? 1 : 0;
            }
        }
        return all < most && own < mostEach;
    }

    /** Gives a thread back. */
    synchronized void release(Use use) {
        uses.remove(use);
    }
}
