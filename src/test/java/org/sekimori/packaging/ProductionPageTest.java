package org.sekimori.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekimori.cli.EmptyPropertyDefaultsTest;
import org.sekimori.rig.ProductSources;

/** What docs/production.md quotes, and what it says there is. */
class ProductionPageTest {

    private static String read(String file) throws IOException {
        return Files.readString(Path.of(file)).replaceAll("\\s+", " ");
    }

    /** The table of what was measured has no figure that the page on performance does not have. */
    @Test
    void figuresAreThoseThatArePublished() throws IOException {
        String page = Files.readString(Path.of("docs/production.md"));
        String table =
                page.substring(page.indexOf("Measured on two shared cores")).split("\n\n", -1)[1];
        String published = read("docs/performance.md");
        Set<String> figures = Pattern.compile("(?<![\\w.,])\\d{1,3}(,\\d{3})*(\\.\\d+)?(?![\\w,])")
                .matcher(table)
                .results()
                .map(found -> found.group())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(figures).hasSizeGreaterThan(10).allMatch(figure -> Pattern.compile(
                        "(?<![\\d.,])" + Pattern.quote(figure) + "(?![\\d])")
                .matcher(published)
                .find());
    }

    /** The lines that make {@code .env}, as they stand on the page and at the head of the example. */
    static List<String> makingSecrets() throws IOException {
        String page = Files.readString(Path.of("docs/production.md"));
        String head = Files.readString(Path.of(".env.example")).replaceAll("(?m)^# ?", "");
        return Stream.of(page, head)
                .map(text ->
                        Pattern.compile("(?ms)^ *\\( umask 077.*?> \\.env \\)").matcher(text))
                .map(found -> found.find() ? found.group() : "")
                .toList();
    }

    @ParameterizedTest
    @MethodSource("makingSecrets")
    void makingTheSecretsLeavesTheUmaskOfTheShellInWhichPeopleGoOn(String lines, @TempDir Path folder)
            throws Exception {
        assertThat(lines).isNotEmpty();
        Files.copy(Path.of(".env.example"), folder.resolve(".env.example"));
        Process shell = new ProcessBuilder("bash", "-c", "umask 022\n" + lines + "\ntouch pulled; umask")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(shell.waitFor()).as(said).isZero();
        assertThat(said).isEqualTo("0022\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(".env"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("pulled"))))
                .isEqualTo("rw-r--r--");
        assertThat(Files.readAllLines(folder.resolve(".env")).stream()
                        .filter(line -> line.matches("[A-Z_]+_(PASSWORD|KEY)=[0-9a-f]{48}")))
                .hasSize(5);
    }

    /** Whatever file the service makes or is told of: it is in the table, to be kept or because it need not be. */
    @Test
    void everyFileIsInTheTableOfBackups() throws IOException {
        String page = Files.readString(Path.of("docs/production.md"));
        String table = page.substring(page.indexOf("## Back up"), page.indexOf("## Upgrade"));
        List<String> files = new ArrayList<>(List.of("recipients.key", "questions.key", "api-keys.yml", "publishers"));
        EmptyPropertyDefaultsTest.files().stream()
                .filter(name -> !name.equals("sekimori.data"))
                .map(name -> name.substring(name.lastIndexOf('.') + 1))
                .forEach(files::add);
        assertThat(files).contains("signing-key-file", "secret-file", "country");
        assertThat(files).allSatisfy(name -> assertThat(table).contains(name));
    }

    @Test
    void everyMetricIsMeasured() throws IOException {
        StringBuilder source = new StringBuilder();
        for (Path file : ProductSources.javaFiles(Path.of(""))) {
            source.append(Files.readString(file));
        }
        Set<String> named = new TreeSet<>();
        Pattern.compile("`(sekimori_[a-z_]+)")
                .matcher(read("docs/production.md"))
                .results()
                .forEach(found -> named.add(found.group(1)));
        assertThat(named).hasSizeGreaterThan(12).allSatisfy(metric -> {
            String meter = metric.replaceAll("(_seconds_count|_seconds|_total|_days)$", "")
                    .replace('_', '.');
            assertThat(source).contains("\"" + meter + "\"");
        });
    }
}
