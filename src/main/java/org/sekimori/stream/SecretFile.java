package org.sekimori.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;
import java.util.UUID;

/** A secret of random bytes in a file of its own. Its bytes are in no message and no log. */
public final class SecretFile {

    private SecretFile() {}

    /**
     * The bytes of a file; it is made, readable by its owner only, if there is none.
     *
     * @param length of the secret, in bytes
     * @throws IOException if the file can neither be read nor made, or has another length
     */
    public static byte[] readOrCreate(Path file, int length) throws IOException {
        if (Files.notExists(file)) {
            create(file, length);
        }
        byte[] key = Files.readAllBytes(file);
        if (key.length != length) {
            throw new IOException("the key file " + file + " has " + key.length + " bytes, " + length
                    + " are needed; put the right one there, from a backup or from another instance");
        }
        return key;
    }

    private static void create(Path file, int length) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        byte[] key = new byte[length];
        new SecureRandom().nextBytes(key);
        // Whole or not at all: a crash, or another instance that looks, must not meet half a key.
        Path whole = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID());
        Set<StandardOpenOption> fresh = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(whole, fresh, ownerOnly(whole))) {
            channel.write(ByteBuffer.wrap(key));
            channel.force(true);
        }
        try {
            Files.createLink(file, whole);
        } catch (FileAlreadyExistsException e) {
            // Another instance was faster, and its key is as good.
            return;
        } finally {
            Files.delete(whole);
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
