package org.sekimori.cli.rulebook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Watches a rulebook's folder, including folders created later. Editors save in several steps (a new file, then a renaming), so
 * events within a few milliseconds are one change. Linux and Windows notify at once; on macOS Java polls every ten seconds.
 * Closing it, from any thread, ends the wait.
 */
final class RulebookFileWatcher implements AutoCloseable {

    private static final long QUIET_MILLIS = 30;

    /** Longest duration of one change, so that constant writes do not delay it for ever. */
    private static final long MOST_ROUNDS = 20;

    private final Path folder;
    private final WatchService service;
    private final Map<WatchKey, Path> watched = new HashMap<>();
    private @Nullable WatchKey noticed;
    private long noticedAt;

    private RulebookFileWatcher(Path folder, WatchService service) {
        this.folder = folder;
        this.service = service;
    }

    /** Starts watching. */
    static RulebookFileWatcher of(Path folder) {
        try {
            RulebookFileWatcher watch =
                    new RulebookFileWatcher(folder, folder.getFileSystem().newWatchService());
            watch.register(folder);
            return watch;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot watch " + folder, e);
        }
    }

    /**
     * Waits for the next change.
     *
     * @return {@link System#nanoTime} when the first of it was seen; empty after {@link #close}, or when the folder is gone
     */
    OptionalLong next() {
        try {
            WatchKey key = noticed;
            if (key == null) {
                key = service.take();
                noticedAt = System.nanoTime();
            }
            long seen = noticedAt;
            for (int round = 0; key != null && round < MOST_ROUNDS; round++) {
                read(key);
                key = service.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS);
            }
            noticed = key;
            noticedAt = System.nanoTime();
            return Files.isDirectory(folder) ? OptionalLong.of(seen) : OptionalLong.empty();
        } catch (ClosedWatchServiceException e) {
            return OptionalLong.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalLong.empty();
        }
    }

    /** Whether a change is pending that {@link #next} has not returned, or the watch was closed. */
    boolean changed() {
        try {
            if (noticed == null) {
                noticed = service.poll();
                noticedAt = System.nanoTime();
            }
            return noticed != null;
        } catch (ClosedWatchServiceException e) {
            return true;
        }
    }

    private void read(WatchKey key) {
        Path directory = watched.get(key);
        for (WatchEvent<?> event : key.pollEvents()) {
            if (directory != null
                    && event.kind() == StandardWatchEventKinds.ENTRY_CREATE
                    && event.context() instanceof Path name
                    && Files.isDirectory(directory.resolve(name))) {
                register(directory.resolve(name));
            }
        }
        if (!key.reset()) {
            watched.remove(key);
        }
    }

    /** First the folder, then those in it: one that is created in between is reported. */
    private void register(Path directory) {
        List<Path> inside;
        try {
            watched.put(
                    directory.register(
                            service,
                            StandardWatchEventKinds.ENTRY_CREATE,
                            StandardWatchEventKinds.ENTRY_MODIFY,
                            StandardWatchEventKinds.ENTRY_DELETE),
                    directory);
            inside = foldersIn(directory);
        } catch (NoSuchFileException | NotDirectoryException e) {
            // Already gone, as an editor's temporary folder may be; its parent reports further changes.
            watched.values().removeIf(one -> !Files.isDirectory(one));
            return;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot watch " + directory, e);
        }
        inside.forEach(this::register);
    }

    /** Behind a link none, since links may form a circle. */
    private List<Path> foldersIn(Path directory) throws IOException {
        if (Files.isSymbolicLink(directory) && !directory.equals(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(Files::isDirectory).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void close() {
        try {
            service.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot end watching " + folder, e);
        }
    }
}
