package org.sekimori.cli.history;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sekimori.cli.history.HistorySeries.Place;
import org.sekimori.server.UserFacingException;
import org.sekimori.stream.files.AtomicFileWriter;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Remembers how far an import has come, so that it can go on after an interruption, and is not made twice. */
final class ImportCheckpoint {

    private final Path file;

    /**
     * What was written down.
     *
     * @param events posted so far
     * @param rejected of these, events that the service refused
     * @param finished when the import was complete; null before
     * @param places of the series, by name
     * @param unposted events from before these places that are not on the log: the import failed while it posted them
     */
    record Progress(
            long events,
            long rejected,
            @Nullable String finished,
            Map<String, SavedPlace> places,
            List<SavedEvent> unposted) {}

    /** A {@link Place} as it is written. */
    record SavedPlace(int file, long line, List<SavedEvent> waiting, String state) {

        static SavedPlace of(Place place) {
            return new SavedPlace(
                    place.file(),
                    place.line(),
                    place.waiting().stream().map(SavedEvent::of).toList(),
                    Base64.getEncoder().encodeToString(place.state()));
        }

        Place place() {
            List<HistoryEvent> events = new ArrayList<>();
            waiting.forEach(event -> events.add(event.event()));
            return new Place(file, line, events, Base64.getDecoder().decode(state));
        }
    }

    /** A {@link HistoryEvent} as it is written. */
    record SavedEvent(String time, String json) {

        static SavedEvent of(HistoryEvent event) {
            return new SavedEvent(event.time().toString(), event.json());
        }

        HistoryEvent event() {
            return new HistoryEvent(Instant.parse(time), json);
        }
    }

    private ImportCheckpoint(Path file) {
        this.file = file;
    }

    /** The checkpoint of an import of these files, known again by their names and first octets, whatever is appended to them. */
    static ImportCheckpoint of(Path data, List<HistorySeries> series) throws IOException {
        StringBuilder all = new StringBuilder();
        for (HistorySeries one : series) {
            for (Path path : one.files()) {
                all.append(path.toRealPath())
                        .append('\n')
                        .append(HistoryFile.fingerprint(path))
                        .append('\n');
            }
        }
        Path folder = data.resolve("import");
        Files.createDirectories(folder);
        return new ImportCheckpoint(folder.resolve(hash(all.toString()) + ".json"));
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Null if nothing was imported yet. */
    @Nullable
    Progress read() throws IOException {
        if (!Files.exists(file)) {
            return null;
        }
        try {
            return JsonMapper.shared().readValue(file, Progress.class);
        } catch (JacksonException e) {
            throw new UserFacingException(
                    file
                            + " is damaged, so it is not known how far the import has come; delete it to import everything again");
        }
    }

    void write(
            long events,
            long rejected,
            @Nullable Instant finished,
            List<HistorySeries> series,
            List<HistoryEvent> unposted)
            throws IOException {
        Map<String, SavedPlace> places = new HashMap<>();
        for (HistorySeries one : series) {
            places.put(one.name(), SavedPlace.of(one.place()));
        }
        // Events name recipients in clear until the intake hashes them.
        AtomicFileWriter.writePrivately(
                file,
                JsonMapper.shared()
                        .writeValueAsString(new Progress(
                                events,
                                rejected,
                                finished == null ? null : finished.toString(),
                                places,
                                unposted.stream().map(SavedEvent::of).toList())));
    }

    Path file() {
        return file;
    }
}
