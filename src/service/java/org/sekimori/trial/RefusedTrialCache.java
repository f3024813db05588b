package org.sekimori.trial;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.trial.RulebookTrial.TrialLevel;

/** Recent refusals: followers of the log retry often, and each trial costs a process. Thread-safe. */
final class RefusedTrialCache {

    private static final int MOST = 20;
    private static final Duration KEPT = Duration.ofSeconds(30);

    private final Deque<Refusal> last = new ArrayDeque<>();

    private record Refusal(String key, long at, RulebookException reason) {}

    synchronized void add(RulebookFiles files, TrialLevel level, RulebookException reason) {
        last.addLast(new Refusal(BuildFingerprint.hash(files, level.name()), System.nanoTime(), reason));
        if (last.size() > MOST) {
            last.removeFirst();
        }
    }

    /** Repeats a refusal of the last half minute, with the same message. */
    synchronized void throwIfRefused(RulebookFiles files, TrialLevel level) throws RulebookException {
        if (last.isEmpty()) {
            return;
        }
        String key = BuildFingerprint.hash(files, level.name());
        long now = System.nanoTime();
        for (Refusal one : last) {
            if (one.key().equals(key) && now - one.at() < KEPT.toNanos()) {
                throw new RulebookException(one.reason().problems());
            }
        }
    }
}
