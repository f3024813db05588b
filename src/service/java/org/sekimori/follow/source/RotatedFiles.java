package org.sekimori.follow.source;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A log file and what rotation made of it: {@code mail.log.1}, {@code mail.log.2.gz}, {@code mail.log-20261125.xz}, as logrotate(8)
 * and newsyslog(8) name them.
 */
final class RotatedFiles {

    private static final Pattern PACKED = Pattern.compile(".*\\.(gz|zst|xz)");

    private final Path file;
    private final Pattern names;

    /**
     * One of the files.
     *
     * @param number of the generation: higher is older; 0 of the file itself; -1 without one
     * @param date the digits of a name with a date; empty without one
     */
    record Generation(
            Path path, long device, long inode, long size, FileTime modified, boolean packed, int number, String date) {

        static Generation of(Path path, int number, String date) throws IOException {
            Map<String, Object> attributes =
                    Files.readAttributes(path, "unix:dev,ino,size,lastModifiedTime,isRegularFile");
            if (!Boolean.TRUE.equals(attributes.get("isRegularFile"))) {
                throw new IOException(path + " is not a file");
            }
            return new Generation(
                    path,
                    number(attributes, "dev"),
                    number(attributes, "ino"),
                    number(attributes, "size"),
                    (FileTime) Objects.requireNonNull(attributes.get("lastModifiedTime")),
                    PACKED.matcher(path.toString()).matches(),
                    number,
                    date);
        }

        private static long number(Map<String, Object> attributes, String name) {
            return ((Number) Objects.requireNonNull(attributes.get(name), name)).longValue();
        }

        /** By inode, since names move on while rotation runs. */
        boolean isSameAs(Generation other) {
            return device == other.device && inode == other.inode;
        }

        boolean is(FilePosition position) {
            return !packed && device == position.device() && inode == position.inode();
        }
    }

    private static final Comparator<Generation> OLDEST_FIRST = (a, b) -> {
        if (a.number == 0 || b.number == 0) {
            return Boolean.compare(a.number == 0, b.number == 0);
        }
        if (a.number > 0 && b.number > 0 && a.number != b.number) {
            return Integer.compare(b.number, a.number);
        }
        if (!a.date.isEmpty() && !b.date.isEmpty() && !a.date.equals(b.date)) {
            return a.date.compareTo(b.date);
        }
        int byTime = a.modified.compareTo(b.modified);
        return byTime != 0 ? byTime : a.path.compareTo(b.path);
    };

    RotatedFiles(Path file) {
        this.file = file;
        this.names = Pattern.compile(Pattern.quote(String.valueOf(file.getFileName()))
                + "(?:[.-](\\d[\\d.-]*?))?(?:\\.old)?(?:\\.(?:gz|zst|xz))?");
    }

    /** The file itself; null while there is none. */
    @Nullable
    Generation current() throws IOException {
        try {
            return Generation.of(file, 0, "");
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** All that are there, oldest first. */
    List<Generation> all() throws IOException {
        List<Generation> all = new ArrayList<>();
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return all;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                Matcher name = names.matcher(entry.getFileName().toString());
                if (name.matches()) {
                    add(entry, name, all);
                }
            }
        }
        all.sort(OLDEST_FIRST);
        return all;
    }

    private void add(Path entry, Matcher name, List<Generation> all) throws IOException {
        String suffix = name.group(1) == null ? "" : name.group(1);
        boolean itself = entry.getFileName().equals(file.getFileName());
        boolean number =
                !suffix.isEmpty() && suffix.length() < 5 && suffix.chars().allMatch(Character::isDigit);
        try {
            all.add(Generation.of(
                    itself ? file : entry,
                    itself ? 0 : number ? Integer.parseInt(suffix) + 1 : -1,
                    number ? "" : suffix));
        } catch (NoSuchFileException e) {
            // Renamed or compressed in between; it is found under its new name the next time.
        }
    }

    /**
     * The file that holds a position: the same one wherever it is now, or a copy of it, plain before compressed.
     *
     * @return null if it is gone
     */
    @Nullable
    Generation find(FilePosition position) throws IOException {
        List<Generation> all = all();
        for (Generation one : all) {
            if (one.is(position) && one.size() >= position.offset() && matches(position, one)) {
                return one;
            }
        }
        if (position.fingerprint().length() == 0) {
            return null;
        }
        Generation shorter = null;
        for (boolean packed : new boolean[] {false, true}) {
            for (Generation one : all) {
                if (one.packed() == packed && matches(position, one)) {
                    if (packed || one.size() >= position.offset()) {
                        return one;
                    }
                    // Copied before its last lines were written, which were read already.
                    shorter = one;
                }
            }
        }
        return shorter;
    }

    private static boolean matches(FilePosition position, Generation one) throws IOException {
        try {
            return position.fingerprint().matches(one.path());
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            if (one.packed()) {
                // Being written, or damaged: not the one that is sought, as long as it cannot be read.
                return false;
            }
            throw e;
        }
    }

    /**
     * The file after one that was read to its end.
     *
     * @return null if there is none yet
     */
    @Nullable
    Generation next(FilePosition finished) throws IOException {
        Generation here = find(finished);
        List<Generation> all = all();
        int at = -1;
        for (int i = 0; here != null && i < all.size(); i++) {
            at = all.get(i).isSameAs(here) ? i : at;
        }
        if (at < 0) {
            return current();
        }
        for (Generation later : all.subList(at + 1, all.size())) {
            if (finished.fingerprint().length() == 0 || !matches(finished, later)) {
                return later;
            }
        }
        return null;
    }
}
