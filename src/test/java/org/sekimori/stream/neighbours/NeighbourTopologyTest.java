package org.sekimori.stream.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sekimori.engine.LogEntry;
import org.sekimori.mail.Account;
import org.sekimori.neighbours.KeyKind;
import org.sekimori.neighbours.KeySlot;
import org.sekimori.neighbours.NeighbourReport;
import org.sekimori.neighbours.NeighbourReport.Evidence;
import org.sekimori.neighbours.SharedKey;
import org.sekimori.stream.Topics;
import org.sekimori.stream.json.EntryJson;
import org.sekimori.stream.json.NeighbourJson;

/** The topology without a broker. */
@SuppressWarnings("NullAway.Init")
class NeighbourTopologyTest {

    private static final Instant NOW = Instant.parse("2026-06-01T09:00:00Z");
    private static final SharedKey NETWORK = SharedKey.of(KeyKind.NETWORK, "203.0.113.0/24");

    private final Topics topics = new Topics("t.");
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> reports;

    @BeforeEach
    void start() {
        Properties config = new Properties();
        config.put("application.id", "t.neighbours");
        config.put("bootstrap.servers", "unused:1");
        driver = new TopologyTestDriver(NeighbourTopology.build(topics, new NeighbourMeters(registry)), config, NOW);
        reports = driver.createInputTopic(
                topics.neighbourReports(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    private void report(String account, boolean seen, Evidence evidence) {
        NeighbourReport report =
                new NeighbourReport(NETWORK, Account.of(account), NOW, seen, evidence, 0, 0, 0, 20_605, 0);
        reports.pipeInput(
                NETWORK.text().getBytes(StandardCharsets.UTF_8), NeighbourJson.write(report), NOW.toEpochMilli());
    }

    private List<LogEntry> news() {
        return driver
                .createOutputTopic(topics.neighbourNews(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readValuesToList()
                .stream()
                .map(EntryJson::read)
                .toList();
    }

    private KeyValueStore<Bytes, byte[]> slots() {
        return driver.getKeyValueStore(NeighbourProcessor.SLOTS);
    }

    private static Bytes slot() {
        return Bytes.wrap(KeySlot.name(NETWORK).getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void newsAreEntriesOfTheAccountThatIsTold() {
        report("alice@isp.example", true, Evidence.NONE);
        report("thief@isp.example", false, Evidence.STRONG);
        assertThat(news()).singleElement().satisfies(entry -> {
            assertThat(entry.account()).isEqualTo(Account.of("alice@isp.example"));
            assertThat(((LogEntry.NeighboursTold) entry).news().evidence()).hasSize(1);
        });
        assertThat(new String(
                        EntryJson.write(new LogEntry.NeighboursTold(KeySlot.EMPTY
                                .after(new NeighbourReport(
                                        NETWORK,
                                        Account.of("alice@isp.example"),
                                        NOW,
                                        true,
                                        Evidence.NONE,
                                        3,
                                        0,
                                        0,
                                        0,
                                        0))
                                .news()
                                .get(0))),
                        StandardCharsets.UTF_8))
                .doesNotContain("203.0.113")
                .contains("\"failed_hour\":3");
    }

    @Test
    void anUnreadableReportIsSetAsideAndTheNextIsCounted() {
        reports.pipeInput(new byte[0], "{\"key\":\"network xyz\"}".getBytes(StandardCharsets.UTF_8));
        reports.pipeInput(new byte[0], "garbage".getBytes(StandardCharsets.UTF_8));
        report("thief@isp.example", false, Evidence.STRONG);
        report("alice@isp.example", true, Evidence.NONE);
        assertThat(driver.createOutputTopic(
                                topics.deadLetters(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                        .readValuesToList())
                .hasSize(2);
        assertThat(news()).hasSize(1);
    }

    @Test
    void damagedCountsBeginAnew() {
        slots().put(slot(), new byte[] {1, 2, 3});
        report("thief@isp.example", false, Evidence.STRONG);
        report("alice@isp.example", true, Evidence.NONE);
        assertThat(news()).hasSize(1);
        assertThat(registry.counter("sekimori.neighbours.begun.anew").count()).isEqualTo(1);
    }

    @Test
    void whatNobodyHeardOfForTwoWeeksIsDeleted() {
        report("alice@isp.example", true, Evidence.NONE);
        driver.advanceWallClockTime(Duration.ofDays(13));
        assertThat(slots().get(slot())).isNotNull();
        driver.advanceWallClockTime(Duration.ofDays(2));
        assertThat(slots().get(slot())).isNull();
    }
}
