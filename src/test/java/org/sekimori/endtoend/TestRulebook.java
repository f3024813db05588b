package org.sekimori.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
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

    /** The same under another policy; the thresholds are the shipped ones. */
    public static Path in(Path folder, String policy) {
        Path copy = folder.resolve("rules");
        Path shipped = Path.of("rules");
        try (Stream<Path> walk = Files.walk(shipped)) {
            for (Path file : walk.toList()) {
                Path target = copy.resolve(shipped.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
            Files.writeString(copy.resolve("policy.yml"), TestPolicy.of(policy));
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
