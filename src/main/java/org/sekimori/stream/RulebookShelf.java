package org.sekimori.stream;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.RulebookException;
import org.sekimori.rules.RulebookFiles;
import org.sekimori.stream.json.ProjectionJson;

/**
 * The rulebooks of the log, compiled once per instance and for as long as somebody uses them: what was acquired must be released,
 * and the classes of a rulebook that nobody has acquired are given back. A rulebook is written before the activation that names
 * it, so whoever reads an activation finds the text. Safe for many threads.
 */
final class RulebookShelf {

    private final StreamSettings settings;
    private final Topics topics;
    private final Map<String, Kept> kept = new HashMap<>();

    /** A place on the shelf; its own lock is held while the rulebook is compiled, so that two threads do not do it twice. */
    private static final class Kept {
        private int users;
        private @Nullable Rulebook rulebook;
    }

    RulebookShelf(StreamSettings settings, Topics topics) {
        this.settings = settings;
        this.topics = topics;
    }

    /** Puts a rulebook there that this instance has compiled itself, and acquires it. */
    Rulebook put(Rulebook rulebook) {
        Kept place = place(rulebook.id());
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
        Kept place = place(id);
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

    private synchronized Kept place(String id) {
        Kept place = kept.computeIfAbsent(id, key -> new Kept());
        place.users++;
        return place;
    }

    /** Says that a rulebook that was acquired is not used any more. */
    synchronized void release(String id) {
        Kept place = kept.get(id);
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

    private Rulebook load(String id) {
        byte[] key = id.getBytes(StandardCharsets.US_ASCII);
        RulebookFiles files = CompactedTopic.find(settings, topics.rulebooks(), key)
                .map(ProjectionJson::readRulebook)
                .orElseThrow(() -> new UnusableRulebookException(
                        "rulebook " + id + " is activated but not on " + topics.rulebooks(), null));
        try {
            return Rulebook.compile(files);
        } catch (RulebookException e) {
            throw new UnusableRulebookException(
                    "rulebook " + id + " is in force but does not compile in this version; publish another with the"
                            + " version before, then upgrade: " + e.getMessage(),
                    e);
        }
    }
}
