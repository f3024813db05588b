package org.sekimori.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * Explains to people why this process may not read a file or a folder: its user, the obstacle, the owner, and the remedy. Readers
 * of files append it to the file's name.
 */
public final class FileAccessDiagnosis {

    private FileAccessDiagnosis() {}

    /**
     * Whether a file exists but may not be read, or lies in a folder that may not be entered, so that its existence is unknown.
     * Taking it for missing would ignore its content.
     */
    public static boolean isUnreadable(Path file) {
        return !Files.notExists(file)
                && (!Files.isReadable(file) || (Files.isDirectory(file) && !Files.isExecutable(file)));
    }

    /** Such as {@code cannot be read by the user sekimori, as which this process runs: it belongs to root (rw-------); …}. */
    public static String explain(Path file) {
        Path closed = closed(file.toAbsolutePath().normalize());
        String what = closed == null ? "it" : "the folder " + closed;
        return "cannot be read by the user " + user() + ", as which this process runs: " + what + " belongs to "
                + owner(closed == null ? file : closed) + "; let that user read it, with chmod or chown";
    }

    /** The outermost folder above a file that may not be entered; null if all may. */
    private static @Nullable Path closed(Path file) {
        Path above = file.getRoot();
        for (Path part : file) {
            if (above == null || above.equals(file)) {
                return null;
            }
            if (Files.isDirectory(above) && !Files.isExecutable(above)) {
                return above;
            }
            above = above.resolve(part);
        }
        return null;
    }

    private static String owner(Path file) {
        try {
            String rights = file.getFileSystem().supportedFileAttributeViews().contains("posix")
                    ? " (" + PosixFilePermissions.toString(Files.getPosixFilePermissions(file)) + ")"
                    : "";
            return Files.getOwner(file).getName() + rights;
        } catch (IOException | UnsupportedOperationException e) {
            return "somebody else";
        }
    }

    /** In a container the user need not have a name; then its number, which Linux shows as the owner of the process. */
    private static String user() {
        String name = System.getProperty("user.name", "?");
        if (!name.equals("?")) {
            return name;
        }
        try {
            return String.valueOf(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return name;
        }
    }
}
