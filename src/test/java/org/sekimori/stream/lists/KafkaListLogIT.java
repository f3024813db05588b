package org.sekimori.stream.lists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.lists.ListChange;
import org.sekimori.lists.ListChange.Action;
import org.sekimori.lists.ListKind;
import org.sekimori.lists.ListTable;
import org.sekimori.stream.StreamSettings;
import org.sekimori.stream.broker.EmbeddedBroker;

@SuppressWarnings("NullAway.Init")
class KafkaListLogIT {

    private static final Instant NOW = Instant.parse("2026-06-01T08:00:00Z");

    private static EmbeddedBroker broker;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start(@TempDir Path data) {
        broker = EmbeddedBroker.start(data, 0);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private KafkaListLog instance(String name) throws InterruptedException {
        StreamSettings settings = StreamSettings.builder(broker.bootstrapServers(), "two.", folder.resolve(name), name)
                .cacheBytes(1 << 20)
                .build();
        return KafkaListLog.open(settings, new ListTable(), new SimpleMeterRegistry(), Clock.systemUTC());
    }

    private static ListChange change(int number, Action action) {
        return new ListChange(
                "c" + number + action,
                NOW.plusSeconds(number),
                "sato",
                "cli",
                action,
                "spam-hosts",
                ListKind.NETWORK,
                List.of("192.0." + number + ".0/24"),
                "test",
                action == Action.ADD ? NOW.plus(Duration.ofDays(3)) : null);
    }

    @Test
    void twoInstancesChangeAListInTurnAndAThirdReadsAllBeforeItIsOpen() throws Exception {
        try (KafkaListLog one = instance("one");
                KafkaListLog other = instance("other")) {
            for (int i = 0; i < 6; i++) {
                KafkaListLog writer = i % 2 == 0 ? one : other;
                writer.apply(change(i, Action.ADD));
                assertThat(writer.table().terms("spam-hosts", ListKind.NETWORK, "192.0." + i + ".0/24"))
                        .as("at the writer at once")
                        .isNotNull();
            }
            other.apply(change(0, Action.REMOVE));
            await().untilAsserted(() -> assertThat(one.table().size()).isEqualTo(5));
            assertThat(other.table().size()).isEqualTo(5);
            assertThat(one.history("spam-hosts", "192.0.0.0/24", 10))
                    .extracting(past -> past.change().action())
                    .containsExactly(Action.ADD, Action.REMOVE);
            assertThat(one.history("spam-hosts", null, 10)).hasSize(7);
        }
        try (KafkaListLog third = instance("third")) {
            assertThat(third.table().size()).isEqualTo(5);
        }
    }
}
