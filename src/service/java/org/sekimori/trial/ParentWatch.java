package org.sekimori.trial;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Ends a child process as soon as its parent is gone, however that ended: the parent holds the other end of the child's standard input and
 * writes nothing, so the end of that input is the end of the parent. The folder of the child, which the parent would have deleted, goes with
 * it.
 */
public final class ParentWatch {

    /** System property of a child that is watched: its folder. */
    static final String FOLDER = "sekimori.ends-with-parent";

    private static final int ORPHANED = 4;

    private ParentWatch() {}

    /** Begins to watch if this process was started as such a child. */
    public static void begin() {
        @Nullable String folder = System.getProperty(FOLDER);
        if (folder != null) {
            Thread watch = new Thread(
                    () -> end(new FileInputStream(FileDescriptor.in), Path.of(folder)), "sekimori-parent-watch");
            watch.setDaemon(true);
            watch.start();
        }
    }

    private static void end(InputStream input, Path folder) {
        try {
            while (input.read() >= 0) {
                // Nothing is written to it.
            }
        } catch (IOException e) {
            // A pipe that broke has no parent at its other end either.
            System.err.println("sekimori: standard input broke: " + e.getMessage());
        }
        // Its own children end with it: those that compile read their standard input, too.
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> files = all.sorted(Comparator.reverseOrder()).toList();
            for (Path one : files) {
                Files.deleteIfExists(one);
            }
        } catch (IOException | UncheckedIOException e) {
            // What still runs here may write or delete in the folder meanwhile.
            System.err.println("sekimori: " + folder + " is left behind: " + e.getMessage());
        } finally {
            // Nobody reads what an orderly end would still write.
            Runtime.getRuntime().halt(ORPHANED);
        }
    }
}
