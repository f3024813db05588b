package org.sekimori.trial;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The command line of a child Java process: the same Java, the same class path, less memory. */
final class JavaCommandLine {

    private static final String ARCHIVE = "-XX:SharedArchiveFile=";
    private static final String LOADER = "org/springframework/boot/loader/launch/JarLauncher.class";

    /** Jars that are exposed one by one; of more, the folder that contains them. */
    private static final int FEW = 8;

    private static final List<String> OPTIONS = List.of(
            "-Xms32m",
            "-Xmx256m",
            "-XX:MaxMetaspaceSize=192m",
            "-XX:ReservedCodeCacheSize=48m",
            "-XX:MaxDirectMemorySize=16m",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:ActiveProcessorCount=2",
            "-XX:-UsePerfData",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:+DisableAttachMechanism",
            // An archive of classes that does not fit is not used, and nothing is printed about it.
            "-Xshare:auto",
            "-Xlog:cds=off",
            "-Dfile.encoding=UTF-8",
            "-Djava.awt.headless=true",
            "-Djava.io.tmpdir=.");

    private JavaCommandLine() {}

    /**
     * The command.
     *
     * @param main its {@code main} is run; in a jar with nested jars that is always the jar's own
     */
    static List<String> command(String main, List<String> arguments) {
        return command(main, List.of(), arguments);
    }

    /**
     * The command with other options of Java.
     *
     * @param main its {@code main} is run; in a jar with nested jars that is always the jar's own
     * @param options take the place of the usual ones of the same name
     */
    static List<String> command(String main, List<String> options, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        command.addAll(options);
        classDataArchive().ifPresent(file -> command.add(ARCHIVE + file));
        String classPath = String.join(
                File.pathSeparator, entries().stream().map(Path::toString).toList());
        if (nested()) {
            command.addAll(List.of("-jar", classPath));
        } else {
            command.addAll(List.of("-cp", classPath, main));
        }
        command.addAll(arguments);
        return command;
    }

    /** The archive of classes that this process was started with, which fits the child's class path, too. */
    private static Optional<Path> classDataArchive() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith(ARCHIVE))
                .map(option -> Path.of(option.substring(ARCHIVE.length())).toAbsolutePath())
                .filter(Files::exists)
                .findFirst();
    }

    /** Files that it reads. */
    static List<Path> files() {
        Set<Path> files = new LinkedHashSet<>();
        classDataArchive().ifPresent(files::add);
        Path java = Path.of(System.getProperty("java.home"));
        files.add(java);
        files.addAll(linked(java.resolve("conf")));
        List<Path> entries = entries();
        List<Path> jars = entries.stream().filter(Files::isRegularFile).toList();
        entries.stream().filter(Files::isDirectory).forEach(files::add);
        Path shared = jars.size() > FEW ? shared(jars) : null;
        if (shared != null && shared.getNameCount() > 1) {
            files.add(shared);
        } else {
            files.addAll(jars);
        }
        // A jar may name others beside it in its manifest.
        if (!nested() && entries.size() == 1) {
            Path libraries = entries.get(0).resolveSibling("lib");
            if (Files.isDirectory(libraries)) {
                files.add(libraries);
            }
        }
        return List.copyOf(files);
    }

    private static boolean nested() {
        return ClassLoader.getSystemResource(LOADER) != null && entries().size() == 1;
    }

    static List<Path> entries() {
        return Stream.of(System.getProperty("java.class.path", "").split(File.pathSeparator, -1))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry).toAbsolutePath().normalize())
                .filter(Files::exists)
                .toList();
    }

    private static Path shared(List<Path> files) {
        Path shared = files.get(0).getParent();
        for (Path file : files) {
            while (shared != null && !file.startsWith(shared)) {
                shared = shared.getParent();
            }
        }
        return shared == null ? files.get(0).getRoot() : shared;
    }

    /** Distributions keep Java's configuration elsewhere, such as in /etc, and link to it. */
    private static Set<Path> linked(Path folder) {
        Set<Path> targets = new LinkedHashSet<>();
        try (Stream<Path> walk = Files.walk(folder, 3)) {
            for (Path link : walk.filter(Files::isSymbolicLink).toList()) {
                Path target = link.toRealPath();
                targets.add(target.startsWith("/etc") && target.getNameCount() > 2 ? target.subpath(0, 2) : target);
            }
        } catch (IOException e) {
            // Without essential files Java itself would not have started.
            return Set.of();
        }
        Set<Path> absolute = new LinkedHashSet<>();
        targets.forEach(target -> absolute.add(Path.of("/").resolve(target)));
        return absolute;
    }
}
