package org.sekimori.stream.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Locks a folder for one process. The kernel releases the lock when the process ends in any way, so there is no stale one. Taken
 * before anything in the folder is read or written: Kafka takes its own lock only after opening its metadata log, when a second
 * broker has already written to the first one's.
 */
public final class FolderLock implements AutoCloseable {

    /** The file that is locked; its content is the process's id, for people. */
    static final String FILE = "process.lock";

    private static final int DEEP = 4;

    /** fsck's folder at the root of a file system, for root only. */
    private static final String NOT_OURS = "lost+found";

    /** POSIX drops all locks of a process on a file when it closes any descriptor of it, so a second one is never opened. */
    private static final Set<Path> HELD = new HashSet<>();

    private final Path folder;
    private final FileChannel channel;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Locks the data folder of an instance; creates it if needed.
     *
     * @throws UnusableFolderException if another process has it, or this one may not read and write in it
     */
    public static FolderLock take(Path folder) {
        return take(folder, path -> {
            String first = path.getName(folder.getNameCount()).toString();
            return first.equals("kafka") || first.equals("state");
        });
    }

    /** Takes a folder all of whose files are the log's; otherwise as {@link #take}. */
    public static FolderLock takeLog(Path folder) {
        return take(folder, path -> true);
    }

    /** Whether a process has a folder now. Looking takes the lock for a moment, so it is not for a folder that is likely to be free. */
    public static boolean held(Path folder) {
        synchronized (HELD) {
            try {
                if (HELD.contains(folder.toRealPath())) {
                    return true;
                }
                try (FileChannel channel = FileChannel.open(folder.resolve(FILE), StandardOpenOption.READ);
                        FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
                    return lock == null;
                }
            } catch (IOException e) {
                // Missing, or not accessible.
                return false;
            }
        }
    }

    private static FolderLock take(Path folder, Predicate<Path> written) {
        try {
            Files.createDirectories(folder);
            checkRights(
                    folder,
                    path -> !path.equals(folder.resolve(NOT_OURS)) && (path.equals(folder) || written.test(path)));
            return lock(folder.toRealPath());
        } catch (IOException e) {
            throw unusable(folder, e);
        } catch (UncheckedIOException e) {
            throw unusable(folder, e.getCause());
        }
    }

    private static FolderLock lock(Path folder) throws IOException {
        synchronized (HELD) {
            if (HELD.contains(folder)) {
                throw inUse(folder, Long.toString(ProcessHandle.current().pid()));
            }
            Path file = folder.resolve(FILE);
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                FileLock lock = channel.tryLock();
                if (lock == null) {
                    throw inUse(folder, content(channel));
                }
                channel.truncate(0);
                channel.write(ByteBuffer.wrap(
                        Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
            HELD.add(folder);
            return new FolderLock(folder, channel);
        }
    }

    private static String content(FileChannel channel) throws IOException {
        ByteBuffer pid = ByteBuffer.allocate(20);
        channel.read(pid, 0);
        return new String(pid.array(), 0, pid.position(), StandardCharsets.UTF_8);
    }

    private static UnusableFolderException inUse(Path folder, String pid) {
        return new UnusableFolderException(
                "the folder " + folder + " is in use by "
                        + (pid.matches("[0-9]{1,19}") ? "process " + pid : "another process")
                        + "; stop that one, or name another folder with --data DIR",
                null);
    }

    /** Files of another owner remain after the service was once started as root. */
    private static void checkRights(Path folder, Predicate<Path> written) throws IOException {
        Files.walkFileTree(folder, Set.of(), DEEP, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
                return looked(path);
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
                return looked(path);
            }

            @Override
            public FileVisitResult visitFileFailed(Path path, IOException problem) {
                return looked(path);
            }

            private FileVisitResult looked(Path path) {
                if (!written.test(path)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                // A broker or a store of a process that just ended may still be clearing up.
                if (Files.exists(path) && !(Files.isReadable(path) && Files.isWritable(path))) {
                    throw new UnusableFolderException(rights(path, folder), null);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static String rights(Path path, Path folder) {
        String user = System.getProperty("user.name", "?");
        String owner;
        try {
            owner = Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName();
        } catch (IOException | UnsupportedOperationException e) {
            owner = "?";
        }
        String reason = readOnly(path)
                ? "is on a file system that is mounted read-only; mount it for writing, or name another folder with --data DIR"
                : "belongs to " + owner + " and cannot be read and written by " + user
                        + ", as which this process runs; "
                        + (owner.equals(user)
                                ? "set its rights: chmod -R u+rwX " + folder
                                : "give it to that user: chown -R " + user + " " + folder);
        return path + " " + reason;
    }

    private static boolean readOnly(Path path) {
        try {
            return Files.getFileStore(path).isReadOnly();
        } catch (IOException e) {
            return false;
        }
    }

    private static UnusableFolderException unusable(Path folder, @Nullable IOException e) {
        return new UnusableFolderException(
                "cannot use the folder " + folder + " for data: " + reason(e)
                        + "; mend that, or name another with --data DIR",
                e);
    }

    private static String reason(@Nullable IOException e) {
        if (e instanceof AccessDeniedException denied) {
            return "permission denied at " + denied.getFile();
        }
        if (e instanceof FileAlreadyExistsException exists) {
            return exists.getFile() + " is a file";
        }
        if (e instanceof FileSystemException file && file.getReason() != null) {
            return file.getReason() + " at " + file.getFile();
        }
        return String.valueOf(e == null ? null : e.getMessage());
    }

    @Override
    public void close() {
        synchronized (HELD) {
            HELD.remove(folder);
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot release " + folder, e);
            }
        }
    }
}
