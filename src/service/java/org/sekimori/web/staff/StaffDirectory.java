package org.sekimori.web.staff;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sekimori.stream.files.AtomicFileWriter;
import org.sekimori.stream.files.WatchedFile;

/**
 * The staff, as the file says at this moment. A removed user is out at the next request; an unusable file leaves everything as it was.
 * Thread-safe.
 */
public final class StaffDirectory {

    /** File with the password that the first start made, until it is changed. */
    public static final String FIRST_PASSWORD = "admin.password";

    /** How long a password that others know can be used. */
    public static final Duration ONE_TIME = Duration.ofDays(7);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final String FIRST = "admin";

    private final Path folder;
    private final Clock clock;
    private final StaffPasswords passwords;
    private final boolean local;
    private volatile WatchedFile<List<StaffUser>> file;

    private StaffDirectory(Path folder, Clock clock, StaffPasswords passwords, boolean local) {
        this.folder = folder;
        this.clock = clock;
        this.passwords = passwords;
        this.local = local;
        this.file = watch();
    }

    /**
     * Opens the staff of a folder. If there is no file, or its only user never came within the time, the user {@code admin} is made, with a
     * one-time password in a file of its own.
     *
     * @throws IllegalArgumentException with the file and its fault
     */
    public static StaffDirectory open(Path folder, Clock clock, StaffPasswords passwords) {
        return open(folder, clock, passwords, true);
    }

    /**
     * The same.
     *
     * @param local whether the users of the file may log in; otherwise the identity provider alone lets people in
     */
    static StaffDirectory open(Path folder, Clock clock, StaffPasswords passwords, boolean local) {
        StaffDirectory staff = new StaffDirectory(folder, clock, passwords, local);
        try {
            if (Files.notExists(folder.resolve(StaffFile.NAME)) || staff.firstIsOver()) {
                String clear = StaffPasswords.oneTime();
                AtomicFileWriter.writePrivately(folder.resolve(FIRST_PASSWORD), clear + "\n");
                Instant end = clock.instant().plus(ONE_TIME);
                StaffUser first = new StaffUser(FIRST, StaffRole.ADMIN, passwords.hash(clear), end);
                StaffFile.change(folder, before -> List.of(first));
                staff.file = staff.watch();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the staff in " + folder, e);
        }
        if (staff.file.value() == null) {
            throw new IllegalArgumentException(staff.file.problem());
        }
        return staff;
    }

    private WatchedFile<List<StaffUser>> watch() {
        Path path = folder.resolve(StaffFile.NAME);
        return new WatchedFile<>(path, text -> StaffFile.read(path, text), clock, BETWEEN_LOOKS);
    }

    private boolean firstIsOver() {
        List<StaffUser> all = all();
        @Nullable Instant end = all.size() == 1 ? all.get(0).oneTimeUntil() : null;
        return end != null && all.get(0).name().equals(FIRST) && clock.instant().isAfter(end);
    }

    /** All users, in the order of the file. */
    public List<StaffUser> all() {
        @Nullable List<StaffUser> all = file.value();
        return all == null ? List.of() : all;
    }

    Optional<StaffUser> find(String name) {
        return all().stream().filter(user -> user.name().equals(name)).findFirst();
    }

    /** Whether the users of the file may log in. */
    public boolean isLocal() {
        return local;
    }

    /** Who is behind a session now; empty if nobody any more. A name belongs to one person: that of a local user is no other's. */
    Optional<StaffUser> find(StaffSession session) {
        Optional<StaffUser> user = local ? find(session.name()) : Optional.empty();
        return session.role() == null
                ? user.filter(one -> one.password().equals(session.password()))
                : user.isPresent()
                        ? Optional.empty()
                        : Optional.of(StaffUser.ofProvider(session.name(), session.role()));
    }

    /** The user with this password; empty if either is wrong, or a one-time password is over. Slow on purpose. */
    Optional<StaffUser> authenticate(String name, String password) {
        if (!local) {
            return Optional.empty();
        }
        Optional<StaffUser> user = find(name);
        boolean right =
                passwords.matches(password, user.map(StaffUser::password).orElse(""));
        return user.filter(one -> right && !over(one));
    }

    private boolean over(StaffUser user) {
        return user.oneTimeUntil() != null && clock.instant().isAfter(user.oneTimeUntil());
    }

    /**
     * Sets a person's own password; the role stays as the file has it by now.
     *
     * @param user as it was when the old password was compared
     * @return the user after it; empty if the user was removed, or got another password, meanwhile
     */
    Optional<StaffUser> changePassword(StaffUser user, String password) {
        String hash = passwords.hash(password);
        try {
            List<StaffUser> all = StaffFile.change(folder, before -> {
                List<StaffUser> staff = new ArrayList<>(before);
                staff.replaceAll(
                        one -> one.name().equals(user.name()) && one.password().equals(user.password())
                                ? new StaffUser(one.name(), one.role(), hash, null)
                                : one);
                return staff;
            });
            Optional<StaffUser> after =
                    all.stream().filter(one -> one.password().equals(hash)).findFirst();
            file = watch();
            if (after.isEmpty()) {
                return after;
            }
            if (user.name().equals(FIRST)) {
                Files.deleteIfExists(folder.resolve(FIRST_PASSWORD));
            }
            return after;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the staff in " + folder, e);
        }
    }

    /** The password that the first start made, if it is still to be changed; null otherwise. */
    public @Nullable String firstPassword() {
        Path path = folder.resolve(FIRST_PASSWORD);
        boolean wanted = local
                && find(FIRST)
                        .filter(user -> user.oneTimeUntil() != null && !over(user))
                        .isPresent();
        try {
            return wanted && Files.exists(path) ? Files.readString(path).strip() : null;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    /** Name of the user that the first start makes. */
    public static String firstName() {
        return FIRST;
    }

    /** Why the file as it is now is not used; empty if it is. */
    public String problem() {
        return file.problem();
    }
}
