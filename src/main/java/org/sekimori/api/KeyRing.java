package org.sekimori.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys in force: those of the file as it was when it was last good. A file that cannot be used is reported and leaves what
 * is in force, so that a slip of the pen locks nobody out. Safe for many threads.
 */
final class KeyRing {

    private static final Logger logger = LoggerFactory.getLogger(KeyRing.class);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final Path file;
    private final Clock clock;
    private volatile List<ApiKey> keys;
    private volatile Instant looked;
    private Stamp stamp;

    /** What tells one version of the file from another; some file systems keep times in whole seconds only. */
    private record Stamp(FileTime modified, long size) {
        static Stamp of(Path file) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(attributes.lastModifiedTime(), attributes.size());
        }
    }

    private KeyRing(Path file, Clock clock) throws IOException {
        this.file = file;
        this.clock = clock;
        stamp = Stamp.of(file);
        keys = KeyFile.read(file);
        looked = clock.instant();
    }

    /**
     * Opens the keys of a folder; makes the first key if there is no file.
     *
     * @throws IllegalArgumentException if the file is not as it should be, naming it and the problem
     */
    static KeyRing open(Path folder, Clock clock) {
        try {
            KeyFile.createIfMissing(folder);
            return new KeyRing(folder.resolve(KeyFile.NAME), clock);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the API keys in " + folder, e);
        }
    }

    /** The entry of a clear key. Compares with all of them, so that the time taken tells nothing. */
    Optional<ApiKey> find(String clear) {
        refresh();
        byte[] hash = ApiKey.hash(clear);
        Optional<ApiKey> found = Optional.empty();
        for (ApiKey key : keys) {
            if (key.hasHash(hash)) {
                found = Optional.of(key);
            }
        }
        return found;
    }

    private void refresh() {
        if (Duration.between(looked, clock.instant()).abs().compareTo(BETWEEN_LOOKS) >= 0) {
            look();
        }
    }

    private synchronized void look() {
        looked = clock.instant();
        try {
            Stamp now = Stamp.of(file);
            if (!now.equals(stamp)) {
                stamp = now;
                keys = KeyFile.read(file);
                logger.info("{} API keys are in force", keys.size());
            }
        } catch (IOException | IllegalArgumentException e) {
            logger.warn("The API keys stay as they were: {}", e.toString());
        }
    }
}
