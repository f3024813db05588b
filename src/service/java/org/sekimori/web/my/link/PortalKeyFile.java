package org.sekimori.web.my.link;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/** The file with the keys of {@link PortalKeys}. */
public final class PortalKeyFile {

    private PortalKeyFile() {}

    /** Whether every user of this machine can read one, and so log in as any customer. */
    public static boolean isOpen(Path file) throws IOException {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException naming the line at fault
     * @throws IOException if it cannot be read
     */
    public static PortalKeys read(Path file) throws IOException {
        return PortalKeys.parse(Files.readString(file));
    }

    /**
     * Makes one with a fresh key, readable by its owner only, unless there is one.
     *
     * @param name of the key
     */
    public static void createIfMissing(Path file, String name) throws IOException {
        byte[] key = new byte[PortalKeys.LEAST_BYTES];
        new SecureRandom().nextBytes(key);
        byte[] line = (name + " " + HexFormat.of().formatHex(key) + "\n").getBytes(StandardCharsets.US_ASCII);
        Files.createDirectories(file.toAbsolutePath().getParent());
        FileAttribute<?>[] owner =
                file.getFileSystem().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        try (var out =
                Files.newByteChannel(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), owner)) {
            out.write(java.nio.ByteBuffer.wrap(line));
        } catch (FileAlreadyExistsException e) {
            // The demo was played before; its key goes on.
            return;
        }
    }
}
