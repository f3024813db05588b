package org.sekimori.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every file, link and class that the pages for contributors name exists. */
class ArchitecturePageTest {

    private static final Pattern CODE = Pattern.compile("(?s)```\\w*\\n(.*?)```|`([^`\\n]+)`");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)(?:#[^)]*)?\\)");
    private static final Pattern FILE =
            Pattern.compile("[\\w.*-]+(?:/[\\w.*-]+)+/?|[\\w-]+\\.(?:md|java|json|yml|yaml|properties|lock|xml)");
    private static final Pattern CLASS = Pattern.compile(
            "(?<![.\\w-])([A-Z][a-z]+(?:[A-Z][a-z]*)+|[A-Z][a-z]+(?=[.#][A-Za-z]))(?:[.#](\\w+))?\\b(?!/)");
    private static final Pattern IMPORT =
            Pattern.compile("(?m)^import (?:static )?[\\w.]+?\\.([A-Z]\\w*)(?:\\.\\w+)*;");
    private static final Pattern TEST_OPTION = Pattern.compile("-D(?:it\\.)?test=([A-Z]\\w+)");

    /** Folders that exist only in a running installation. */
    private static final Set<String> AT_RUN_TIME = Set.of(
            "data/state", "data/index", "data/keys", "data/kafka", "data/followers", "data/import", "data/neighbours");

    private static Set<String> files;
    private static Set<String> names;

    @BeforeAll
    static void listFiles() throws IOException {
        files = new TreeSet<>();
        for (String folder : new String[] {"src", "docs", "rules", "dashboards", "config"}) {
            try (Stream<Path> all = Files.walk(Path.of(folder))) {
                all.map(Path::toString).forEach(files::add);
            }
        }
        try (Stream<Path> top = Files.list(Path.of(""))) {
            top.map(Path::toString).forEach(files::add);
        }
        names = files.stream()
                .map(file -> file.substring(file.lastIndexOf('/') + 1))
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/architecture.md", "CONTRIBUTING.md"})
    void everyFileExists(String page) throws IOException {
        Path folder = Objects.requireNonNull(Path.of(page).toAbsolutePath().getParent());
        String text = Files.readString(Path.of(page));
        Set<String> missing = new TreeSet<>();
        int found = 0;
        for (Matcher link = LINK.matcher(text); link.find(); found++) {
            if (!link.group(1).contains("://") && !Files.exists(folder.resolve(link.group(1)))) {
                missing.add(link.group(1));
            }
        }
        for (Matcher code = CODE.matcher(text); code.find(); found++) {
            String word = code.group(2);
            if (word != null && FILE.matcher(word).matches() && !AT_RUN_TIME.contains(word) && !exists(word)) {
                missing.add(word);
            }
        }
        assertThat(missing).isEmpty();
        assertThat(found).isGreaterThan(20);
    }

    private static boolean exists(String word) {
        String name = word.endsWith("/") ? word.substring(0, word.length() - 1) : word;
        if (!name.contains("/")) {
            return names.contains(name);
        }
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + name);
        return files.stream().anyMatch(file -> matcher.matches(Path.of(file)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/architecture.md", "CONTRIBUTING.md"})
    void everyClassExists(String page) throws IOException {
        Set<String> known = imported();
        String text = Files.readString(Path.of(page));
        Set<String> missing = new TreeSet<>();
        int found = 0;
        for (Matcher code = CODE.matcher(text); code.find(); ) {
            String words = code.group(1) == null ? code.group(2) : code.group(1);
            for (Matcher name = CLASS.matcher(words); name.find(); found++) {
                if (!names.contains(name.group(1) + ".java") && !known.contains(name.group(1))) {
                    missing.add(name.group(1));
                } else if (name.group(2) != null && !declares(name.group(1), name.group(2))) {
                    missing.add(name.group());
                }
            }
            for (Matcher test = TEST_OPTION.matcher(words); test.find(); found++) {
                if (!names.contains(test.group(1) + ".java")) {
                    missing.add(test.group(1));
                }
            }
        }
        assertThat(missing).isEmpty();
        assertThat(found).isGreaterThan(3);
    }

    /** Whether the source of a class, if it is ours, contains a word such as the name of a nested class or of a method. */
    private static boolean declares(String type, String member) throws IOException {
        if (member.equals("java") || !names.contains(type + ".java")) {
            return true;
        }
        for (String file : files) {
            if (file.endsWith("/" + type + ".java")
                    && Pattern.compile("\\b" + member + "\\b")
                            .matcher(Files.readString(Path.of(file)))
                            .find()) {
                return true;
            }
        }
        return false;
    }

    /** Classes of libraries that our sources import. */
    private static Set<String> imported() throws IOException {
        Set<String> imported = new TreeSet<>();
        for (String file : files) {
            if (file.endsWith(".java")) {
                IMPORT.matcher(Files.readString(Path.of(file))).results().forEach(one -> imported.add(one.group(1)));
            }
        }
        return imported;
    }
}
