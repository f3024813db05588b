package org.sekimori.stream.rulebook;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.stream.CompactedTopicLookup;
import org.sekimori.stream.StreamSettings;
import org.sekimori.stream.Topics;
import org.sekimori.stream.json.RulebookJson;
import org.sekimori.stream.rulebook.RulebookHmacKeys.Kind;
import org.sekimori.trial.RulebookTrial;
import org.sekimori.trial.RulebookTrial.TrialLevel;

/**
 * Cache of the log's rulebooks, compiled once per instance and reference-counted: acquired ones must be released, and unused
 * ones' classes are freed. A rulebook is written before the activation that names it, so readers of an activation find the text.
 * Thread-safe.
 */
public final class RulebookCache {

    private final StreamSettings settings;
    private final Topics topics;
    private final RulebookTrial trial;
    private final RulebookHmacKeys keys;
    private final Map<String, CachedRulebook> kept = new HashMap<>();

    /** A cached rulebook; its lock is held while it is compiled, so that two threads do not do it twice. */
    private static final class CachedRulebook {
        private int users;
        private @Nullable Rulebook rulebook;
    }

    public RulebookCache(StreamSettings settings, Topics topics, RulebookTrial trial, RulebookHmacKeys keys) {
        this.settings = settings;
        this.topics = topics;
        this.trial = trial;
        this.keys = keys;
    }

    /** Puts a rulebook there that this instance has compiled itself, and acquires it. */
    public Rulebook put(Rulebook rulebook) {
        CachedRulebook place = place(rulebook.id());
        synchronized (place) {
            if (place.rulebook == null) {
                place.rulebook = rulebook;
            } else if (place.rulebook != rulebook) {
                rulebook.close();
            }
            return place.rulebook;
        }
    }

    /**
     * The rulebook with this id.
     *
     * @throws UnusableRulebookException if it is not on the log or does not compile here: deciding by other rules than the log
     *     says would be worse than not deciding
     */
    Rulebook acquire(String id) {
        CachedRulebook place = place(id);
        try {
            synchronized (place) {
                if (place.rulebook == null) {
                    place.rulebook = load(id);
                }
                return place.rulebook;
            }
        } catch (RuntimeException e) {
            release(id);
            throw e;
        }
    }

    private synchronized CachedRulebook place(String id) {
        CachedRulebook place = kept.computeIfAbsent(id, key -> new CachedRulebook());
        place.users++;
        return place;
    }

    /** Says that a rulebook that was acquired is not used any more. */
    synchronized void release(String id) {
        CachedRulebook place = kept.get(id);
        if (place == null || place.users == 0) {
            throw new IllegalStateException("rulebook " + id + " was released more often than acquired");
        }
        place.users--;
        if (place.users == 0) {
            kept.remove(id);
            if (place.rulebook != null) {
                place.rulebook.close();
            }
        }
    }

    /** How many rulebooks are compiled now. */
    synchronized int size() {
        return kept.size();
    }

    /** The text of a rulebook on the log, if it is authentic and matches its id. */
    Optional<RulebookFiles> text(String id) {
        byte[] key = id.getBytes(StandardCharsets.UTF_8);
        return CompactedTopicLookup.find(
                        settings,
                        topics.rulebooks(),
                        key,
                        record -> keys.verify(
                                record.headers(), Kind.TEXT, settings.prefix(), record.key(), record.value()))
                .map(RulebookJson::readFiles)
                .filter(files -> files.id().equals(id));
    }

    private Rulebook load(String id) {
        RulebookFiles files = text(id).orElseThrow(() -> new UnusableRulebookException(
                "rulebook " + id + " is activated but not on " + topics.rulebooks()
                        + (keys.required() ? " with a MAC by a key of this cluster" : ""),
                null));
        try {
            trial.requirePass(files, TrialLevel.COMPILES);
            return Rulebook.compile(files);
        } catch (RulebookException e) {
            throw new UnusableRulebookException(
                    "rulebook " + id + " is in force but does not compile in this version; publish another with the"
                            + " version before, then upgrade: " + e.getMessage(),
                    e);
        }
    }
}
