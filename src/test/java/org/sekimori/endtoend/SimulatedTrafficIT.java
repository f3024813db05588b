package org.sekimori.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.endtoend.SekimoriProcess.Printed;
import org.sekimori.rig.LongRun;
import tools.jackson.databind.JsonNode;

/** Invented mail on a real log: the service decides about it as {@code decide} does, and the log can be compared. */
@SuppressWarnings("NullAway.Init")
class SimulatedTrafficIT {

    private static final String ACCOUNTS = Integer.toString(LongRun.size(30, 120));
    private static final List<String> WORLD =
            List.of("simulate", "--accounts", ACCOUNTS, "--days", "20", "--warm-up", "18", "--seed", "5");
    /** The world that the log is compared with; no figure of it is looked at. */
    private static final String COMPARED = Integer.toString(LongRun.size(10, 5_000));

    private static final String BORDER = "overseas-without-grant";

    private static SekimoriProcess sekimori;
    private static TopicReader log;
    private static Path folder;
    private static Path rules;

    @BeforeAll
    static void start(@TempDir Path temporary) {
        folder = temporary;
        rules = TestRulebook.in(folder);
        sekimori = SekimoriProcess.start(folder.resolve("data"), rules);
        log = new TopicReader(sekimori.kafka());
    }

    @AfterAll
    static void stop() {
        sekimori.close();
    }

    @Test
    void whatIsPutOnTheLogIsDecidedThereAsTheSameLinesAreByDecide() throws IOException {
        Printed lines = SekimoriProcess.runAlone(WORLD);
        assertThat(lines.exitCode()).as(lines.err()).isZero();
        Path file = Files.writeString(folder.resolve("mail.ndjson"), lines.out());
        Map<String, Boolean> expected = refusedAtTheBorder(
                SekimoriProcess.runAlone(List.of("decide", file.toString(), "--rules", rules.toString()))
                        .out()
                        .lines());

        List<String> onto = new ArrayList<>(WORLD);
        onto.addAll(List.of("--log", "--speed", "1000000"));
        Printed put = sekimori.run(onto.toArray(new String[0]));
        assertThat(put.exitCode()).as(put.err()).isZero();
        assertThat(put.out())
                .contains(String.format(
                        "%,d entries put onto the log", lines.out().lines().count()));

        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(refusedAtTheBorder(log.all("sekimori.decisions").stream()))
                        .isEqualTo(expected));
        assertThat(expected).containsValue(true).containsValue(false);

        Printed compared = sekimori.run("lab", "compare", "--live", "--simulator-accounts", COMPARED);
        assertThat(compared.exitCode()).as(compared.err()).isZero();
        assertThat(compared.out()).contains("messages of an active day").doesNotContain("@");
    }

    /** By event id. */
    private static Map<String, Boolean> refusedAtTheBorder(Stream<String> decisions) {
        Map<String, Boolean> refused = new TreeMap<>();
        decisions
                .map(TopicReader.JSON::readTree)
                .forEach(decision -> refused.put(decision.path("event_id").asString(), refused(decision)));
        return refused;
    }

    private static boolean refused(JsonNode decision) {
        for (JsonNode finding : decision.path("findings")) {
            if (finding.path("rule").asString().equals(BORDER)) {
                return true;
            }
        }
        return false;
    }
}
