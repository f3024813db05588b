package org.sekimori.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sekimori.rules.ExampleRules;
import org.sekimori.rules.TestPolicy;

/** The shipped rulebook under the policy of an invented provider. */
public final class TestRulebook {

    private static final String POLICY = """
            defaults:
              home: [JP]
              time_zone: Asia/Tokyo
              language: en
              exempt_networks: [91.10.20.128/25, "2003:c0:ffff::/48"]
              webmail: https://webmail.isp.example
              travel_page: https://my.isp.example/travel
              contact: 03-0000-0000
            domains:
              jp.example:
                language: ja
            """;

    private TestRulebook() {}

    public static Path in(Path folder) {
        return in(folder, POLICY);
    }

    /**
     * The same with {@code overseas-without-grant} and {@code backscatter} only, for tests that put several rulebooks in force: each is tried
     * first, in a process of its own with the tests of all its rules.
     */
    static Path forPublishing(Path folder) {
        Path copy = in(folder);
        Set<Path> kept = Set.of(copy.resolve("origin/overseas-without-grant"), copy.resolve("outcome/backscatter"));
        try (Stream<Path> walk = Files.walk(copy)) {
            List<Path> all = walk.toList();
            Set<Path> others = all.stream()
                    .filter(path -> path.endsWith("rule.yml"))
                    .map(rule -> Objects.requireNonNull(rule.getParent()))
                    .filter(rule -> !kept.contains(rule))
                    .collect(Collectors.toSet());
            // Files before their folders.
            for (Path path : all.stream().sorted(Comparator.reverseOrder()).toList()) {
                if (others.stream().anyMatch(path::startsWith)) {
                    Files.delete(path);
                }
            }
            // They name rules that are gone.
            Files.delete(copy.resolve("known-false-positives.yml"));
            Files.delete(copy.resolve("follow-up.yml"));
            Set<String> names =
                    kept.stream().map(rule -> rule.getFileName().toString()).collect(Collectors.toSet());
            Path lock = copy.resolve("versions.lock");
            Files.write(
                    lock,
                    Files.readAllLines(lock).stream()
                            .filter(line -> line.startsWith("#") || names.contains(line.split(" ", 2)[0]))
                            .toList());
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same with rules of {@code docs/examples/rules} that need no text for customers. */
    public static Path withExamples(Path folder, String thresholds, String... rules) {
        Path copy = in(folder, POLICY);
        try {
            for (String rule : rules) {
                copy(ExampleRules.FOLDER.resolve(rule), copy.resolve(rule));
            }
            // It knows the shipped rules only.
            Files.delete(copy.resolve("versions.lock"));
            Path policy = copy.resolve("policy.yml");
            String text = Files.readString(policy);
            Files.writeString(policy, text.replaceFirst("  thresholds:\n", "  thresholds:\n" + thresholds.indent(4)));
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same under another policy; the thresholds are the shipped ones. */
    public static Path in(Path folder, String policy) {
        Path copy = folder.resolve("rules");
        try {
            copy(Path.of("rules"), copy);
            Files.writeString(copy.resolve("policy.yml"), TestPolicy.of(policy));
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> walk = Files.walk(from)) {
            for (Path file : walk.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }
}
