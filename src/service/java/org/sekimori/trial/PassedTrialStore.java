package org.sekimori.trial;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.trial.RulebookTrial.TrialLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rulebooks that passed a trial by this build of the program, as hashes in a file that only its owner can write. A file that
 * others can write to, or that cannot be read, is not believed: then each rulebook is tried.
 */
final class PassedTrialStore {

    private static final Logger logger = LoggerFactory.getLogger(PassedTrialStore.class);

    private static final int MOST = 200;
    private static final int MOST_BYTES = 1 << 16;
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");

    private final @Nullable Path file;
    private final Set<String> known = new LinkedHashSet<>();

    PassedTrialStore(@Nullable Path file) {
        this.file = file;
        if (file != null) {
            known.addAll(read(file));
        }
    }

    synchronized boolean knows(RulebookFiles files, TrialLevel level) {
        return known.contains(key(files, level)) || ShippedRulebook.is(files);
    }

    synchronized void add(RulebookFiles files, TrialLevel level) {
        for (TrialLevel one : TrialLevel.values()) {
            if (one.compareTo(level) <= 0) {
                known.add(key(files, one));
            }
        }
        while (known.size() > MOST) {
            known.remove(known.iterator().next());
        }
        if (file != null) {
            write(file);
        }
    }

    private static String key(RulebookFiles files, TrialLevel level) {
        return BuildFingerprint.hash(files, level.name());
    }

    private static List<String> read(Path file) {
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || !mine(file)) {
                return List.of();
            }
            if (Files.size(file) > MOST_BYTES) {
                return List.of();
            }
            return Files.readAllLines(file, StandardCharsets.US_ASCII).stream()
                    .filter(line -> line.matches("[0-9a-f]{64}"))
                    .toList();
        } catch (IOException e) {
            logger.warn("Which rulebooks were accepted before cannot be read from {}: {}", file, e.toString());
            return List.of();
        }
    }

    /** Whether only this user can have written it. */
    private static boolean mine(Path file) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return true;
        }
        Path folder = file.toAbsolutePath().getParent();
        for (Path one : folder == null ? List.of(file) : List.of(file, folder)) {
            Set<PosixFilePermission> may = Files.getPosixFilePermissions(one);
            if (may.contains(PosixFilePermission.GROUP_WRITE)
                    || may.contains(PosixFilePermission.OTHERS_WRITE)
                    || !Files.getOwner(one).getName().equals(System.getProperty("user.name"))) {
                return false;
            }
        }
        return true;
    }

    private void write(Path to) {
        Path folder = to.toAbsolutePath().getParent();
        try {
            if (folder == null) {
                return;
            }
            Files.createDirectories(folder);
            Path fresh = Files.createTempFile(folder, "accepted", null);
            try {
                if (to.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                    Files.setPosixFilePermissions(fresh, OWNER);
                }
                Files.write(fresh, known, StandardCharsets.US_ASCII);
                Files.move(fresh, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (IOException e) {
            logger.warn(
                    "That a rulebook was accepted cannot be remembered in {}, so it is tried again at the next start: {}",
                    to,
                    e.toString());
        }
    }
}
