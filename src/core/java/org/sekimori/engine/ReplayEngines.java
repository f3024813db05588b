package org.sekimori.engine;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;

/**
 * Cache of the engines that a recording was decided by: for each activation its rulebook without the disabled rules, and its
 * candidate. Rulebooks are compiled once, on first use. Thread-safe.
 */
public final class ReplayEngines implements AutoCloseable {

    private final Function<String, RulebookFiles> texts;
    private final Map<String, Rulebook> compiled = new ConcurrentHashMap<>();

    /**
     * An empty cache.
     *
     * @param texts gives the text of a rulebook by id; called by one thread at a time, throws {@link IllegalStateException}
     *     for an unknown id
     */
    public ReplayEngines(Function<String, RulebookFiles> texts) {
        this.texts = texts;
    }

    /**
     * An engine as it was from this activation on; the caller closes it.
     *
     * @param activation null: before the first one, when no rulebook was in force
     * @throws IllegalStateException if the rulebook that decides is not known or does not compile in this version
     */
    public StepEngine engine(LogEntry.@Nullable RulebookActivation activation) {
        if (activation == null) {
            return new StepEngine(Rulebook.NONE);
        }
        Rulebook deciding =
                rulebook(activation.rulebook()).without(activation.off().keySet());
        return new StepEngine(deciding, candidate(activation.candidate()));
    }

    /** A candidate that cannot be loaded is left out, as in the service. */
    private @Nullable Rulebook candidate(@Nullable String id) {
        try {
            return id == null ? null : rulebook(id);
        } catch (IllegalStateException e) {
            return null;
        }
    }

    /**
     * The rulebook with this id.
     *
     * @throws IllegalStateException if it is not known or does not compile in this version
     */
    public Rulebook rulebook(String id) {
        Rulebook known = compiled.get(id);
        return known != null ? known : load(id);
    }

    private synchronized Rulebook load(String id) {
        return compiled.computeIfAbsent(id, this::compile);
    }

    private Rulebook compile(String id) {
        try {
            return Rulebook.compile(texts.apply(id));
        } catch (RulebookException e) {
            throw new IllegalStateException(
                    "rulebook " + id + " does not compile in this version: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        compiled.values().forEach(Rulebook::close);
    }
}
