package org.sekimori.trial;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Means of the operating system to confine a child process, the strongest first. None needs root. Each process tries once which
 * of them works: a container or a hardened kernel may forbid an installed one.
 */
enum ProcessIsolation {
    /** <a href="https://github.com/containers/bubblewrap">bubblewrap</a>: namespaces, an empty file system, no capability. */
    BUBBLEWRAP("bwrap", true),
    /** The same by {@code unshare} and {@code setpriv} of util-linux. */
    NAMESPACES("unshare", true),
    /** Resource limits only ({@code setrlimit}): the child has its user's access. */
    LIMITS("ulimit", false),
    /** A system without a POSIX shell: Java's own limits. */
    NONE("none", false);

    /**
     * A child's share of the processor.
     *
     * @param seconds of processor time
     * @param background whether other work here has priority, such as a service's decisions
     */
    record ProcessorLimit(long seconds, boolean background) {}

    private static final Path SHELL = Path.of("/bin/sh");
    private static final List<Path> FOLDERS = List.of(
            Path.of("/usr/local/sbin"),
            Path.of("/usr/local/bin"),
            Path.of("/usr/sbin"),
            Path.of("/usr/bin"),
            Path.of("/sbin"),
            Path.of("/bin"));

    /** Files of the system that a Java process needs, beside Java itself and its class path. */
    private static final List<String> SYSTEM =
            List.of("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc/ld.so.cache");

    /** Ends children with the service; bubblewrap does so by itself. */
    private static final List<String> DIES_WITH_PARENT = List.of("setpriv", "--pdeathsig", "KILL", "--");

    private static final long PROBE_SECONDS = 20;
    private static final int MOST_OPEN_FILES = 512;
    private static final int MOST_PROCESSES = 128;
    private static final int SPARE_PROCESSES = 256;

    private final String word;
    private final boolean cutsOff;

    ProcessIsolation(String word, boolean cutsOff) {
        this.word = word;
        this.cutsOff = cutsOff;
    }

    /** Whether the child reaches neither network nor files. */
    boolean cutsOff() {
        return cutsOff;
    }

    /** Its name, for people. */
    String word() {
        return word;
    }

    /** Its limits, for people. */
    Map<String, String> limits() {
        Map<String, String> limits = new LinkedHashMap<>();
        limits.put("network", cutsOff ? "none (" + word + ")" : "NOT LIMITED");
        limits.put("files", cutsOff ? "libraries only, nothing writable (" + word + ")" : writing());
        limits.put("processes", cutsOff ? "end with the trial (" + word + ")" : processes());
        limits.put("processor_time", this == NONE ? "NOT LIMITED" : "setrlimit");
        limits.put("memory", "heap and classes (Java)");
        return limits;
    }

    private String writing() {
        return this == NONE ? "NOT LIMITED" : "no content can be written (setrlimit), READING IS NOT LIMITED";
    }

    private String processes() {
        return this == NONE ? "NOT LIMITED" : "number (setrlimit), unless the service runs as root";
    }

    /** The strongest that works here. */
    static ProcessIsolation available() {
        return Available.STRONGEST;
    }

    private static final class Available {
        private static final ProcessIsolation STRONGEST = probe();

        private static ProcessIsolation probe() {
            for (ProcessIsolation one : values()) {
                if (one.works()) {
                    return one;
                }
            }
            return NONE;
        }
    }

    /** Whether a process can be started by it; tried, not guessed. */
    boolean works() {
        if (this == NONE) {
            return true;
        }
        if (!Files.isExecutable(SHELL) || !tools().stream().allMatch(tool -> find(tool) != null)) {
            return false;
        }
        try {
            Path folder = Files.createTempDirectory("sekimori-probe");
            try {
                List<String> command = command(
                        folder, new ProcessorLimit(5, false), List.of(), List.of(SHELL.toString(), "-c", "exit 0"));
                Process process = start(command, folder)
                        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                boolean ended = process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS);
                process.destroyForcibly();
                return ended && process.exitValue() == 0;
            } finally {
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            // It cannot be started here: that is the answer.
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private List<String> tools() {
        return switch (this) {
            case BUBBLEWRAP -> List.of("bwrap");
            case NAMESPACES -> List.of("unshare", "mount", "umount", "pivot_root", "setpriv");
            case LIMITS, NONE -> List.of();
        };
    }

    /** A process with an empty environment in an empty folder. */
    static ProcessBuilder start(List<String> command, Path folder) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        builder.environment().put("LC_ALL", "C.UTF-8");
        return builder;
    }

    /**
     * A command that starts another one within the limits.
     *
     * @param folder an empty one, to work in
     * @param effort how much of the processor it may take
     * @param visible files and folders that the command reads
     */
    List<String> command(Path folder, ProcessorLimit effort, List<Path> visible, List<String> command) {
        if (this == NONE) {
            return command;
        }
        List<String> whole = new ArrayList<>(List.of(
                SHELL.toString(),
                "-c",
                "ulimit -t " + effort.seconds() + " && ulimit -f 0 && ulimit -n " + MOST_OPEN_FILES
                        + " && ulimit -c 0 && exec " + (effort.background() ? "nice -n 5 " : "") + "\"$@\"",
                "sh"));
        switch (this) {
            case BUBBLEWRAP -> whole.addAll(bubblewrap(visible));
            case NAMESPACES -> {
                whole.addAll(DIES_WITH_PARENT);
                whole.addAll(namespaces(folder, visible));
            }
            default -> {
                if (find("setpriv") != null) {
                    whole.addAll(DIES_WITH_PARENT);
                }
            }
        }
        // Within a namespace its own processes count, else all of the user's.
        long processes = cutsOff ? MOST_PROCESSES : tasks() + SPARE_PROCESSES;
        whole.addAll(List.of(
                SHELL.toString(),
                "-c",
                "ulimit -u " + processes + " 2>/dev/null || ulimit -p " + processes + " 2>/dev/null; exec \"$@\"",
                "sh"));
        whole.addAll(command);
        return whole;
    }

    private static List<String> bubblewrap(List<Path> visible) {
        List<String> words = new ArrayList<>(
                List.of(tool("bwrap"), "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL"));
        for (Path path : shown(visible)) {
            if (Files.isSymbolicLink(path)) {
                words.addAll(List.of("--symlink", target(path), path.toString()));
            } else {
                words.addAll(List.of("--ro-bind", path.toString(), path.toString()));
            }
        }
        words.addAll(List.of(
                "--proc",
                "/proc",
                "--remount-ro",
                "/proc",
                "--dev",
                "/dev",
                "--remount-ro",
                "/",
                "--chdir",
                "/",
                "--"));
        return words;
    }

    private static List<String> namespaces(Path folder, List<Path> visible) {
        List<String> words = new ArrayList<>(List.of(
                tool("unshare"),
                "--user",
                "--map-root-user",
                "--net",
                "--mount",
                "--ipc",
                "--uts",
                "--pid",
                "--fork",
                "--kill-child",
                SHELL.toString(),
                "-c",
                script(),
                "sh",
                folder.toString()));
        shown(visible).forEach(path -> words.add(path.toString()));
        words.add("--");
        return words;
    }

    private static List<Path> shown(List<Path> visible) {
        List<Path> shown = new ArrayList<>();
        SYSTEM.stream().map(Path::of).filter(Files::exists).forEach(shown::add);
        for (Path path : visible) {
            Path absolute = path.toAbsolutePath().normalize();
            if (Files.exists(absolute) && shown.stream().noneMatch(absolute::startsWith)) {
                shown.add(absolute);
            }
        }
        return shown;
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the link " + link, e);
        }
    }

    private static String script() {
        try (InputStream script = ProcessIsolation.class.getResourceAsStream("enter.sh")) {
            if (script == null) {
                throw new IllegalStateException("enter.sh is missing from the program");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Number of processes and threads; known on Linux only. */
    private static long tasks() {
        try {
            String[] load = Files.readString(Path.of("/proc/loadavg")).split("[ /]", -1);
            return load.length > 4 ? Long.parseLong(load[4]) : 0;
        } catch (IOException | NumberFormatException e) {
            return MOST_PROCESSES;
        }
    }

    private static String tool(String name) {
        Path found = find(name);
        if (found == null) {
            throw new IllegalStateException("there is no " + name + " any more");
        }
        return found.toString();
    }

    /** Not by {@code PATH}: who starts the service may have folders there that others can write to. */
    private static @Nullable Path find(String name) {
        return FOLDERS.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }
}
