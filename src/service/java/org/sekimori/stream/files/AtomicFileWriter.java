package org.sekimori.stream.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/**
 * Writes an instance's small files atomically and durably. A file that is merely written may be empty, or full of zeros, after
 * the power was lost.
 */
public final class AtomicFileWriter {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private AtomicFileWriter() {}

    /** Replaces a file by a text in UTF-8; creates the folder if needed. */
    public static void write(Path file, String text) throws IOException {
        replace(file, text, new FileAttribute<?>[0]);
    }

    /** The same, readable by the owner only, not even for a moment by others. */
    public static void writePrivately(Path file, String text) throws IOException {
        replace(file, text, ownerOnly(file));
    }

    private static void replace(Path file, String text, FileAttribute<?>[] attributes) throws IOException {
        Path whole = fresh(file, text.getBytes(StandardCharsets.UTF_8), attributes);
        try {
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
            flushFolder(file);
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    /**
     * Makes a file that only its owner can read, unless there is one: of several that do so at a time, one wins.
     *
     * @return whether this one has won
     */
    static boolean createPrivately(Path file, byte[] content) throws IOException {
        Path whole = fresh(file, content, ownerOnly(file));
        try {
            Files.createLink(file, whole);
            flushFolder(file);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } finally {
            Files.delete(whole);
        }
    }

    /** Makes an empty file that only its owner can read or lock; takes one that is there away from others. */
    public static void makePrivate(Path file) throws IOException {
        boolean made = Files.notExists(file) && createPrivately(file, new byte[0]);
        if (!made && ownerOnly(file).length > 0) {
            Files.setPosixFilePermissions(file, OWNER_ONLY);
        }
    }

    private static Path fresh(Path file, byte[] content, FileAttribute<?>[] attributes) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Path whole = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID());
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(whole, options, attributes)) {
            for (ByteBuffer left = ByteBuffer.wrap(content); left.hasRemaining(); ) {
                channel.write(left);
            }
            channel.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(whole);
            throw e;
        }
        return whole;
    }

    /** Flushes the folder, which holds the file's name; Windows cannot open a folder, and does not need it. */
    private static void flushFolder(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null
                && !System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows")) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
    }
}
