package org.sekimori.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.endtoend.SekimoriProcess.Printed;
import org.sekimori.rig.PolicyClient;

/** Homes that are older than the log: entries are deleted after 35 days, here by hand. */
class HomesOlderThanLogIT {

    private static final String BOB = "bob@isp.example";

    private static String run(SekimoriProcess sekimori, String... arguments) {
        Printed printed = sekimori.run(arguments);
        assertThat(printed.exitCode()).as(printed.err()).isZero();
        return printed.out();
    }

    private static String ask(SekimoriProcess sekimori, String account) {
        try (PolicyClient client = PolicyClient.connect("127.0.0.1", sekimori.policyPort())) {
            return client.ask(Map.of("sasl_username", account, "client_address", "91.10.20.30"));
        }
    }

    private static void forgetEntries(SekimoriProcess sekimori) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", sekimori.kafka()))) {
            String events = "sekimori.events";
            Map<TopicPartition, OffsetSpec> partitions = Objects.requireNonNull(admin.describeTopics(List.of(events))
                            .allTopicNames()
                            .get()
                            .get(events))
                    .partitions()
                    .stream()
                    .collect(Collectors.toMap(
                            one -> new TopicPartition(events, one.partition()), one -> OffsetSpec.latest()));
            Map<TopicPartition, RecordsToDelete> all = admin.listOffsets(partitions).all().get().entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey,
                            end -> RecordsToDelete.beforeOffset(end.getValue().offset())));
            admin.deleteRecords(all).all().get();
        }
    }

    @Test
    void aHomeThatWasSetBeforeTheLogBeginsIsKnownToWhyAndRolloutAndSurvivesARestart(@TempDir Path folder)
            throws Exception {
        Path rules = TestRulebook.forPublishing(folder);
        try (SekimoriProcess sekimori = SekimoriProcess.start(folder.resolve("data"), rules)) {
            run(sekimori, "home", "set", BOB, "--country", "DE", "--reason", "lives in Berlin");
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> run(sekimori, "home", "list").contains(BOB));
            forgetEntries(sekimori);
            // The activation was forgotten, too; another one follows, so that there is something to decide by.
            Path policy = rules.resolve("policy.yml");
            Files.writeString(policy, Files.readString(policy).replace("03-0000-0000", "03-0000-0001"));
            run(sekimori, "rules", "publish", "--rules", rules.toString());

            assertThat(ask(sekimori, BOB)).isEqualTo("DUNNO");
            assertThat(ask(sekimori, "alice@isp.example")).startsWith("550 5.7.1 ");

            TopicReader log = new TopicReader(sekimori.kafka());
            String decision = log.awaitRecord("sekimori.decisions", line -> line.contains(BOB));
            log.awaitRecord("sekimori.decisions", line -> line.contains("alice@isp.example"));
            assertThat(run(
                            sekimori,
                            "why",
                            TopicReader.JSON
                                    .readTree(decision)
                                    .path("reference")
                                    .asString()))
                    .contains("at home in DE", "no       overseas-without-grant")
                    .doesNotContain("differs from the record");
            assertThat(run(sekimori, "rollout", "--rules", rules.toString()))
                    .contains("alice@isp.example")
                    .doesNotContain(BOB);
        }
        try (SekimoriProcess sekimori = SekimoriProcess.start(folder.resolve("data"), rules)) {
            assertThat(ask(sekimori, BOB)).isEqualTo("DUNNO");
            await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> assertThat(run(sekimori, "home", "list"))
                    .contains(BOB, "lives in Berlin"));
        }
    }
}
