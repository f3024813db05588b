package org.sekimori.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The rulebooks that services of this run accepted, by the file that each of them keeps. A service with a fresh data folder would try
 * the rulebook of its test again, with all its cases in a process of its own; the same build has done so a moment ago.
 */
final class AcceptedRulebooks {

    private static final String NAME = "rulebooks.accepted";
    private static final Set<String> KNOWN = new LinkedHashSet<>();

    private AcceptedRulebooks() {}

    /** Gives them to a service that is about to start. */
    static synchronized void give(Path data) throws IOException {
        Path file = data.resolve(NAME);
        if (KNOWN.isEmpty() || Files.exists(file)) {
            return;
        }
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(file, KNOWN);
    }

    /** Takes what a service has added. */
    static synchronized void take(Path data) {
        Path file = data.resolve(NAME);
        try {
            if (Files.isReadable(file)) {
                KNOWN.addAll(Files.readAllLines(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
