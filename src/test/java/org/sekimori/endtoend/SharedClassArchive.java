package org.sekimori.endtoend;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A class data archive (CDS) of the program, shared by the processes that tests start: a service loads 20,000 classes, and with an
 * archive it takes a third less processor time to start. The first service of a run lists its classes, and when it has ended the archive
 * is made beside the tests. While there is none, processes start as they do without. An archive belongs to one build.
 *
 * <p>Only with {@code sekimori.shared-classes=true} is one made: that takes 30 s of a processor, too much for a single test.
 */
final class SharedClassArchive {

    private static final Path FOLDER = Path.of("target", "shared-classes").toAbsolutePath();
    private static final String OWN = SharedClassArchive.class.getName().replace('.', '/') + ".class";
    private static final Build BUILD = build();

    private SharedClassArchive() {}

    /** The class path of a process, and the archive that goes with it. An archive takes jars only. */
    private record Build(String classPath, Path archive) {
        Path list() {
            return archive.resolveSibling(archive.getFileName() + ".list");
        }
    }

    private static Build build() {
        try {
            Files.createDirectories(FOLDER);
            try (FileChannel channel =
                    FileChannel.open(FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                // Held until the channel is closed, so that of two forks one makes the jar.
                FileLock lock = channel.lock();
                assert lock.isValid();
                return packed();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Build packed() throws IOException {
        StringBuilder name = new StringBuilder();
        List<Path> entries = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry).toAbsolutePath())
                // The classes of the tests are no part of the program.
                .filter(entry -> Files.exists(entry) && !Files.exists(entry.resolve(OWN)))
                .toList();
        for (Path entry : entries) {
            try (Stream<Path> files = Files.walk(entry)) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    name.append(file).append(Files.size(file)).append(Files.getLastModifiedTime(file));
                }
            }
        }
        String id = UUID.nameUUIDFromBytes(name.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .toString();
        List<String> jars = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Path entry = entries.get(i);
            jars.add((Files.isDirectory(entry) ? jar(entry, FOLDER.resolve(id + "-" + i + ".jar")) : entry).toString());
        }
        return new Build(String.join(File.pathSeparator, jars), FOLDER.resolve(id + ".jsa"));
    }

    private static Path jar(Path classes, Path jar) throws IOException {
        if (!Files.exists(jar)) {
            try (Stream<Path> old = Files.list(FOLDER)) {
                for (Path file : old.filter(file -> !file.endsWith("lock")).toList()) {
                    Files.deleteIfExists(file);
                }
            }
            Path fresh = FOLDER.resolve("fresh.jar");
            int code = ToolProvider.findFirst("jar")
                    .orElseThrow()
                    .run(
                            System.out,
                            System.err,
                            "--create",
                            "--no-compress",
                            "--file",
                            fresh.toString(),
                            "-C",
                            classes.toString(),
                            ".");
            if (code != 0) {
                throw new IOException("cannot pack " + classes);
            }
            Files.move(fresh, jar, StandardCopyOption.ATOMIC_MOVE);
        }
        return jar;
    }

    /** Options for Java, the class path among them. */
    static List<String> options() {
        List<String> options = new ArrayList<>(List.of("-cp", BUILD.classPath));
        if (Files.exists(BUILD.archive)) {
            // An archive that does not fit is not used, and nothing is printed of it.
            options.addAll(List.of("-XX:SharedArchiveFile=" + BUILD.archive, "-Xshare:auto", "-Xlog:disable"));
        }
        return options;
    }

    /** What a service lists its classes to, if it is the one to do so; null otherwise. */
    static @Nullable Path toList() {
        if (!Boolean.getBoolean("sekimori.shared-classes") || Files.exists(BUILD.archive)) {
            return null;
        }
        try {
            return Files.createFile(BUILD.list());
        } catch (FileAlreadyExistsException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The service that listed its classes has ended in order: makes the archive, which outlasts this process if it must. */
    static void listed(Path list) {
        try {
            // Java 17 crashes on some of the lambdas in the list, and makes them anew without.
            List<String> classes = Files.readAllLines(list).stream()
                    .filter(line -> !line.startsWith("@lambda-proxy"))
                    .toList();
            Files.write(list, classes);
            Path fresh = FOLDER.resolve("fresh.jsa");
            new ProcessBuilder(
                            "sh",
                            "-c",
                            "nice -n 10 \"$1\" -Xshare:dump -Xlog:disable -XX:ErrorFile=/dev/null -XX:-CreateCoredumpOnCrash"
                                    + " -XX:SharedClassListFile=\"$2\" -XX:SharedArchiveFile=\"$3\" -cp \"$4\""
                                    + " && mv \"$3\" \"$5\"",
                            "sh",
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            list.toString(),
                            fresh.toString(),
                            BUILD.classPath,
                            BUILD.archive.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The service was killed before it had written its list: another one is to. */
    static void notListed(Path list) {
        try {
            Files.deleteIfExists(list);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
