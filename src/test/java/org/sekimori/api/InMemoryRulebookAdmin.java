package org.sekimori.api;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.RuleHitCount;
import org.sekimori.engine.RulebookHistory;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.rules.source.RulebookProblem;
import org.sekimori.stream.rulebook.RulebookAdmin;
import org.sekimori.stream.rulebook.RulebookReplacedException;
import org.sekimori.trial.TrialsBusyException;

/** Rulebooks without a log: really checked and compiled, and activated at once. */
final class InMemoryRulebookAdmin implements RulebookAdmin {

    private static final Instant START = Instant.parse("2026-06-01T09:00:00Z");

    private final Rulebook first;
    private final Map<String, RulebookFiles> texts = new HashMap<>();
    private final Map<String, Rulebook> compiled = new HashMap<>();
    private RulebookHistory inForce;
    private @Nullable RefusedRulebook refused;

    /** Counted for the rule {@code send-limit}. */
    volatile long hits;

    /** While true, too many are being tried. */
    volatile boolean busy;

    /** While true, nothing is taken. */
    volatile boolean silent;

    private final RulebookFiles firstFiles;

    InMemoryRulebookAdmin(Rulebook first, RulebookFiles files) {
        this.first = first;
        this.firstFiles = files;
        texts.put(first.id(), files);
        this.inForce = RulebookHistory.first(first.id(), START, "test");
    }

    synchronized void reset() {
        compiled.put(first.id(), first);
        texts.put(first.id(), firstFiles);
        inForce = RulebookHistory.first(first.id(), START, "test");
        refused = null;
        hits = 0;
        silent = false;
        busy = false;
    }

    @Override
    public synchronized RulebookState state() {
        String candidate = inForce.now().candidate();
        return new RulebookState(
                inForce,
                compiled.getOrDefault(inForce.now().rulebook(), first),
                candidate == null ? null : compiled.get(candidate),
                refused);
    }

    @Override
    public SortedMap<String, RecentRuleCount> recentCounts() {
        RuleHitCount count = new RuleHitCount("send-limit", RuleHitCount.Role.ENFORCE, hits, hits, 0);
        return new TreeMap<>(Map.of("enforce send-limit", new RecentRuleCount(count, count.plus(count))));
    }

    @Override
    public synchronized RulebookState publish(RulebookFiles files, boolean asCandidate, String by)
            throws RulebookException {
        if (busy) {
            throw new TrialsBusyException();
        }
        if (silent) {
            throw new IllegalStateException("the change is on the log, but was not read within 30 s");
        }
        try {
            compiled.put(files.id(), Rulebook.compile(files));
            texts.put(files.id(), files);
        } catch (RulebookException e) {
            refused = new RefusedRulebook(START, by, e.problems(), files);
            throw e;
        }
        inForce = asCandidate
                ? inForce.withCandidate(files.id(), START, by)
                : inForce.publish(files.id(), START.plusSeconds(1), by);
        refused = null;
        return state();
    }

    @Override
    public synchronized RulebookState replace(String from, RulebookFiles files, String by) throws RulebookException {
        if (!inForce.now().rulebook().equals(from)) {
            throw new RulebookReplacedException(inForce.now().rulebook());
        }
        return publish(files, false, by);
    }

    @Override
    public synchronized RulebookState rollback(@Nullable String to, String by) {
        inForce = inForce.rollback(to, START.plusSeconds(2), by)
                .orElseThrow(() -> new IllegalArgumentException("no other rulebook was in force before this one"));
        return state();
    }

    @Override
    public synchronized RulebookState dropCandidate(String by) {
        inForce = inForce.withCandidate(null, START, by);
        return state();
    }

    @Override
    public synchronized Optional<RulebookFiles> files(String id) {
        return Optional.ofNullable(texts.get(id));
    }

    @Override
    public synchronized void recordRefusal(String by, String rulebook, List<RulebookProblem> problems) {
        refused = new RefusedRulebook(START, by, problems, null);
    }
}
