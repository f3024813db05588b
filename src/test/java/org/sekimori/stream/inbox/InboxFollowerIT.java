package org.sekimori.stream.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.mail.Account;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.stream.LogClientSettings;
import org.sekimori.stream.StreamSettings;
import org.sekimori.stream.broker.EmbeddedBroker;
import org.sekimori.stream.consumer.DecisionTail;
import org.sekimori.stream.rulebook.InstanceRulebook;
import org.sekimori.stream.rulebook.RulebookAcceptancePolicy;
import org.sekimori.stream.runtime.StreamRuntime;
import org.sekimori.trial.InProcessRulebookTrial;

/** The follower over a real broker, with an admission that fails in the middle of a poll. */
class InboxFollowerIT {

    private static final int EVENTS = 20;

    /** Fails once with something that is none of Kafka's, when half of the events have gone by. */
    private static InboxDecoder failingOnce(AtomicInteger asked) {
        return (payload, position, arrival, credential) -> {
            if (asked.incrementAndGet() == EVENTS / 2) {
                throw new IllegalStateException("a fault in the intake");
            }
            return new InboxDecoder.DecodedEvent(event(new String(payload, StandardCharsets.UTF_8)));
        };
    }

    private static MailEvent event(String id) {
        return MailEvent.builder(
                        id, Instant.parse("2026-06-01T09:00:00Z"), EventKind.ATTEMPT, Account.of("alice@isp.example"))
                .recipientCount(1)
                .build();
    }

    @Test
    void whatAFailedPollLeftBehindIsReadAgainAndCountsOnce(@TempDir Path folder) throws Exception {
        RulebookFiles files = RulebookFiles.read(Path.of("rules"));
        AtomicInteger asked = new AtomicInteger();
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
                Rulebook rulebook = Rulebook.compile(files)) {
            StreamSettings settings = StreamSettings.builder(broker.bootstrapServers(), "t.", folder, "test")
                    .partitions(2)
                    .commitInterval(Duration.ofMillis(200))
                    .cacheBytes(1 << 20)
                    .build();
            try (StreamRuntime runtime = StreamRuntime.start(
                            settings,
                            new InstanceRulebook(files, rulebook, null),
                            RulebookAcceptancePolicy.of(List.of(), new InProcessRulebookTrial()),
                            failingOnce(asked),
                            new SimpleMeterRegistry(),
                            Clock.systemUTC());
                    DecisionTail tail =
                            new DecisionTail(new LogClientSettings(broker.bootstrapServers(), "t.", Map.of()));
                    InboxPublisher publisher =
                            new InboxPublisher(new LogClientSettings(broker.bootstrapServers(), "t.", Map.of()))) {
                runtime.awaitReady(Duration.ofMinutes(3));
                for (int i = 0; i < EVENTS; i++) {
                    publisher.publish(null, ("event-" + i).getBytes(StandardCharsets.UTF_8));
                }
                publisher.flush();
                List<String> decisions = new ArrayList<>();
                await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
                    tail.next(Duration.ofMillis(200))
                            .forEach(d -> decisions.add(new String(d, StandardCharsets.UTF_8)));
                    assertThat(decisions).hasSizeGreaterThanOrEqualTo(EVENTS);
                });
                assertThat(asked).hasValueGreaterThan(EVENTS);
                assertThat(decisions).hasSize(EVENTS);
                assertThat(decisions.get(EVENTS - 1)).contains("\"accepted_messages\":" + EVENTS);
            }
        }
    }
}
