package org.sekimori.packaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Dockerfile, as far as this project's needs it, and what its {@code COPY} lines do to folders: the source is the build context without
 * what {@code .dockerignore} leaves out (https://docs.docker.com/reference/dockerfile/).
 *
 * @param stages instructions of each stage, the first of which is its {@code FROM}
 */
record DockerfileParser(List<List<Instruction>> stages) {

    /** One instruction; its lines are joined. */
    record Instruction(String name, String rest) {}

    static DockerfileParser read(Path file) throws IOException {
        List<List<Instruction>> stages = new ArrayList<>();
        StringBuilder joined = new StringBuilder();
        for (String line : Files.readAllLines(file)) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            boolean goesOn = line.endsWith("\\");
            joined.append(goesOn ? line.substring(0, line.length() - 1) : line);
            if (!goesOn) {
                String[] words = joined.toString().strip().split("\\s+", 2);
                joined.setLength(0);
                if (words[0].equals("FROM")) {
                    stages.add(new ArrayList<>());
                }
                if (!stages.isEmpty()) {
                    stages.get(stages.size() - 1).add(new Instruction(words[0], words[1].strip()));
                }
            }
        }
        return new DockerfileParser(stages);
    }

    /** The place of the stage that {@code FROM … AS name} begins. */
    int stage(String name) {
        for (int i = 0; i < stages.size(); i++) {
            if (stages.get(i).get(0).rest().endsWith(" AS " + name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no stage is named " + name);
    }

    /** The image or the stage that a stage begins with. */
    String base(int stage) {
        return stages.get(stage).get(0).rest().split("\\s+")[0];
    }

    /** What the instructions of this name say, in a stage. */
    List<String> all(int stage, String name) {
        return stages.get(stage).stream()
                .filter(one -> one.name().equals(name))
                .map(Instruction::rest)
                .toList();
    }

    /** The commands that a stage runs, without the mounts of the build engine. */
    List<String> runs(int stage) {
        return all(stage, "RUN").stream()
                .map(run -> run.replaceAll("^(--\\S+\\s+)+", ""))
                .toList();
    }

    /** The words of the last instruction of this name in the exec form, {@code ["up"]}. */
    List<String> words(int stage, String name) {
        List<String> said = all(stage, name);
        String last = said.get(said.size() - 1);
        return Stream.of(last.substring(last.indexOf('[') + 1, last.lastIndexOf(']'))
                        .split(",", -1))
                .map(word -> word.strip().replaceAll("^\"|\"$", ""))
                .toList();
    }

    /** The variables that a stage sets. */
    Map<String, String> environment(int stage) {
        Map<String, String> variables = new LinkedHashMap<>();
        all(stage, "ENV").forEach(line -> Arrays.stream(line.split("\\s+")).forEach(pair -> {
            String[] parts = pair.split("=", 2);
            variables.put(parts[0], parts[1]);
        }));
        return variables;
    }

    /**
     * Does what the {@code COPY} lines of a stage say.
     *
     * @param context the build context; files keep the rights that they have there, as a build keeps them
     * @param built the root folder of the first stage, for {@code --from}; null in the first one
     * @param root the root folder of this stage
     */
    void copy(int stage, Path context, @Nullable Path built, Path root) throws IOException {
        Path folder = root;
        for (Instruction one : stages.get(stage)) {
            if (one.name().equals("WORKDIR")) {
                folder = within(root, one.rest());
            } else if (one.name().equals("COPY")) {
                copy(one.rest(), context, built, root, folder);
            }
        }
    }

    private static void copy(String line, Path context, @Nullable Path built, Path root, Path folder)
            throws IOException {
        List<String> words = new ArrayList<>(List.of(line.split("\\s+")));
        List<String> options =
                words.stream().filter(word -> word.startsWith("--")).toList();
        words.removeAll(options);
        String to = words.remove(words.size() - 1);
        Path target = to.startsWith("/") ? within(root, to) : folder.resolve(to).normalize();
        String mode = options.stream()
                .filter(option -> option.startsWith("--chmod="))
                .map(option -> option.substring("--chmod=".length()))
                .findFirst()
                .orElse("");
        boolean from = options.stream().anyMatch(option -> option.startsWith("--from="));
        for (String word : words) {
            Path source = from && built != null ? within(built, word) : context.resolve(word);
            boolean inFolder = to.endsWith("/") && Files.isRegularFile(source);
            copyTree(source, inFolder ? target.resolve(source.getFileName().toString()) : target, mode);
        }
    }

    private static Path within(Path root, String absolute) {
        return root.resolve(absolute.replaceAll("^/+", "")).normalize();
    }

    private static void copyTree(Path source, Path target, String mode) throws IOException {
        try (Stream<Path> walk = Files.walk(source)) {
            for (Path file : walk.toList()) {
                Path place = target.resolve(source.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(place);
                } else {
                    Files.createDirectories(place.getParent());
                    Files.copy(file, place, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
                }
                if (!mode.isEmpty()) {
                    Files.setPosixFilePermissions(place, PosixFilePermissions.fromString(rights(mode)));
                } else if (!file.equals(source)) {
                    Files.setPosixFilePermissions(place, Files.getPosixFilePermissions(file));
                }
            }
        }
    }

    /** {@code rwxr-xr-x} for {@code 755}. */
    private static String rights(String octal) {
        StringBuilder rights = new StringBuilder();
        octal.chars().map(digit -> digit - '0').forEach(digit -> rights.append((digit & 4) == 0 ? '-' : 'r')
                .append((digit & 2) == 0 ? '-' : 'w')
                .append((digit & 1) == 0 ? '-' : 'x'));
        return rights.toString();
    }

    /** Copies what a build is given of a source tree: the files that {@code .dockerignore} lets through, the last pattern that fits deciding. */
    static void context(Path tree, Path context) throws IOException {
        List<String> patterns = Files.readAllLines(tree.resolve(".dockerignore")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
        for (String top : topFolders(tree)) {
            try (Stream<Path> walk = Files.walk(tree.resolve(top))) {
                walk.filter(Files::isRegularFile)
                        .filter(file -> !ignored(tree.relativize(file), patterns))
                        .forEach(file -> copyFile(
                                file, context.resolve(tree.relativize(file).toString())));
            }
        }
    }

    /** Without what is made and not kept: walking it costs seconds, and a line that let it in would be seen in the pattern. */
    private static List<String> topFolders(Path tree) throws IOException {
        try (Stream<Path> top = Files.list(tree)) {
            return top.map(path -> path.getFileName().toString())
                    .filter(name -> !List.of("target", ".git", "data").contains(name))
                    .toList();
        }
    }

    private static void copyFile(Path file, Path to) {
        try {
            Files.createDirectories(to.getParent());
            Files.copy(file, to, StandardCopyOption.COPY_ATTRIBUTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean ignored(Path path, List<String> patterns) {
        boolean ignored = false;
        for (String pattern : patterns) {
            boolean back = pattern.startsWith("!");
            PathMatcher matcher = FileSystems.getDefault()
                    .getPathMatcher("glob:" + (back ? pattern.substring(1) : pattern).replaceAll("^/|/$", ""));
            for (int depth = 1; depth <= path.getNameCount(); depth++) {
                if (matcher.matches(path.subpath(0, depth))) {
                    ignored = !back;
                    break;
                }
            }
        }
        return ignored;
    }
}
