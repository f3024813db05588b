package org.sekimori.web.my.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekimori.mail.Account;
import org.sekimori.web.my.link.PortalTokens.Valid;

/** The programs of {@code docs/portal.md} make links that this service takes. */
class PortalExamplesTest {

    private static final String KEY_FILE = "/etc/portal/sekimori.key";
    private static final String ADDRESS = "https://my.isp.example/my/enter?token=";
    private static final int MOST_LINES = 20;

    @ParameterizedTest
    @CsvSource({"php, php, link.php", "python, python3, link.py", "java, java, Link.java"})
    void theExampleMakesALink(String language, String interpreter, String file, @TempDir Path folder)
            throws IOException, InterruptedException {
        Path key = Files.writeString(folder.resolve("key"), "2026-11 " + "7c".repeat(32) + "\n");
        Path program = Files.writeString(folder.resolve(file), example(language).replace(KEY_FILE, key.toString()));
        List<String> command = new ArrayList<>(List.of(path(interpreter)));
        command.add(program.toString());
        assumeThat(available(command.get(0))).as(interpreter).isTrue();

        Process run = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(run.getInputStream().readAllBytes()).strip();

        assertThat(run.waitFor()).as(printed).isZero();
        assertThat(printed).startsWith(ADDRESS);
        PortalKeys keys = PortalKeys.parse(Files.readString(key));
        PortalTokens tokens = new PortalTokens(() -> keys, Duration.ofMinutes(5), Account.LoginNormalizer.PLAIN);
        assertThat(tokens.read(printed.substring(ADDRESS.length()), Instant.now()))
                .isInstanceOfSatisfying(Valid.class, valid -> assertThat(valid.login())
                        .isEqualTo(new CustomerLogin(
                                "hanako",
                                List.of(Account.of("hanako@isp.example"), Account.of("info@hanako.example")),
                                Locale.JAPANESE,
                                ZoneId.of("Europe/Berlin"))));
    }

    private static String example(String language) throws IOException {
        Matcher block = Pattern.compile("(?s)\n```" + language + "\n(.*?)\n```\n")
                .matcher(Files.readString(Path.of("docs", "portal.md")));
        assertThat(block.find()).as(language).isTrue();
        String example = block.group(1);
        assertThat(example.lines().filter(line -> !line.isBlank()).count()).isLessThanOrEqualTo(MOST_LINES);
        return example;
    }

    private static String path(String interpreter) {
        return interpreter.equals("java")
                ? Path.of(System.getProperty("java.home"), "bin", "java").toString()
                : interpreter;
    }

    private static boolean available(String interpreter) {
        try {
            String asked = interpreter.endsWith("java") ? "-version" : "--version";
            Process process = new ProcessBuilder(interpreter, asked)
                    .redirectErrorStream(true)
                    .start();
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
