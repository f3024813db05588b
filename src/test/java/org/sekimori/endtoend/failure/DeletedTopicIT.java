package org.sekimori.endtoend.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.endtoend.SekimoriProcess;
import org.sekimori.endtoend.TestHttpClient;
import org.sekimori.endtoend.TestRulebook;
import org.sekimori.rig.PolicyClient;

/**
 * Somebody deletes a topic of the running log of the broker in the service. Left to the long run: {@link DeletedClusterTopicsIT} shows the
 * same of a cluster each time, from the name in the health to the restart that goes on, and there somebody else makes a topic anew besides.
 */
@Tag("long")
class DeletedTopicIT {

    @Test
    void itIsNamedDoorsFallBackAndARestartGoesOn(@TempDir Path folder) throws Exception {
        deleted("sekimori.events", folder);
    }

    @Test
    void soItIsWithATopicThatIsWrittenOnly(@TempDir Path folder) throws Exception {
        deleted("sekimori.decisions", folder);
    }

    private static void deleted(String topic, Path folder) throws Exception {
        Path data = folder.resolve("data");
        Path rules = TestRulebook.in(folder);
        try (SekimoriProcess sekimori = SekimoriProcess.start(data, rules)) {
            assertThat(ask(sekimori)).startsWith("550 ");
            assertThat(Files.readString(data.resolve("output.txt")))
                    .as("a first start makes them all")
                    .doesNotContain("it was deleted");
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", sekimori.kafka()))) {
                admin.deleteTopics(List.of(topic)).all().get();
            }
            await().atMost(Duration.ofMinutes(2)).until(() -> ask(sekimori).equals("DUNNO"));
            await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(
                            TestHttpClient.get(sekimori.http() + "/actuator/health", sekimori.apiKey()))
                    .contains("topics of the log were deleted: " + topic, "restart the service"));
            sekimori.kill();
        }
        try (SekimoriProcess again = SekimoriProcess.start(data, rules)) {
            await().atMost(Duration.ofMinutes(1)).until(() -> ask(again).startsWith("550 "));
        }
    }

    private static String ask(SekimoriProcess sekimori) {
        try (PolicyClient client = PolicyClient.connect("127.0.0.1", sekimori.policyPort())) {
            return client.ask(Map.of("client_address", "91.10.20.30"));
        }
    }
}
