package org.sekimori.geo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sekimori.text.FileAccessDiagnosis;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A value read from a file and reloaded when the file changes. A file that cannot be used changes nothing: the value before it
 * stays, and the problem is shown until the file is good again.
 *
 * <p>Readers never wait. {@link #poll} is called by a scheduler outside.
 */
final class ReloadableFile<T> {

    private static final Logger LOG = LoggerFactory.getLogger(ReloadableFile.class);

    /** Reads and checks a file; throws {@link IllegalArgumentException} with the fault in its content. */
    @FunctionalInterface
    interface Loader<T> {
        T load(Path file) throws IOException;
    }

    /**
     * The loaded value.
     *
     * @param path the file; null if none is configured and the value is built in
     * @param stamp the file's stamp as it was read; null if the value is not from the file
     * @param error why the current file is not in use; null if it is
     */
    record State<T>(
            T value,
            @Nullable Path path,
            @Nullable Stamp stamp,
            Instant loadedAt,
            @Nullable String error) {}

    /**
     * Detects a changed file: geoipupdate renames a new file over the old one, so the file key (device and inode on Unix) differs
     * even within one tick of the modification time.
     */
    record Stamp(FileTime modified, long size, @Nullable Object fileKey) {
        static Stamp of(Path file) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
        }
    }

    private final Loader<T> loader;
    private final Clock clock;
    /** Whether the file may be missing. */
    private final boolean mayBeAbsent;

    /** Written under the lock of {@link #poll} only. */
    private volatile State<T> state;

    private ReloadableFile(Loader<T> loader, Clock clock, State<T> initial) {
        this(loader, clock, initial, false);
    }

    private ReloadableFile(Loader<T> loader, Clock clock, State<T> initial, boolean mayBeAbsent) {
        this.loader = loader;
        this.clock = clock;
        this.state = initial;
        this.mayBeAbsent = mayBeAbsent;
    }

    /** A value of a file that may appear later; until then the fallback. */
    static <T> ReloadableFile<T> onceThere(Path path, Loader<T> loader, Supplier<T> fallback, Clock clock) {
        if (Files.exists(path)) {
            ReloadableFile<T> there = orElse(path, loader, fallback, clock);
            return new ReloadableFile<>(loader, clock, there.state, true);
        }
        return new ReloadableFile<>(
                loader, clock, new State<>(fallback.get(), path, null, clock.instant(), null), true);
    }

    /** A value of a file, or of the fallback while no file is configured or usable. */
    static <T> ReloadableFile<T> orElse(@Nullable Path path, Loader<T> loader, Supplier<T> fallback, Clock clock) {
        String missing = null;
        if (path != null) {
            try {
                return new ReloadableFile<>(loader, clock, read(path, loader, clock));
            } catch (IOException | RuntimeException e) {
                missing = describe(path, e);
                LOG.warn("{}; going on without it", missing);
            }
        }
        return new ReloadableFile<>(loader, clock, new State<>(fallback.get(), path, null, clock.instant(), missing));
    }

    /**
     * A value of a file that must be usable if one is configured.
     *
     * @throws IllegalArgumentException with the file and its fault, if it is not usable now
     */
    static <T> ReloadableFile<T> required(@Nullable Path path, Loader<T> loader, T absent, Clock clock) {
        if (path == null) {
            return new ReloadableFile<>(loader, clock, new State<>(absent, null, null, clock.instant(), null));
        }
        try {
            return new ReloadableFile<>(loader, clock, read(path, loader, clock));
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException(describe(path, e), e);
        }
    }

    T value() {
        return state.value();
    }

    State<T> state() {
        return state;
    }

    /** Reads the file again if it changed. A failure is retried at each call, since its remedy may not change the stamp. */
    synchronized void poll() {
        State<T> before = state;
        Path path = before.path();
        if (path == null) {
            return;
        }
        try {
            if (Stamp.of(path).equals(before.stamp())) {
                state = new State<>(before.value(), path, before.stamp(), before.loadedAt(), null);
                return;
            }
            state = read(path, loader, clock);
            LOG.info("{}: loaded", path);
        } catch (IOException | RuntimeException e) {
            if (mayBeAbsent && e instanceof NoSuchFileException) {
                state = new State<>(before.value(), path, before.stamp(), before.loadedAt(), null);
                return;
            }
            String error = describe(path, e);
            if (!error.equals(before.error())) {
                LOG.warn("{}; keeping what was loaded at {}", error, before.loadedAt());
            }
            state = new State<>(before.value(), path, before.stamp(), before.loadedAt(), error);
        }
    }

    private static <T> State<T> read(Path path, Loader<T> loader, Clock clock) throws IOException {
        Stamp stamp = Stamp.of(path);
        T value = loader.load(path);
        if (!stamp.equals(Stamp.of(path))) {
            throw new IOException("changed while it was read");
        }
        return new State<>(value, path, stamp, clock.instant(), null);
    }

    private static String describe(Path path, Exception e) {
        if (e instanceof NoSuchFileException) {
            return path + ": no such file";
        }
        if (e instanceof IOException && FileAccessDiagnosis.isUnreadable(path)) {
            return path + ": " + FileAccessDiagnosis.explain(path);
        }
        return path + ": "
                + Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
    }
}
