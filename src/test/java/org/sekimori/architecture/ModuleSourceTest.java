package org.sekimori.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The modules are source folders. A module uses those before it in {@link #MODULES} only. Sources are read, not classes: imports for
 * Javadoc and constants leave no trace in classes. A class's name in a string is no use of it.
 */
class ModuleSourceTest {

    private static final List<String> MODULES = List.of("core", "service", "cli", "lab");
    private static final Pattern STRING = Pattern.compile("\"(?:[^\"\\\\\n]|\\\\.)*\"");
    private static final Pattern CLASS_NAME = Pattern.compile("\\borg\\.sekimori(?:\\.[a-z][a-z0-9]*)*\\.[A-Z]\\w*");

    private static Path folder(String module) {
        return Path.of("src", module, "java");
    }

    private static List<Path> sources(String module) throws IOException {
        try (Stream<Path> walk = Files.walk(folder(module))) {
            return walk.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static String className(String module, Path source) {
        return folder(module).relativize(source).toString().replace(".java", "").replace('/', '.');
    }

    private static Map<String, String> modulesOfClasses() throws IOException {
        Map<String, String> modules = new HashMap<>();
        for (String module : MODULES) {
            for (Path source : sources(module)) {
                modules.put(className(module, source), module);
            }
        }
        return modules;
    }

    @ParameterizedTest
    @ValueSource(strings = {"core", "service", "cli"})
    void aModuleNamesNoClassOfALaterOne(String module) throws IOException {
        Map<String, String> modules = modulesOfClasses();
        TreeSet<String> wrong = new TreeSet<>();
        int seen = 0;
        for (Path source : sources(module)) {
            Matcher names =
                    CLASS_NAME.matcher(STRING.matcher(Files.readString(source)).replaceAll(""));
            while (names.find()) {
                String of = modules.getOrDefault(names.group(), module);
                seen += of.equals(module) ? 1 : 0;
                if (MODULES.indexOf(of) > MODULES.indexOf(module)) {
                    wrong.add(source + " names " + names.group() + " of " + of);
                }
            }
        }
        assertThat(seen)
                .as("names found, so that a misspelt pattern is noticed")
                .isGreaterThan(50);
        assertThat(wrong).isEmpty();
    }

    /** Else package-private types of one module would be seen by another. */
    @Test
    void noPackageIsInTwoModules() throws IOException {
        Map<String, String> packages = new HashMap<>();
        for (Map.Entry<String, String> one : modulesOfClasses().entrySet()) {
            String name = one.getKey().substring(0, one.getKey().lastIndexOf('.'));
            assertThat(packages.merge(name, one.getValue(), (a, b) -> a))
                    .as(name)
                    .isEqualTo(one.getValue());
        }
    }
}
