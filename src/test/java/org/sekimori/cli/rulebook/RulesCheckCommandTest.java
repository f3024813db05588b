package org.sekimori.cli.rulebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.cli.CommandRun;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RulesCheckCommandTest {

    private static final String DRL = "volume/too-many-recipients/rule.drl";
    private static final String YML = "volume/too-many-recipients/rule.yml";

    @TempDir
    private Path rules;

    @BeforeEach
    void copy() throws IOException {
        Path shipped = Path.of("rules");
        try (Stream<Path> walk = Files.walk(shipped)) {
            walk.filter(Files::isRegularFile).forEach(this::copy);
        }
    }

    private void copy(Path file) {
        try {
            Path to = rules.resolve(Path.of("rules").relativize(file).toString());
            Files.createDirectories(to.getParent());
            Files.copy(file, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void change(String file, String text, String instead) throws IOException {
        Path path = rules.resolve(file);
        String before = Files.readString(path);
        assertThat(before).contains(text);
        Files.writeString(path, before.replace(text, instead));
    }

    private CommandRun check(String... more) {
        return CommandRun.run(Stream.concat(Stream.of("rules", "check", "--rules", rules.toString()), Stream.of(more))
                .toArray(String[]::new));
    }

    @Test
    void aLineAtFaultCannotWriteToTheTerminal() throws IOException {
        change(DRL, "when", "when // \u001b[2J\u202e");
        CommandRun cli = check();
        assertThat(cli.out())
                .contains("the character U+001B is not allowed")
                .containsPattern("\\R    when // \\\\u001b\\[2J\\\\u202e\\R {12}\\^\\R")
                .doesNotContain("\u001b", "\u202e");
        assertThat(cli.code()).isOne();
    }

    @Test
    void theShippedRulesAreRight() {
        CommandRun cli = check("--strict");
        assertThat(cli.out()).matches("12 rules, \\d+ rule tests, 0 errors, 0 warnings \\(rulebook [0-9a-f]{16}\\)\\R");
        assertThat(cli.code()).isZero();
    }

    @Test
    void anErrorIsShownInItsLineWithACaret() throws IOException {
        change(DRL, "s : Submission( overseas, recipientCount", "s : Submission( overseas, recipentCount");
        CommandRun cli = check();
        assertThat(cli.code()).isOne();
        assertThat(cli.out().lines().toList())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .isEqualTo(rules.resolve(DRL)
                                        + ":11:31: error: Submission has no property 'recipentCount'; did "
                                        + "you mean 'recipientCount'? The list is in docs/facts.md."),
                        line -> assertThat(line).startsWith("        s : Submission( overseas, recipentCount > limit"),
                        line -> assertThat(line).isEqualTo(" ".repeat(34) + "^"),
                        line -> assertThat(line).isEqualTo("1 error, 0 warnings"));
    }

    @Test
    void aChangedRuleNeedsAHigherVersionAndThenARecord() throws IOException {
        change(DRL, "can never pass the limits", "can never be sent");
        assertThat(check().out()).contains("rule.yml:3:10: error: 'version' is still 2", "raise it to 3");
        CommandRun hasty = check("--lock");
        assertThat(hasty.code()).isOne();
        assertThat(hasty.out()).contains("raise it to 3");

        change(YML, "version: 2", "version: 3");
        assertThat(check().out()).contains("run ./sekimori rules check --lock to record it");
        assertThat(check("--lock").code()).isZero();
        assertThat(rules.resolve("versions.lock")).content().contains("too-many-recipients 3 ");
        assertThat(check("--strict").code()).isZero();
    }

    @Test
    void aMissingRecordIsAWarningThatStrictDoesNotTake() throws IOException {
        Files.delete(rules.resolve("versions.lock"));
        CommandRun cli = check();
        assertThat(cli.code()).isZero();
        assertThat(cli.out()).contains("versions.lock: warning: is missing", "0 errors, 1 warning ");
        assertThat(check("--strict").code()).isOne();
    }

    @Test
    void anErrorKeepsTheRecordAsItWas() throws IOException {
        change(YML, "version: 2", "version: 3");
        change(YML, "owner: abuse-desk", "owner: The Desk");
        String before = Files.readString(rules.resolve("versions.lock"));
        assertThat(check("--lock").code()).isOne();
        assertThat(rules.resolve("versions.lock")).content().isEqualTo(before);
    }

    @Test
    void machinesReadOneObjectALine() throws IOException {
        change(DRL, "overseas, recipientCount", "overseas, !overseas, recipientCount");
        change(YML, "version: 2", "version: 3");
        CommandRun cli = check("--json");
        assertThat(cli.code()).isOne();
        assertThat(cli.out()
                        .lines()
                        .map(line -> JsonMapper.shared().readTree(line))
                        .toList())
                .satisfiesExactly(
                        error -> {
                            assertThat(error.get("level").asString()).isEqualTo("error");
                            assertThat(error.get("file").asString())
                                    .isEqualTo(rules.resolve(YML).toString());
                        },
                        warning -> {
                            assertThat(warning.get("level").asString()).isEqualTo("warning");
                            assertThat(place(warning)).isEqualTo("11:31");
                            assertThat(warning.get("message").asString()).contains("can never match");
                        });
    }

    private static String place(JsonNode problem) {
        return problem.get("line").asInt() + ":" + problem.get("column").asInt();
    }

    @Test
    void aFolderThatIsNotThereIsAnError() {
        CommandRun cli = CommandRun.run(
                "rules", "check", "--rules", rules.resolve("nowhere").toString());
        assertThat(cli.code()).isOne();
        assertThat(cli.out())
                .contains("nowhere: error: is not a folder; name the folder of the rules with --rules DIR");
    }
}
