package org.sekimori.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The rulebooks that services of tests accepted, by the file that each of them keeps. A service with a fresh data folder would try the
 * rulebook of its test again, with all its tests in a process of its own, for 6 s of a processor; the same build has done so a moment ago.
 * Kept in one file for all processes that run tests: a line is a hash of a build and a rulebook, so what another build wrote is no matter.
 */
final class AcceptedRulebooks {

    private static final String NAME = "rulebooks.accepted";
    private static final Path ALL = Path.of("target", NAME);
    /** A service reads no more than 200. */
    private static final int MOST = 150;

    private AcceptedRulebooks() {}

    /** Gives the newest to a service that is about to start. */
    static synchronized void give(Path data) throws IOException {
        Path file = data.resolve(NAME);
        if (!Files.exists(ALL) || Files.exists(file)) {
            return;
        }
        List<String> known = Files.readAllLines(ALL);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(file, known.subList(Math.max(0, known.size() - MOST), known.size()));
    }

    /** Takes what a service has added. */
    static synchronized void take(Path data) {
        Path file = data.resolve(NAME);
        try {
            if (Files.isReadable(file)) {
                Set<String> added = new LinkedHashSet<>(Files.readAllLines(file));
                if (Files.exists(ALL)) {
                    Files.readAllLines(ALL).forEach(added::remove);
                }
                StringBuilder lines = new StringBuilder();
                added.forEach(line -> lines.append(line).append('\n'));
                // One write, so that those of two processes do not mix.
                Files.writeString(ALL, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
