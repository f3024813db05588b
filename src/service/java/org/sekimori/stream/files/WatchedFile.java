package org.sekimori.stream.files;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.sekimori.text.FileAccessDiagnosis;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A value read from a file and reloaded when the file changes. An unusable file (gone, empty, half-written, a folder, unreadable)
 * leaves the last good value; the problem is logged once and shown until the file is good again, and each check retries.
 * Thread-safe.
 */
public final class WatchedFile<T> {

    private static final Logger logger = LoggerFactory.getLogger(WatchedFile.class);

    private final Path file;
    private final Loader<T> loader;
    private final Clock clock;
    private final Duration between;
    private volatile @Nullable Instant looked;
    private @Nullable Stamp stamp;
    private volatile @Nullable T value;
    private volatile String problem = "";

    /** Parses the text of a file; throws {@link IllegalArgumentException} with the fault, without quoting it. */
    public interface Loader<T> {
        T load(String text);
    }

    /** A file that is renamed over another one has another key; some file systems keep times in whole seconds only. */
    private record Stamp(
            FileTime modified, long size, @Nullable Object key) {
        static Stamp of(Path file) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                throw new IOException("is a folder, where a file is needed");
            }
            return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
        }
    }

    /**
     * A file, not read yet.
     *
     * @param between least time between two checks
     */
    public WatchedFile(Path file, Loader<T> loader, Clock clock, Duration between) {
        this.file = file;
        this.loader = loader;
        this.clock = clock;
        this.between = between;
    }

    /** The last good value, after a check if one is due; null if there was none yet, and then {@link #problem} says why. */
    public @Nullable T value() {
        lookIfDue();
        return value;
    }

    private void lookIfDue() {
        Instant now = clock.instant();
        Instant last = looked;
        if (last == null || Duration.between(last, now).abs().compareTo(between) >= 0) {
            look(now);
        }
    }

    private synchronized void look(Instant now) {
        looked = now;
        try {
            Stamp before = Stamp.of(file);
            if (problem.isEmpty() && before.equals(stamp)) {
                return;
            }
            if (!before.equals(stamp)) {
                T read = loader.load(Files.readString(file));
                if (!before.equals(Stamp.of(file))) {
                    throw new IOException("changed while it was read");
                }
                value = read;
                stamp = before;
            }
            logger.info(problem.isEmpty() ? "{} was read" : "{} is good again", file);
            problem = "";
        } catch (IOException | RuntimeException e) {
            String found = describe(e);
            if (!found.equals(problem)) {
                problem = found;
                logger.warn("{}{}", found, value == null ? "" : "; what it said before stays in force");
            }
        }
    }

    /** Why the file as it is now is not used, with its name, after a look if it is time for one; empty if it is used. */
    public String problem() {
        lookIfDue();
        return problem;
    }

    private String describe(Exception e) {
        String what = e instanceof NoSuchFileException
                ? "no such file"
                : e instanceof AccessDeniedException
                        ? FileAccessDiagnosis.explain(file)
                        : e instanceof CharacterCodingException
                                ? "is not UTF-8 text"
                                : e instanceof IllegalArgumentException || e.getClass() == IOException.class
                                        ? String.valueOf(e.getMessage())
                                        : "reading it failed with "
                                                + e.getClass().getSimpleName();
        return what.startsWith(file.toString()) ? what : file + ": " + what;
    }
}
