package org.sekimori.stream.neighbours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.engine.AccountState;
import org.sekimori.engine.LogEntry;
import org.sekimori.engine.StepEngine;
import org.sekimori.engine.StepOutput;
import org.sekimori.engine.StepResult;
import org.sekimori.mail.Account;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.neighbours.KeyKind;
import org.sekimori.rules.ExampleRules;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.policy.HomeCountryOverride;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.stream.LogClientSettings;
import org.sekimori.stream.StreamSettings;
import org.sekimori.stream.broker.EmbeddedBroker;
import org.sekimori.stream.consumer.DecisionTail;
import org.sekimori.stream.consumer.LogReplay;
import org.sekimori.stream.inbox.InboxDecoder;
import org.sekimori.stream.inbox.InboxPublisher;
import org.sekimori.stream.json.DecisionJson;
import org.sekimori.stream.rulebook.InstanceRulebook;
import org.sekimori.stream.rulebook.RulebookAcceptancePolicy;
import org.sekimori.stream.runtime.StreamRuntime;
import org.sekimori.trial.InProcessRulebookTrial;

/** Two instances on one log: one account's case is told to another at the same network, on its own line, and once. */
class NeighbourStreamIT {

    private static final Instant NOW = Instant.now();
    private static final String THIEF = "thief@isp.example";
    private static final String ALICE = "alice@isp.example";

    private static final String LATE = "late@isp.example";

    /** Two of Alice, sixty of the members, and the last; those of the thief are refused. */
    private static final long ACCEPTED = 63;

    /** A record is account, id and recipients. */
    private static final InboxDecoder DECODER = (payload, position, arrival, credential) -> {
        String[] parts = new String(payload, StandardCharsets.UTF_8).split(" ");
        return new InboxDecoder.DecodedEvent(MailEvent.builder(parts[1], NOW, EventKind.ATTEMPT, Account.of(parts[0]))
                .recipientCount(Integer.parseInt(parts[2]))
                .sender(parts[0])
                .clientAddress("203.0.113.9")
                .origin(new Origin.Country("JP", "203.0.113.0/24", 0, new Origin.Source("test", null)))
                .build());
    };

    private final List<String> decisions = new ArrayList<>();

    private static StreamRuntime start(EmbeddedBroker broker, Path folder, String instance, RulebookFiles files)
            throws Exception {
        StreamSettings settings = StreamSettings.builder(
                        broker.bootstrapServers(), "t.", folder.resolve(instance), instance)
                .partitions(4)
                .commitInterval(Duration.ofMillis(100))
                .cacheBytes(1 << 20)
                .build();
        StreamRuntime runtime = StreamRuntime.start(
                settings,
                new InstanceRulebook(files, Rulebook.compile(files), null),
                RulebookAcceptancePolicy.of(List.of(), new InProcessRulebookTrial()),
                DECODER,
                new SimpleMeterRegistry(),
                Clock.systemUTC());
        runtime.awaitReady(Duration.ofMinutes(3));
        return runtime;
    }

    private void publish(InboxPublisher publisher, String account, String id, int recipients) {
        publisher.publish(null, (account + " " + id + " " + recipients).getBytes(StandardCharsets.UTF_8));
        publisher.flush();
    }

    private void awaitDecision(DecisionTail tail, String id) {
        await().atMost(Duration.ofMinutes(1)).pollInSameThread().until(() -> {
            tail.next(Duration.ofMillis(100))
                    .forEach(decision -> decisions.add(new String(decision, StandardCharsets.UTF_8)));
            return decisions.stream().anyMatch(decision -> decision.contains("\"event_id\":\"" + id + "\""));
        });
    }

    private static List<LogEntry> line(LogClientSettings log, String account) {
        List<LogEntry> entries = new ArrayList<>();
        try (LogReplay replay = new LogReplay(log)) {
            replay.entriesOf(Account.of(account), entries::add, done -> {});
        }
        return entries;
    }

    private static RulebookFiles withTwoOfTheExamples() throws Exception {
        RulebookFiles files = RulebookFiles.read(Path.of("rules"));
        for (Map.Entry<String, String> file :
                RulebookFiles.read(ExampleRules.FOLDER).files().entrySet()) {
            if (file.getKey().startsWith("neighbours/network-flagged-today/")
                    || file.getKey().startsWith("neighbours/quota-of-a-sender-domain/")) {
                files = files.with(file.getKey(), file.getValue());
            }
        }
        String policy = files.files().getOrDefault("policy.yml", "");
        return files.with(
                "policy.yml", policy.replace("  thresholds:\n", "  thresholds:\n    sender_domain_messages: 5000\n"));
    }

    private static boolean told(LogEntry entry) {
        return entry instanceof LogEntry.NeighboursTold told
                && told.news().key().kind() == KeyKind.NETWORK
                && !told.news().evidence().isEmpty();
    }

    /** The highest sum of the sender's domain that the account was told. */
    private static long sum(LogClientSettings log, String account) {
        return line(log, account).stream()
                .mapToLong(entry -> entry instanceof LogEntry.NeighboursTold told
                                && told.news().key().kind() == KeyKind.SENDER_DOMAIN
                        ? told.news().sentDay()
                        : 0)
                .max()
                .orElse(0);
    }

    @Test
    void aCaseIsToldToTheNeighbourAndTheLogAloneRepeatsTheDecisions(@TempDir Path folder) throws Exception {
        RulebookFiles files = HomeCountryOverride.apply(withTwoOfTheExamples(), List.of("JP"));
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), 0)) {
            LogClientSettings log = new LogClientSettings(broker.bootstrapServers(), "t.", Map.of());
            try (StreamRuntime one = start(broker, folder, "one", files);
                    StreamRuntime two = start(broker, folder, "two", files);
                    DecisionTail tail = new DecisionTail(log);
                    InboxPublisher publisher = new InboxPublisher(log)) {
                publish(publisher, ALICE, "a1", 1);
                awaitDecision(tail, "a1");
                assertThat(decisions.get(0)).doesNotContain("network-flagged-today");
                // The first message of an account to so many at once is flagged gravely.
                publish(publisher, THIEF, "t1", 501);
                publish(publisher, THIEF, "t2", 501);
                awaitDecision(tail, "t2");

                await().atMost(Duration.ofMinutes(1))
                        .until(() -> line(log, ALICE).stream().anyMatch(NeighbourStreamIT::told));

                publish(publisher, ALICE, "a2", 1);
                awaitDecision(tail, "a2");
                assertThat(decisions.get(decisions.size() - 1))
                        .contains("\"event_id\":\"a2\"", "\"rule\":\"network-flagged-today\"");
                assertThat(line(log, ALICE).stream().filter(NeighbourStreamIT::told))
                        .hasSize(1);
                assertThat(one.state().get("neighbours") + two.state().get("neighbours"))
                        .contains("running");
                publishAndLoseAnInstance(publisher, two);
                for (int i = 0; i < 60; i++) {
                    awaitDecision(tail, "m" + i);
                }
                // Whoever was told nothing yet is told the sum as it is.
                publish(publisher, LATE, "l1", 1);
                awaitDecision(tail, "l1");
                await().atMost(Duration.ofMinutes(1)).until(() -> sum(log, LATE) > 0);
                assertThat(sum(log, LATE)).as("each message once").isEqualTo(ACCEPTED);
                for (String account : accounts()) {
                    assertThat(sum(log, account)).isLessThanOrEqualTo(ACCEPTED);
                }
                assertReplayed(log, files);
            }
        }
    }

    /** Sixty messages of six accounts; in the midst the other instance has to take over everything. */
    private void publishAndLoseAnInstance(InboxPublisher publisher, StreamRuntime lost) {
        for (int i = 0; i < 60; i++) {
            publish(publisher, "member" + (59 - i) % 6 + "@isp.example", "m" + i, 1);
            if (i == 30) {
                lost.close();
            }
        }
    }

    private static List<String> accounts() {
        List<String> accounts = new ArrayList<>(List.of(ALICE, THIEF, LATE));
        for (int i = 0; i < 6; i++) {
            accounts.add("member" + i + "@isp.example");
        }
        return accounts;
    }

    /** Each account stepped from its own line of the log, and nothing else. */
    private void assertReplayed(LogClientSettings log, RulebookFiles files) throws Exception {
        Map<String, String> again = new HashMap<>();
        try (Rulebook rulebook = Rulebook.compile(files);
                StepEngine engine = new StepEngine(rulebook)) {
            for (String account : accounts()) {
                @Nullable AccountState state = null;
                for (LogEntry entry : line(log, account)) {
                    if (entry instanceof LogEntry.RulebookActivation) {
                        continue;
                    }
                    StepResult step = engine.step(state, entry);
                    state = step.state();
                    for (StepOutput output : step.outputs()) {
                        if (output instanceof StepOutput.DecisionMade made) {
                            again.put(
                                    made.decision().eventId(),
                                    new String(DecisionJson.write(made.decision()), StandardCharsets.UTF_8));
                        }
                    }
                }
            }
        }
        assertThat(decisions).containsExactlyInAnyOrderElementsOf(again.values());
    }
}
