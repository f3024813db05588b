package org.sekimori.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.archive.panels.DashboardPanel;
import org.sekimori.archive.panels.ExportedSavedObjects;
import org.sekimori.archive.panels.PanelEvaluation;
import org.sekimori.endtoend.SekimoriProcess.Printed;
import org.sekimori.rig.ElasticsearchNode;
import org.sekimori.rig.NeedsElasticsearch;

/** The demo as somebody watches it who sees it for the first time, and then types what stands in its last lines. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DemoIT {

    private static final Pattern COMMAND = Pattern.compile("^  \\./sekimori (.*?) +# .*$");
    private static final Pattern MESSAGE =
            Pattern.compile("^     (\\d\\d:\\d\\d:\\d\\d)  (accept|quarantine|defer|reject) +(\\S+).*$");

    private static List<String> watched(Path data) throws IOException {
        return Files.readAllLines(data.resolve("output.txt"));
    }

    private static Stream<String> matches(List<String> lines, Pattern pattern, int group) {
        return lines.stream().map(pattern::matcher).filter(Matcher::matches).map(matcher -> matcher.group(group)
                .strip());
    }

    /** The demo tries no rules out, its thieves use nobody's grant, and its database does not know hosting from homes. */
    private static final Set<String> EMPTY = Set.of(
            "sekimori-lens-shadow-hits",
            "sekimori-lens-candidate-verdicts",
            "sekimori-lens-candidate-flags",
            "sekimori-lens-candidate-flags-dropped",
            "sekimori-lens-grants-before-bursts",
            "sekimori-lens-address-kinds");

    private static void assertDashboardsAreFilled(ElasticsearchNode archive) {
        archive.ask("POST", "/sekimori-*/_refresh", null);
        Instant now = Instant.now();
        Set<String> empty = new TreeSet<>();
        for (DashboardPanel panel : ExportedSavedObjects.here().panels()) {
            String indices = ExportedSavedObjects.here()
                    .get("index-pattern", panel.view())
                    .path("attributes")
                    .path("title")
                    .asString();
            boolean shows = new PanelEvaluation(panel, now.minus(Duration.ofDays(1)), now)
                    .shows(request -> archive.ask("POST", "/" + indices + "/_search", request.toString()));
            if (!shows) {
                empty.add(panel.object().path("id").asString());
            }
        }
        assertThat(empty).as("panels that are empty after the demo").isEqualTo(EMPTY);
    }

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    private static @Nullable ElasticsearchNode archive;

    @SuppressWarnings("NullAway.Init")
    private static SekimoriProcess service;

    /** One demo for all tests; where no Elasticsearch can run, without an archive. */
    @BeforeAll
    static void watch() {
        Map<String, String> variables = new HashMap<>();
        if (ElasticsearchNode.unavailabilityReason().isEmpty()) {
            archive = ElasticsearchNode.start(folder);
            variables.put("SEKIMORI_ELASTICSEARCH_URL", archive.url().toString());
            variables.put("SEKIMORI_ELASTICSEARCH_REPLICAS", "0");
        }
        Path data = folder.resolve("data");
        service = SekimoriProcess.start(variables, data, Path.of("rules"), "--demo", "--demo-pace", "50");
        await().atMost(Duration.ofMinutes(2))
                .until(() -> String.join("\n", watched(data)).contains("What is decided from now on is shown here"));
    }

    @AfterAll
    static void stop() {
        if (service != null) {
            service.close();
        }
        if (archive != null) {
            archive.close();
        }
    }

    /** First: the commands of the other test close the case. */
    @Test
    @Order(1)
    @NeedsElasticsearch
    void theDashboardsHaveTheStoryAndTheDayBefore() {
        // The archive follows within a second or two.
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(() -> assertDashboardsAreFilled(Objects.requireNonNull(archive)));
    }

    @Test
    @Order(2)
    void theStoryRunsForwardAndItsCommandsWorkAsPrinted() throws Exception {
        List<String> lines = watched(folder.resolve("data"));
        String all = String.join("\n", lines);

        assertThat(all)
                .containsSubsequence(
                        "Starting Sekimori for a demo:",
                        "  rulebook   compiling",
                        "Sekimori is up after",
                        "Demo: a story",
                        "1. Akira",
                        "2. Hanako",
                        "| 550 5.7.1 ",
                        "under grant ",
                        "3. Ken's password was stolen",
                        "certainly-stolen  flagged by certainly-stolen, stolen-account   (the thief)",
                        "account-on-hold",
                        "has opened case ",
                        "other customers passed, and none was stopped.",
                        "That was the demo.")
                .doesNotContain("ends early", "CONCURRENT_TRANSACTIONS");
        assertThat(matches(lines, MESSAGE, 1).toList()).hasSizeGreaterThan(12).isSorted();

        List<String> commands = matches(lines, COMMAND, 1).toList();
        assertThat(commands).hasSizeGreaterThan(6);
        for (String command : commands) {
            List<String> words = List.of(command.split(" "));
            // The first one shows that a process of its own finds the service; more of them would show no more.
            // It names its folder if another service runs beside it.
            Printed printed = command.equals(commands.get(0))
                    ? SekimoriProcess.runInOwnProcess(words)
                    : words.contains("--data")
                            ? SekimoriProcess.runAlone(words)
                            : service.run(words.toArray(String[]::new));
            assertThat(printed.exitCode()).as(command + ": " + printed.err()).isZero();
            if (command.startsWith("case show")) {
                assertThat(printed.out()).contains("sent        " + accepted(lines, "ken") + " messages to ");
            }
        }
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> service.run("case", "list").out().contains("released"));
    }

    private static long accepted(List<String> lines, String name) {
        return lines.stream()
                .map(MESSAGE::matcher)
                .filter(line -> line.matches()
                        && line.group(2).equals("accept")
                        && line.group(3).startsWith(name + "@"))
                .count();
    }
}
