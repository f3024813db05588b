package org.sekimori.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AssignableTypeFilter;

/**
 * Replays what fuzzing has found worth keeping: a folder for each target, with seeds that people wrote, inputs that were findings
 * once, and {@code corpus.zip}, the smallest set of inputs that reaches all code that was ever reached. {@code src/test/fuzz}
 * looks for more.
 */
class FuzzCorpusTest {

    private static final Path CORPUS = Path.of("src/test/resources/fuzz");
    private static final String ZIP = "corpus.zip";

    @TestFactory
    Stream<DynamicNode> everyInputIsReadOrRefused() throws IOException {
        return folders().stream().map(FuzzCorpusTest::replay);
    }

    @Test
    void everyTargetHasSeeds() throws IOException {
        // Reads no code, which is most of a class file.
        ClassPathScanningCandidateComponentProvider classes = new ClassPathScanningCandidateComponentProvider(false);
        classes.addIncludeFilter(new AssignableTypeFilter(FuzzTarget.class));
        Set<String> targets = classes.findCandidateComponents("org.sekimori").stream()
                .map(BeanDefinition::getBeanClassName)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(folders()).isEqualTo(targets);
    }

    private static Set<String> folders() throws IOException {
        try (Stream<Path> folders = Files.list(CORPUS)) {
            return folders.map(folder -> folder.getFileName().toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static DynamicNode replay(String name) {
        try {
            FuzzTarget target = Fuzzer.make(name);
            return dynamicContainer(
                    name,
                    inputs(CORPUS.resolve(name)).entrySet().stream()
                            .map(input -> dynamicTest(input.getKey(), () -> target.run(input.getValue()))));
        } catch (IOException | ReflectiveOperationException e) {
            throw new IllegalStateException("the corpus of " + name + " cannot be read", e);
        }
    }

    private static TreeMap<String, byte[]> inputs(Path folder) throws IOException {
        TreeMap<String, byte[]> inputs = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (!file.getFileName().toString().equals(ZIP)) {
                    inputs.put(file.getFileName().toString(), Files.readAllBytes(file));
                    continue;
                }
                try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
                    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                        if (entry.isDirectory()) {
                            continue;
                        }
                        inputs.put(ZIP + "/" + entry.getName(), zip.readAllBytes());
                    }
                }
            }
        }
        return inputs;
    }
}
