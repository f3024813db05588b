package org.sekimori.stream.rulebook;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.LogEntry;
import org.sekimori.engine.StepEngine;
import org.sekimori.rules.Rulebook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The activation in effect: its engine, and its references to cached rulebooks until it is closed. */
public final class ActiveRulebook implements AutoCloseable {

    /** Active before the first activation: no rules. */
    public static final ActiveRulebook NOTHING = new ActiveRulebook(null, null, false, new StepEngine(Rulebook.NONE));

    private static final Logger log = LoggerFactory.getLogger(ActiveRulebook.class);

    private final LogEntry.@Nullable RulebookActivation activation;
    private final @Nullable RulebookCache cache;
    private final boolean withCandidate;
    private final StepEngine engine;

    private ActiveRulebook(
            LogEntry.@Nullable RulebookActivation activation,
            @Nullable RulebookCache cache,
            boolean withCandidate,
            StepEngine engine) {
        this.activation = activation;
        this.cache = cache;
        this.withCandidate = withCandidate;
        this.engine = engine;
    }

    /**
     * Acquires the rulebooks of an activation from the cache.
     *
     * @throws IllegalStateException if the active one is not available; an unavailable candidate is left out, because it must
     *     not stop decisions
     */
    public static ActiveRulebook of(LogEntry.RulebookActivation activation, RulebookCache cache) {
        Rulebook rulebook =
                cache.acquire(activation.rulebook()).without(activation.off().keySet());
        Rulebook candidate = null;
        if (activation.candidate() != null) {
            try {
                candidate = cache.acquire(activation.candidate());
            } catch (IllegalStateException e) {
                log.error("Candidate {} cannot be asked: {}", activation.candidate(), e.getMessage());
            } catch (RuntimeException e) {
                // The log is away for a moment: the thread retries, and must release its reference.
                cache.release(activation.rulebook());
                throw e;
            }
        }
        return new ActiveRulebook(activation, cache, candidate != null, new StepEngine(rulebook, candidate));
    }

    /** Whether an activation names the same rulebooks, whoever requested it and when. */
    public boolean is(LogEntry.RulebookActivation other) {
        return activation != null
                && activation.rulebook().equals(other.rulebook())
                && java.util.Objects.equals(activation.candidate(), other.candidate())
                && activation.off().equals(other.off());
    }

    /** When it was activated; null without one. */
    public @Nullable Instant since() {
        return activation == null ? null : activation.time();
    }

    public StepEngine engine() {
        return engine;
    }

    @Override
    public void close() {
        if (activation == null || cache == null) {
            return;
        }
        engine.close();
        cache.release(activation.rulebook());
        if (withCandidate && activation.candidate() != null) {
            cache.release(activation.candidate());
        }
    }
}
