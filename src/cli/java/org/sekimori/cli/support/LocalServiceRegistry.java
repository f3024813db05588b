package org.sekimori.cli.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sekimori.server.EmptyEnvironmentVariables;
import org.sekimori.server.Installation;
import org.sekimori.server.UserFacingException;
import org.sekimori.text.UtcTimeText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registry of the services that this user runs on this machine, so that commands find theirs. Each service leaves a pointer to
 * its data folder in a folder that only this user may write to; the {@link ServiceEndpoints} in the data folder are
 * authoritative. A pointer whose service is gone is skipped and removed. Pointers of other users are never followed: they could
 * lead commands, and their data, to another user's service. A folder given with {@code --data} is trusted.
 */
public final class LocalServiceRegistry {

    /** System property: another folder for the pointers, for tests. */
    public static final String FOLDER = "sekimori.running";

    private static final Logger logger = LoggerFactory.getLogger(LocalServiceRegistry.class);

    private static final Set<PosixFilePermission> WRITABLE_BY_OTHERS =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    /**
     * A service that runs.
     *
     * @param data its folder, as it can be named with {@code --data}
     * @param run how it can be reached
     */
    public record LocalService(Path data, ServiceEndpoints run) {

        private String line() {
            return "  --data " + data + "   HTTP " + run.http() + ", Postfix " + run.policy() + ", Kafka " + run.kafka()
                    + ", since " + UtcTimeText.of(run.started());
        }
    }

    private LocalServiceRegistry() {}

    /**
     * Finds the service of a command.
     *
     * @param named the folder given; null without one
     * @throws UserFacingException if none runs, or several do and none was given
     */
    static LocalService find(@Nullable Path named) {
        String variable = System.getenv("SEKIMORI_DATA");
        if (named != null || !EmptyEnvironmentVariables.isEmpty(variable)) {
            Path data = named != null ? named : Path.of(String.valueOf(variable));
            return new LocalService(data, ServiceEndpoints.find(data));
        }
        List<LocalService> all = all();
        if (all.size() == 1) {
            return all.get(0);
        }
        if (all.isEmpty()) {
            throw none(Installation.folder("data"));
        }
        throw new UserFacingException("several services run; say which one is meant:\n"
                + all.stream().map(LocalService::line).collect(Collectors.joining("\n")));
    }

    private static UserFacingException none(Path usual) {
        Path file = usual.resolve(ServiceEndpoints.NAME);
        if (mine(file)) {
            // Throws if it is damaged.
            ServiceEndpoints.running(usual);
        }
        String foreign = Files.exists(file) && !mine(file)
                ? "; " + file + " belongs to " + owner(file)
                        + ", whose service is not asked unless you name it: --data " + usual
                : "; start one with '" + Installation.commandName() + " up', or name its folder with --data DIR";
        return new UserFacingException(
                "no Sekimori runs over " + usual + ", nor over another folder of yours" + foreign);
    }

    /** All that run, by their folders. */
    public static List<LocalService> all() {
        TreeMap<Path, LocalService> all = new TreeMap<>();
        Path usual = Installation.folder("data");
        Stream.concat(Stream.of(usual), pointers().stream()).forEach(data -> {
            ServiceEndpoints run = mine(data.resolve(ServiceEndpoints.NAME)) ? running(data) : null;
            if (run != null) {
                all.putIfAbsent(real(data), new LocalService(data, run));
            }
        });
        return new ArrayList<>(all.values());
    }

    /** The endpoints of a folder; a damaged file counts only for the folder that was given. */
    private static @Nullable ServiceEndpoints running(Path data) {
        try {
            return ServiceEndpoints.running(data);
        } catch (UserFacingException e) {
            logger.debug("A data folder is skipped", e);
            return null;
        }
    }

    /** Where the pointers lead; those that lead nowhere any more are removed. */
    private static List<Path> pointers() {
        Path folder = folder();
        if (folder == null || !Files.isDirectory(folder) || !onlyMine(folder)) {
            return List.of();
        }
        List<Path> led = new ArrayList<>();
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.toList()) {
                Path data = mine(entry) ? led(entry) : null;
                if (data == null || !Files.exists(data.resolve(ServiceEndpoints.NAME))) {
                    Files.deleteIfExists(entry);
                } else {
                    led.add(data);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            logger.debug("The running services cannot all be listed", e);
        }
        return led;
    }

    private static @Nullable Path led(Path entry) throws IOException {
        String text = Files.readString(entry).strip();
        return text.isEmpty() || text.indexOf('\0') >= 0 ? null : Path.of(text);
    }

    /** Leaves a pointer to a service that has written its {@link ServiceEndpoints}; without a home folder it is found by its folder only. */
    public static void add(Path data) {
        Path folder = folder();
        if (folder == null) {
            return;
        }
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            Path fresh = folder.resolve("." + UUID.randomUUID());
            Files.writeString(fresh, real(data) + "\n");
            Files.move(fresh, entry(folder, data), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | UnsupportedOperationException e) {
            logger.debug("Other commands find this service by its folder only", e);
        }
    }

    /** Takes the pointer back. */
    public static void remove(Path data) {
        Path folder = folder();
        if (folder == null) {
            return;
        }
        try {
            Files.deleteIfExists(entry(folder, data));
        } catch (IOException e) {
            logger.debug("The pointer to this service stays and will be found to lead nowhere", e);
        }
    }

    private static Path entry(Path folder, Path data) {
        byte[] name = real(data).toString().getBytes(StandardCharsets.UTF_8);
        UUID id = UUID.nameUUIDFromBytes(name);
        return folder.resolve(HexFormat.of().toHexDigits(id.getMostSignificantBits())
                + HexFormat.of().toHexDigits(id.getLeastSignificantBits()));
    }

    private static Path real(Path data) {
        try {
            return data.toRealPath();
        } catch (IOException e) {
            return data.toAbsolutePath().normalize();
        }
    }

    /** Where the pointers are, null if this user has no home folder. */
    private static @Nullable Path folder() {
        String named = System.getProperty(FOLDER);
        if (named != null) {
            return Path.of(named);
        }
        Path home = Path.of(System.getProperty("user.home", ""));
        return home.isAbsolute() && Files.isDirectory(home)
                ? home.resolve(".sekimori").resolve("running")
                : null;
    }

    /** Whether only this user can write to the folder. */
    private static boolean onlyMine(Path folder) {
        try {
            return mine(folder)
                    && Files.getPosixFilePermissions(folder).stream().noneMatch(WRITABLE_BY_OTHERS::contains);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** Whether a file exists and belongs to the user of this command; does not follow links. */
    private static boolean mine(Path file) {
        try {
            return Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).equals(CurrentUser.PRINCIPAL);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static String owner(Path file) {
        try {
            return Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).getName();
        } catch (IOException | UnsupportedOperationException e) {
            return "somebody else";
        }
    }

    /** Who runs this command. */
    private static final class CurrentUser {

        private static final Path SELF = Path.of("/proc/self");
        private static final @Nullable UserPrincipal PRINCIPAL = principal();

        private CurrentUser() {}

        private static @Nullable UserPrincipal principal() {
            try {
                return Files.exists(SELF)
                        ? Files.getOwner(SELF)
                        : SELF.getFileSystem()
                                .getUserPrincipalLookupService()
                                .lookupPrincipalByName(System.getProperty("user.name", ""));
            } catch (IOException | UnsupportedOperationException e) {
                logger.debug("It is not known who runs this command", e);
                return null;
            }
        }
    }
}
