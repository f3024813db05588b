package org.sekimori.stream;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.Engine;
import org.sekimori.engine.Entry;
import org.sekimori.rules.Rulebook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An activation that is being followed: its engine, and its hold on the rulebooks until it is closed. */
final class Running implements AutoCloseable {

    /** What decides before the first activation. */
    static final Running NOTHING = new Running(null, null, false, new Engine(Rulebook.NONE));

    private static final Logger log = LoggerFactory.getLogger(Running.class);

    private final Entry.@Nullable Activation activation;
    private final @Nullable RulebookShelf shelf;
    private final boolean withCandidate;
    private final Engine engine;

    private Running(
            Entry.@Nullable Activation activation,
            @Nullable RulebookShelf shelf,
            boolean withCandidate,
            Engine engine) {
        this.activation = activation;
        this.shelf = shelf;
        this.withCandidate = withCandidate;
        this.engine = engine;
    }

    /**
     * Takes the rulebooks from the shelf.
     *
     * @throws IllegalStateException if the one that decides cannot be had; a candidate that cannot is left out, because it
     *     must not stop what it does not decide
     */
    static Running of(Entry.Activation activation, RulebookShelf shelf) {
        Rulebook rulebook =
                shelf.acquire(activation.rulebook()).without(activation.off().keySet());
        Rulebook candidate = null;
        if (activation.candidate() != null) {
            try {
                candidate = shelf.acquire(activation.candidate());
            } catch (IllegalStateException e) {
                log.error("Candidate {} cannot be asked: {}", activation.candidate(), e.getMessage());
            } catch (RuntimeException e) {
                // The log is away for a moment: the thread tries again, and must not keep what it has taken.
                shelf.release(activation.rulebook());
                throw e;
            }
        }
        return new Running(activation, shelf, candidate != null, new Engine(rulebook, candidate));
    }

    /** Whether this is what an activation asks for, whoever asked and when. */
    boolean is(Entry.Activation other) {
        return activation != null
                && activation.rulebook().equals(other.rulebook())
                && java.util.Objects.equals(activation.candidate(), other.candidate())
                && activation.off().equals(other.off());
    }

    /** When it was activated, null if nothing is. */
    @Nullable
    Instant since() {
        return activation == null ? null : activation.time();
    }

    Engine engine() {
        return engine;
    }

    @Override
    public void close() {
        if (activation == null || shelf == null) {
            return;
        }
        engine.close();
        shelf.release(activation.rulebook());
        if (withCandidate && activation.candidate() != null) {
            shelf.release(activation.candidate());
        }
    }
}
