package org.sekimori.web.staff;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sekimori.stream.files.AtomicFileWriter;
import org.sekimori.text.YamlEntryListReader;
import org.sekimori.text.YamlEntryListReader.Value;

/** Reads and writes {@code staff.yml}. Changes of several processes, such as the service and a command, follow each other. */
public final class StaffFile {

    public static final String NAME = "staff.yml";

    /** Most users. */
    static final int MOST = 200;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final long BETWEEN_TRIES_MILLIS = 50;

    private static final String HEAD = """
            # Who may use the console: analyst (sees), desk (acts on accounts and cases), admin (rules, too).
            # Change it with './sekimori staff'; passwords are hashes. Changes are taken into use within a second.
            """;

    private static final YamlEntryListReader.Form STAFF =
            YamlEntryListReader.Form.strict("staff", Set.of("name", "role", "password", "one_time_until"));

    /** One change of the list. */
    public interface Change {
        /** The list as it shall be. */
        List<StaffUser> of(List<StaffUser> staff);
    }

    private StaffFile() {}

    /**
     * All users of the file.
     *
     * @throws IllegalArgumentException if it is not as it should be, naming the file and the problem
     */
    public static List<StaffUser> read(Path file, String text) {
        List<StaffUser> staff = new ArrayList<>();
        Set<String> names = new HashSet<>();
        try {
            for (YamlEntryListReader.Entry entry : YamlEntryListReader.read(text, STAFF)) {
                StaffUser user = user(file, entry);
                if (!names.add(user.name())) {
                    throw new IllegalArgumentException(
                            file + ":" + entry.line() + ": there are two users named " + user.name());
                }
                staff.add(user);
            }
        } catch (YamlEntryListReader.FormException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
        if (staff.size() > MOST) {
            throw new IllegalArgumentException(file + ": has more than " + MOST + " users");
        }
        return List.copyOf(staff);
    }

    private static StaffUser user(Path file, YamlEntryListReader.Entry entry) {
        String role = entry.required("role").text();
        @Nullable StaffRole known = StaffRole.of(role);
        if (known == null) {
            throw new IllegalArgumentException(file + ":" + entry.line() + ": role must be analyst, desk or admin");
        }
        @Nullable Value until = entry.word("one_time_until");
        try {
            if (entry.required("password").text().isEmpty()) {
                throw new IllegalArgumentException("password is empty; set it with './sekimori staff reset'");
            }
            return new StaffUser(
                    entry.required("name").text(),
                    known,
                    entry.required("password").text(),
                    until == null ? null : Instant.parse(until.text()));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    file + ":" + entry.line() + ": one_time_until must be an RFC 3339 time in UTC");
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ":" + entry.line() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Changes the file of a folder; a missing file is an empty one.
     *
     * @return the new list
     * @throws IllegalArgumentException if the file cannot be used, or the change is refused
     */
    public static synchronized List<StaffUser> change(Path folder, Change change) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(NAME);
        Path locked = folder.resolve(NAME + ".lock");
        AtomicFileWriter.makePrivate(locked);
        try (FileChannel channel = FileChannel.open(locked, StandardOpenOption.WRITE);
                FileLock lock = lock(channel, locked)) {
            List<StaffUser> before = Files.exists(file) ? read(file, Files.readString(file)) : List.of();
            List<StaffUser> after = change.of(before);
            if (after.size() > MOST) {
                throw new IllegalArgumentException("there can be " + MOST + " users at most; remove one first");
            }
            AtomicFileWriter.writePrivately(file, write(after));
            return after;
        }
    }

    private static FileLock lock(FileChannel channel, Path file) throws IOException {
        Instant end = Instant.now().plus(LONGEST_WAIT);
        while (true) {
            @Nullable FileLock lock = channel.tryLock();
            if (lock != null) {
                return lock;
            }
            if (Instant.now().isAfter(end)) {
                throw new IOException("another process has held " + file + " for " + LONGEST_WAIT.toSeconds()
                        + " s; end it, or try again");
            }
            try {
                Thread.sleep(BETWEEN_TRIES_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting for " + file);
            }
        }
    }

    private static String write(List<StaffUser> staff) {
        StringBuilder text = new StringBuilder(HEAD).append(staff.isEmpty() ? "staff: []\n" : "staff:\n");
        for (StaffUser user : staff) {
            text.append("  - name: '").append(user.name()).append("'\n");
            text.append("    role: ").append(user.role().word()).append('\n');
            text.append("    password: '").append(user.password()).append("'\n");
            if (user.oneTimeUntil() != null) {
                text.append("    one_time_until: '").append(user.oneTimeUntil()).append("'\n");
            }
        }
        return text.toString();
    }
}
