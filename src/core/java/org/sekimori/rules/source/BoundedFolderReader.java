package org.sekimori.rules.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sekimori.text.FileAccessDiagnosis;

/**
 * Reads the files of a folder that somebody else may have filled, in bounded time and memory: nothing outside of the folder is read,
 * nothing that may never end, and not more than a rulebook may have.
 *
 * <p>The folder itself may be a link. A link in it counts as what it leads to if that lies in the same folder, as Kubernetes mounts a
 * ConfigMap: {@code policy.yml -> ..data/policy.yml}, {@code ..data -> ..2030_01_01}. Any other link is refused; so is one to a hidden
 * file, which nobody would expect to be read. A hard link cannot be told from a file.
 */
public final class BoundedFolderReader {

    /** Most entries of a folder that are looked at, with those that do not belong to a rulebook. */
    static final int MOST_ENTRIES = 10_000;

    /** Most folders in one another; a rule's tests are three deep. */
    static final int MOST_DEPTH = 8;

    private static final String LINK_OUT =
            "is a link to something outside of the rulebook's folder, which is not read; put"
                    + " the file itself there";

    private final Path root;
    private final SortedMap<String, String> files = new TreeMap<>();
    private final List<RulebookProblem> problems = new BoundedProblemList();
    private final int mostFiles;
    private long left;
    private int entries;

    private BoundedFolderReader(Path root, int mostFiles, long mostBytes) {
        this.root = root;
        this.mostFiles = mostFiles;
        this.left = mostBytes;
    }

    /**
     * All files of a folder by name, but for hidden ones, backup files and {@link RulebookFiles#VERSION_LOCK}.
     *
     * @throws RulebookException with each file that cannot be read, or the first by which there are too many or they are too large
     * @throws IOException if the folder cannot be read
     */
    static SortedMap<String, String> read(Path folder, int mostFiles, long mostBytes)
            throws RulebookException, IOException {
        BoundedFolderReader read = new BoundedFolderReader(folder.toRealPath(), mostFiles, mostBytes);
        read.list(read.root, "", 0, new HashSet<>(Set.of(read.root)));
        if (!read.problems.isEmpty()) {
            throw new RulebookException(read.problems);
        }
        return read.files;
    }

    /**
     * One file of a folder, read as carefully.
     *
     * @return null if there is none
     */
    public static @Nullable String readOne(Path folder, String name, long mostBytes)
            throws RulebookException, IOException {
        if (!Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
            return null;
        }
        BoundedFolderReader read = new BoundedFolderReader(folder.toRealPath(), 1, mostBytes);
        Path file = read.resolved(read.root.resolve(name), name);
        if (file == null || !read.regular(file, name)) {
            throw new RulebookException(read.problems);
        }
        String text = read.text(file, name);
        if (text == null) {
            throw new RulebookException(read.problems);
        }
        return text;
    }

    private void list(Path folder, String prefix, int depth, Set<Path> above) throws RulebookException, IOException {
        if (FileAccessDiagnosis.isUnreadable(folder)) {
            problems.add(new RulebookProblem(name(prefix), 0, FileAccessDiagnosis.explain(folder)));
            return;
        }
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> stream = open(folder)) {
            for (Path one : stream) {
                if (++entries > MOST_ENTRIES) {
                    throw new RulebookException(
                            name(prefix),
                            0,
                            "has too many files to look through; name the folder of the rules, and keep other files"
                                    + " elsewhere");
                }
                found.add(folder.resolve(one.getFileName()));
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        found.sort(null);
        for (Path one : found) {
            String name = one.getFileName().toString();
            if (!name.startsWith(".") && !name.endsWith("~") && !(prefix + name).equals(RulebookFiles.VERSION_LOCK)) {
                take(one, prefix + name, depth, above);
            }
        }
    }

    private static String name(String prefix) {
        return prefix.isEmpty() ? "." : prefix.substring(0, prefix.length() - 1);
    }

    /** A folder, step by step and by no link: whoever may write there can put one in its place while it is read. */
    private DirectoryStream<Path> open(Path folder) throws IOException {
        DirectoryStream<Path> stream = Files.newDirectoryStream(root);
        if (!(stream instanceof SecureDirectoryStream)) {
            // This system has none that can be opened so.
            stream.close();
            return Files.newDirectoryStream(folder);
        }
        for (int depth = root.getNameCount(); depth < folder.getNameCount(); depth++) {
            try (SecureDirectoryStream<Path> above = (SecureDirectoryStream<Path>) stream) {
                stream = above.newDirectoryStream(folder.getName(depth), LinkOption.NOFOLLOW_LINKS);
            }
        }
        return stream;
    }

    private void take(Path one, String name, int depth, Set<Path> above) throws RulebookException, IOException {
        Path target = resolved(one, name);
        if (target == null) {
            return;
        }
        if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            if (regular(target, name)) {
                take(target, name);
            }
        } else if (depth == MOST_DEPTH) {
            throw new RulebookException(
                    name, 0, "is too deep: at most " + MOST_DEPTH + " folders may be in one another");
        } else if (!above.add(target)) {
            problems.add(new RulebookProblem(name, 0, "is a link to a folder that it is in; take it away"));
        } else {
            list(target, name + "/", depth + 1, above);
            above.remove(target);
        }
    }

    private void take(Path file, String name) throws RulebookException {
        if (files.size() == mostFiles) {
            throw new RulebookException(".", 0, RulebookFiles.TOO_MANY);
        }
        String text = text(file, name);
        if (text != null) {
            files.put(name, text);
        }
    }

    /** What an entry leads to; null if that is not to be read, and then a problem says so. */
    private @Nullable Path resolved(Path one, String name) throws IOException {
        if (!Files.isSymbolicLink(one)) {
            return one;
        }
        try {
            Path target = one.toRealPath();
            if (target.startsWith(root) && !hidden(root.relativize(target))) {
                return target;
            }
            problems.add(new RulebookProblem(name, 0, LINK_OUT));
        } catch (NoSuchFileException | FileSystemLoopException e) {
            problems.add(new RulebookProblem(name, 0, "is a link that leads nowhere; take it away"));
        } catch (IOException e) {
            problems.add(new RulebookProblem(name, 0, "is a link that cannot be followed; put the file itself there"));
        }
        return null;
    }

    /** Folders that begin with two dots are where Kubernetes keeps what it mounts. */
    private static boolean hidden(Path relative) {
        for (Path part : relative) {
            if (part.toString().startsWith(".") && !part.toString().startsWith("..")) {
                return true;
            }
        }
        return false;
    }

    /** To open a pipe, a device or a socket may wait for ever, or read without an end. */
    private boolean regular(Path file, String name) throws IOException {
        boolean regular = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isRegularFile();
        if (!regular) {
            problems.add(new RulebookProblem(name, 0, "is neither a file nor a folder; take it away"));
        }
        return regular;
    }

    /** The text of a file as far as it is allowed, however much is written to it meanwhile; null if it cannot be read. */
    private @Nullable String text(Path file, String name) throws RulebookException {
        Path parent = file.getParent();
        Set<OpenOption> options = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        try (DirectoryStream<Path> folder = open(parent == null ? root : parent);
                SeekableByteChannel channel = folder instanceof SecureDirectoryStream<Path> secure
                        ? secure.newByteChannel(file.getFileName(), options)
                        : Files.newByteChannel(file, options)) {
            long size = channel.size();
            if (size > left) {
                throw new RulebookException(name, 0, RulebookFiles.TOO_LARGE);
            }
            ByteBuffer content = ByteBuffer.allocate((int) Math.min(left, size + 8192) + 1);
            while (content.hasRemaining() && channel.read(content) >= 0) {
                if (content.position() > left) {
                    throw new RulebookException(name, 0, RulebookFiles.TOO_LARGE);
                }
            }
            if (!content.hasRemaining()) {
                problems.add(new RulebookProblem(name, 0, "grows while it is read; try again when it is whole"));
                return null;
            }
            left -= content.position();
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(content.flip())
                    .toString();
        } catch (CharacterCodingException e) {
            problems.add(new RulebookProblem(name, 0, "is not UTF-8 text"));
        } catch (AccessDeniedException e) {
            problems.add(new RulebookProblem(name, 0, FileAccessDiagnosis.explain(file)));
        } catch (IOException e) {
            problems.add(new RulebookProblem(name, 0, "cannot be read: " + e.getMessage()));
        }
        return null;
    }
}
