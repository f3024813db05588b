package org.sekimori.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.endtoend.SekimoriProcess.Printed;
import org.sekimori.rig.PolicyClient;

/** Two instances share one log: the first brings the broker, the second joins it. */
@SuppressWarnings("NullAway.Init")
class TwoInstancesIT {

    private static final String GERMANY = "91.10.20.30";
    private static final String HOME = "133.11.93.10";

    private static Path rules;
    private static SekimoriProcess first;
    private static SekimoriProcess second;

    @BeforeAll
    static void start(@TempDir Path folder) {
        rules = TestRulebook.forPublishing(folder);
        first = SekimoriProcess.start(SekimoriProcess.SHIPPED_PARTITIONS, folder.resolve("first"), rules);
        second = SekimoriProcess.start(
                SekimoriProcess.SHIPPED_PARTITIONS,
                SekimoriProcess.withKeysOf(first, folder.resolve("second")),
                rules,
                "--kafka",
                first.kafka());
    }

    @AfterAll
    static void stop() {
        second.close();
        first.close();
    }

    private static String ask(PolicyClient client, String account, String address) {
        return client.ask(Map.of("sasl_username", account, "client_address", address, "sender", account));
    }

    @Test
    void aGrantOpenedThroughOneIsHonouredByTheOtherOnTheNextMail() {
        for (SekimoriProcess opener : new SekimoriProcess[] {first, second}) {
            SekimoriProcess other = opener == first ? second : first;
            String account = "traveller-" + (opener == first ? 1 : 2) + "@isp.example";
            try (PolicyClient client = PolicyClient.connect("127.0.0.1", other.policyPort())) {
                assertThat(ask(client, account, GERMANY)).startsWith("550 5.7.1 ");
                assertThat(opener.run("grant", "open", account).exitCode()).isZero();
                assertThat(ask(client, account, GERMANY)).isEqualTo("DUNNO");
                assertThat(opener.run("grant", "revoke", account).exitCode()).isZero();
                assertThat(ask(client, account, GERMANY)).startsWith("550 5.7.1 ");
            }
        }
    }

    @Test
    void aRulebookPublishedThroughOneIsFollowedByBothAndRolledBackThroughTheOther() throws IOException {
        Path policy = rules.resolve("policy.yml");
        Files.writeString(policy, Files.readString(policy).replace("webmail.isp.example", "mail.isp.example"));

        assertThat(first.run("rules", "publish", "--rules", rules.toString()).exitCode())
                .isZero();

        assertEverybodyReads("https://mail.isp.example", "published");
        assertThat(second.run("rules", "rollback").exitCode()).isZero();
        assertEverybodyReads("https://webmail.isp.example", "rolled-back");
        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> assertThat(
                        second.run("rules", "list", "--json").out())
                .isEqualTo(first.run("rules", "list", "--json").out()));
    }

    /** Twenty accounts lie on all partitions, so on both instances. */
    private static void assertEverybodyReads(String webmail, String prefix) {
        for (SekimoriProcess instance : new SekimoriProcess[] {first, second}) {
            try (PolicyClient client = PolicyClient.connect("127.0.0.1", instance.policyPort())) {
                IntStream.range(0, 20).forEach(i -> assertThat(ask(client, prefix + i + "@isp.example", GERMANY))
                        .contains(webmail));
            }
        }
    }

    @Test
    void eachDoorGetsAnswersForAccountsThatTheOtherInstanceOwns() {
        // Forty accounts lie on all eight partitions, and both instances own some of these.
        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
            assertThat(decisions(first)).isPositive();
            assertThat(decisions(second)).isPositive();
        });
        for (SekimoriProcess instance : new SekimoriProcess[] {first, second}) {
            try (PolicyClient client = PolicyClient.connect("127.0.0.1", instance.policyPort())) {
                IntStream.range(0, 40).forEach(i -> {
                    String account = "person-" + i + "@isp.example";
                    assertThat(ask(client, account, HOME)).isEqualTo("DUNNO");
                    assertThat(ask(client, account, GERMANY)).as(account).startsWith("550 5.7.1 ");
                });
            }
            assertThat(metric(instance, "sekimori_endpoint_answers_seconds_count", "source=\"fallback\""))
                    .isZero();
        }
    }

    @Test
    void anInstanceWithoutTheSharedKeyOrWithAnotherOneIsRefusedAndToldWhichFileToCopy(@TempDir Path folder)
            throws IOException {
        Path data = folder.resolve("third");
        List<String> up = List.of(
                "up",
                "--data",
                data.toString(),
                "--rules",
                rules.toString(),
                "--port",
                "0",
                "--policy-port",
                "0",
                "--kafka",
                first.kafka());

        Printed without = SekimoriProcess.runAlone(up);
        Path key = data.resolve("keys/recipients.key");
        assertThat(key).doesNotExist();
        Files.createDirectories(key.getParent());
        Files.write(key, new byte[32]);
        Printed other = SekimoriProcess.runAlone(up);

        for (Printed refused : List.of(without, other)) {
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err())
                    .startsWith("sekimori: the key file " + key)
                    .contains(": copy ", "first/keys/recipients.key", "to " + key, "docs/production.md")
                    .doesNotContain("\tat ");
        }
    }

    /** How many decisions an instance has made; asks for some first, so that its share shows. */
    private static double decisions(SekimoriProcess instance) {
        try (PolicyClient client = PolicyClient.connect("127.0.0.1", first.policyPort())) {
            IntStream.range(0, 16).forEach(i -> ask(client, "warm-" + i + "@isp.example", HOME));
        }
        return metric(instance, "sekimori_decisions_total", "");
    }

    private static double metric(SekimoriProcess instance, String name, String label) {
        return TestHttpClient.get(instance.http() + "/actuator/prometheus", instance.apiKey())
                .lines()
                .filter(line -> line.startsWith(name) && line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
