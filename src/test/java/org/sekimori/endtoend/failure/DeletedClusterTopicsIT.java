package org.sekimori.endtoend.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.endtoend.SekimoriProcess;
import org.sekimori.endtoend.TestHttpClient;
import org.sekimori.endtoend.TestRulebook;
import org.sekimori.rig.PolicyClient;
import org.sekimori.stream.broker.EmbeddedBroker;

/** Somebody deletes topics of a log that lies on a cluster, which goes on without them, and where others may make them anew. */
class DeletedClusterTopicsIT {

    private static final Duration LONG = Duration.ofMinutes(2);

    @Test
    void whatIsGoneIsNamedDoorsFallBackAndARestartGoesOn(@TempDir Path folder) throws Exception {
        Path data = folder.resolve("data");
        Path rules = TestRulebook.in(folder);
        try (EmbeddedBroker cluster = EmbeddedBroker.start(folder.resolve("cluster"), 0);
                Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            try (SekimoriProcess sekimori = start(data, rules, cluster)) {
                await().atMost(LONG).until(() -> ask(sekimori).startsWith("550 "));

                admin.deleteTopics(List.of("sekimori.inbox")).all().get();

                healthSays(sekimori, "topics of the log were deleted: sekimori.inbox;", "restart the service");
                await().atMost(LONG).until(() -> ask(sekimori).startsWith("550 "));

                admin.deleteTopics(List.of("sekimori.decisions")).all().get();

                await().atMost(LONG).until(() -> ask(sekimori).equals("DUNNO"));
                healthSays(sekimori, "topics of the log were deleted: sekimori.decisions, sekimori.inbox;");
            }
            try (SekimoriProcess again = start(data, rules, cluster)) {
                await().atMost(LONG).until(() -> ask(again).startsWith("550 "));
                assertThat(names(admin)).contains("sekimori.inbox", "sekimori.decisions");
                assertThat(TestHttpClient.get(again.http() + "/actuator/health", again.apiKey()))
                        .doesNotContain("were deleted");

                admin.deleteTopics(List.of("sekimori.inbox")).all().get();
                await().atMost(LONG).until(() -> !names(admin).contains("sekimori.inbox"));
                admin.createTopics(List.of(new NewTopic("sekimori.inbox", 1, (short) 1)))
                        .all()
                        .get();

                healthSays(
                        again,
                        "topics of the log were deleted and made anew by somebody else: sekimori.inbox;",
                        "docs/events.md");
            }
        }
    }

    /** It answers within its deadline however busy the machine is: a fallback is one because the log is away. */
    private static SekimoriProcess start(Path data, Path rules, EmbeddedBroker cluster) {
        return SekimoriProcess.start(
                Map.of("SEKIMORI_POSTFIX_DEADLINE", "5s"), data, rules, "--kafka", cluster.bootstrapServers());
    }

    private static Set<String> names(Admin admin) throws Exception {
        return admin.listTopics().names().get();
    }

    private static void healthSays(SekimoriProcess sekimori, String... words) {
        await().atMost(LONG).untilAsserted(() -> assertThat(
                        TestHttpClient.get(sekimori.http() + "/actuator/health", sekimori.apiKey()))
                .contains(words));
    }

    private static String ask(SekimoriProcess sekimori) {
        try (PolicyClient client = PolicyClient.connect("127.0.0.1", sekimori.policyPort())) {
            return client.ask(Map.of("client_address", "91.10.20.30"));
        }
    }
}
