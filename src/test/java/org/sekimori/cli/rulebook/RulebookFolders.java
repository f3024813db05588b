package org.sekimori.cli.rulebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Folders of rulebooks for tests to change. */
public final class RulebookFolders {

    private RulebookFolders() {}

    public static void copy(Path from, Path to) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(from)) {
            all = walk.toList();
        }
        for (Path path : all) {
            Path target = to.resolve(from.relativize(path).toString());
            if (Files.isDirectory(path)) {
                Files.createDirectories(target);
            } else {
                Files.copy(path, target);
            }
        }
    }

    /** Changes a part of a file that must be there. */
    public static void edit(Path file, String before, String after) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(before);
        Files.writeString(file, text.replace(before, after));
    }

    /** Puts a rule of {@code docs/examples/rules} into a rulebook, with the thresholds that it needs. */
    static void addExample(Path folder, String rule, String... thresholds) throws IOException {
        copy(Path.of("docs/examples/rules").resolve(rule), folder.resolve(rule));
        edit(
                folder.resolve("policy.yml"),
                "  thresholds:\n",
                "  thresholds:\n    " + String.join("\n    ", thresholds) + "\n");
    }
}
