package org.sekimori.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekimori.cli.CommandRun;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SimulateCommandTest {

    private static final String[] WORLD = {"simulate", "--days", "12", "--start", "2026-10-01", "--accounts"};

    @TempDir
    private Path folder;

    /** Small worlds in which somebody travels. */
    @ParameterizedTest
    @CsvSource({"simulator, 21", "judge, 1"})
    void whatIsInventedCanBeDecidedAndGrantsAreAmongIt(String world, String seed) throws IOException {
        CommandRun invented = run(30, "--world", world, "--seed", seed);
        assertThat(invented.code()).as(invented.err()).isZero();
        assertThat(invented.out()).contains("\"kind\":\"attempt\"", "\"type\":\"grant_open\"");
        Path file = Files.writeString(folder.resolve("mail.ndjson"), invented.out());
        CommandRun decided = CommandRun.run("decide", file.toString());
        assertThat(decided.code()).as(decided.err()).isZero();
        assertThat(decided.out()).contains("\"verdict\":\"accept\"", "\"verdict\":\"reject\"", "\"grant\":");
    }

    @Test
    void theSameOptionsGiveTheSameLinesByRisingTime() {
        List<String> lines = run(25).out().lines().toList();
        assertThat(run(25).out().lines()).isEqualTo(lines);
        assertThat(run(25, "--seed", "2").out().lines()).isNotEqualTo(lines);
        Instant before = Instant.MIN;
        for (String line : lines) {
            Instant time = Instant.parse(
                    JsonMapper.shared().readTree(line).path("time").asString());
            assertThat(time).isAfterOrEqualTo(before);
            before = time;
        }
    }

    @Test
    void labelsSayWhoseEachEventIs() throws IOException {
        Path labels = folder.resolve("labels.ndjson");
        CommandRun invented = run(25, "--labels", labels.toString());
        Set<String> attacks = new HashSet<>();
        Set<String> labelled = new HashSet<>();
        for (String line : Files.readAllLines(labels)) {
            JsonNode label = JsonMapper.shared().readTree(line);
            labelled.add(label.path("id").asString());
            attacks.add(label.path("attack").asString());
        }
        Set<String> unlabelled = invented.out()
                .lines()
                .map(JsonMapper.shared()::readTree)
                .filter(event -> event.has("kind"))
                .map(event -> event.path("id").asString())
                .filter(id -> !labelled.contains(id))
                .collect(Collectors.toSet());
        assertThat(unlabelled).isEmpty();
        assertThat(attacks).contains("").hasSizeGreaterThan(1);
    }

    @Test
    void grantsGoToAFileOfTheirOwnForDecide() throws IOException {
        Path grants = folder.resolve("grants.ndjson");
        CommandRun invented = run(30, "--seed", "21", "--grants", grants.toString());
        assertThat(invented.out()).doesNotContain("grant_open");
        Path file = Files.writeString(folder.resolve("mail.ndjson"), invented.out());
        CommandRun decided = CommandRun.run("decide", file.toString(), "--grants", grants.toString());
        assertThat(decided.code()).as(decided.err()).isZero();
        assertThat(decided.out()).contains("\"grant\":\"FILE-");
    }

    @Test
    void wrongOptionsAreNamedInOneLine() {
        assertThat(run(25, "--world", "moon").err()).contains("there is no world 'moon'; name simulator or judge");
        assertThat(run(25, "--warm-up", "12").err()).contains("more than the 12 days of warm-up");
        assertThat(run(25, "--speed", "-3").err()).contains("--speed must be more than 0");
        assertThat(run(25, "--labels", "/nowhere/x").err()).startsWith("sekimori: cannot use /nowhere/x");
        assertThat(run(0).err()).contains("accounts must be from 1");
        assertThat(run(25, "--parameters", "nowhere.yml").err()).contains("nowhere.yml: cannot be read");
        assertThat(run(25, "--log", "--data", folder.toString()).err()).contains("no Sekimori runs over");
    }

    private static CommandRun run(int accounts, String... more) {
        List<String> all = new ArrayList<>(List.of(WORLD));
        all.add(Integer.toString(accounts));
        all.addAll(List.of(more));
        return CommandRun.run(all.toArray(new String[0]));
    }
}
