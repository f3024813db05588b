package org.sekimori.stream;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.RulebookException;
import org.sekimori.rules.RulebookFiles;
import org.sekimori.stream.json.ProjectionJson;

/**
 * The rulebooks of the log, compiled once per instance. A rulebook is written before the activation that names it, so whoever
 * reads an activation finds the text.
 */
final class RulebookShelf {

    private final StreamSettings settings;
    private final Topics topics;
    private final Map<String, Rulebook> compiled = new ConcurrentHashMap<>();

    RulebookShelf(StreamSettings settings, Topics topics) {
        this.settings = settings;
        this.topics = topics;
    }

    /** Puts a rulebook there that this instance has compiled itself. */
    void put(Rulebook rulebook) {
        compiled.put(rulebook.id(), rulebook);
    }

    /**
     * The rulebook with this id.
     *
     * @throws IllegalStateException if it is not on the log or does not compile here: deciding by other rules than the log
     *     says would be worse than not deciding
     */
    Rulebook get(String id) {
        return compiled.computeIfAbsent(id, this::load);
    }

    private Rulebook load(String id) {
        byte[] key = id.getBytes(StandardCharsets.US_ASCII);
        RulebookFiles files = CompactedTopic.find(settings, topics.rulebooks(), key)
                .map(ProjectionJson::readRulebook)
                .orElseThrow(() ->
                        new IllegalStateException("rulebook " + id + " is activated but not on " + topics.rulebooks()));
        try {
            return Rulebook.compile(files);
        } catch (RulebookException e) {
            throw new IllegalStateException(
                    "rulebook " + id + " is in force but does not compile in this version: " + e.getMessage(), e);
        }
    }
}
