package org.sekimori.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/**
 * A class-data archive of the libraries, for the processes that tests start: Java maps their classes instead of reading and verifying each,
 * which is a quarter of what a start of the service costs. A whole run makes it beside the unit tests ({@code src/test/run}) if the
 * libraries have changed. Nothing depends on it: without it, or with one that does not fit, Java starts as usual.
 */
public final class ClassDataArchive {

    private static final Path FOLDER = Path.of("target", "class-data").toAbsolutePath();
    private static final String LAMBDA = "@lambda-";

    private ClassDataArchive() {}

    /** A class path with its jars first: the archive is of those alone, which must come first and in the same order. */
    public static String jarsFirst(String classPath) {
        List<Path> entries = entries(classPath);
        return String.join(
                File.pathSeparator,
                Stream.concat(
                                entries.stream().filter(Files::isRegularFile),
                                entries.stream().filter(Files::isDirectory))
                        .map(Path::toString)
                        .toList());
    }

    /** Options of Java for a process whose class path is one of {@link #jarsFirst}. */
    public static List<String> options() {
        return Files.isRegularFile(FILE)
                ? List.of("-XX:SharedArchiveFile=" + FILE, "-Xshare:auto", "-Xlog:cds=off", "-Xlog:cds+dynamic=off")
                : List.of();
    }

    /** Named by the Java and the libraries that it is of. */
    private static final Path FILE = FOLDER.resolve(name() + ".jsa");

    private static String name() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(System.getProperty("java.vm.version", "").getBytes(UTF_8));
            for (Path jar : jars()) {
                String line = jar + " " + Files.size(jar) + " " + Files.getLastModifiedTime(jar) + "\n";
                digest.update(line.getBytes(UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Path> jars() {
        return entries(System.getProperty("java.class.path", "")).stream()
                .filter(Files::isRegularFile)
                .toList();
    }

    private static List<Path> entries(String classPath) {
        return Stream.of(classPath.split(File.pathSeparator, -1))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry).toAbsolutePath())
                .toList();
    }

    /** Makes it if it is not there: a service is started, and the classes of libraries that it loaded go into the archive. */
    public static void main(String[] none) throws Exception {
        Files.createDirectories(FOLDER);
        if (Files.exists(FILE)) {
            return;
        }
        try (Stream<Path> old = Files.list(FOLDER)) {
            for (Path file :
                    old.filter(path -> path.toString().endsWith(".jsa")).toList()) {
                Files.delete(file);
            }
        }
        Path work = Files.createTempDirectory(FOLDER, "work");
        try {
            make(work);
        } finally {
            FileSystemUtils.deleteRecursively(work);
        }
    }

    private static void make(Path work) throws IOException, InterruptedException {
        Path loaded = work.resolve("loaded");
        // The rulebook of most tests is tried on the way, so that their first services do not each try it.
        SekimoriProcess.startAlone(
                        List.of("-XX:DumpLoadedClassList=" + loaded), work.resolve("data"), TestRulebook.in(work))
                .close();
        // Java 17 crashes on some of the recorded lambdas, and makes them itself at run time.
        Path kept = work.resolve("kept");
        try (Stream<String> lines = Files.lines(loaded)) {
            Files.write(kept, (Iterable<String>) lines.filter(line -> !line.startsWith(LAMBDA))::iterator);
        }
        Path made = work.resolve("made.jsa");
        List<String> dump = new ArrayList<>(SekimoriProcess.java("-Xmx512m"));
        dump.addAll(List.of(
                "-Xshare:dump",
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                "-XX:SharedClassListFile=" + kept,
                "-XX:SharedArchiveFile=" + made,
                "-cp",
                String.join(
                        File.pathSeparator, jars().stream().map(Path::toString).toList())));
        Process process = new ProcessBuilder(dump)
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("dump.out").toFile())
                .start();
        if (process.waitFor() == 0) {
            Files.move(made, FILE, StandardCopyOption.ATOMIC_MOVE);
        } else {
            System.err.println("Starts of tests' processes stay slower: " + Files.readString(work.resolve("dump.out")));
        }
    }
}
