package org.sekimori.web.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.sekimori.api.request.ApiProblems;
import org.sekimori.api.request.ApiSettings;
import org.sekimori.stream.files.AtomicFileWriter;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Searches that staff have saved, by name; all staff share them. Kept in a file beside the staff's. Thread-safe. */
@Component
final class SavedSearches {

    static final String NAME = "searches.json";

    static final int MAX_NAME = 60;
    private static final int MOST = 200;

    private final Path file;

    SavedSearches(ApiSettings settings) {
        file = settings.keys().resolve(NAME);
    }

    /** A search. */
    record SavedSearch(String query, String by) {}

    /** Names with their searches, in their order. */
    synchronized Map<String, SavedSearch> all() {
        if (!Files.exists(file)) {
            return Map.of();
        }
        try {
            Stored stored = JsonMapper.shared().readValue(Files.readString(file), Stored.class);
            return new TreeMap<>(stored.searches());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        } catch (JacksonException e) {
            throw ApiProblems.unavailable(
                    file + " cannot be read: " + e.getOriginalMessage() + "; mend it, or move it away to begin anew");
        }
    }

    /** The file. */
    private record Stored(Map<String, SavedSearch> searches) {}

    synchronized void save(String name, SavedSearch search) {
        Map<String, SavedSearch> all = new TreeMap<>(all());
        all.put(name, search);
        if (all.size() > MOST) {
            throw ApiProblems.refused("there are " + MOST + " saved searches, as many as may be; remove one first");
        }
        write(all);
    }

    synchronized void remove(String name) {
        Map<String, SavedSearch> all = new TreeMap<>(all());
        if (all.remove(name) == null) {
            throw ApiProblems.missing("name", "no search is saved under this name");
        }
        write(all);
    }

    private void write(Map<String, SavedSearch> all) {
        try {
            AtomicFileWriter.writePrivately(file, JsonMapper.shared().writeValueAsString(new Stored(all)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
