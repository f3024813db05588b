package org.sekimori.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.sekimori.cases.Hold;
import org.sekimori.stream.json.HoldJson;
import org.sekimori.stream.notice.KafkaNoticeOutbox;
import org.sekimori.stream.notice.NoticeRecord;
import org.sekimori.stream.notice.NoticeRecordJson;

/** One record that cannot be read says nothing against the others, nor against what was known before it. */
class CompactedTableTest {

    private static final Instant TIME = Instant.parse("2026-06-01T09:00:00Z");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final UnreadableRecordHandler unreadable = new UnreadableRecordHandler(registry, Clock.systemUTC());
    private final CompactedTable<Hold> table = CompactedTable.keeping(HoldJson::read);
    private long offset;

    private ConsumerRecord<byte[], byte[]> record(@Nullable String key, @Nullable String value) {
        return new ConsumerRecord<>("t.holds", 0, offset++, bytes(key), bytes(value));
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    private static String hold(String by) {
        return new String(HoldJson.write(new Hold(by, TIME, null, "burst")), StandardCharsets.UTF_8);
    }

    private String by(String account) {
        return Objects.requireNonNull(table.values().get(account)).by();
    }

    @Test
    void theLastGoodValueStandsUntilARecordThatCanBeReadFollows() {
        table.take(record("alice", hold("sato")), unreadable);
        table.take(record("alice", "{\"by\":\"sato\",\"since\":\"tomorrow\",\"reason\":\"\"}"), unreadable);
        table.take(record("bob", hold("ito")), unreadable);

        assertThat(table.values()).containsOnlyKeys("alice", "bob");
        assertThat(by("alice")).isEqualTo("sato");
        assertThat(table.unreadable()).isOne();

        table.take(record("alice", hold("mori")), unreadable);
        assertThat(by("alice")).isEqualTo("mori");
        assertThat(table.unreadable()).isZero();
    }

    @Test
    void aTombstoneEndsWhatCouldNotBeRead() {
        table.take(record("alice", hold("sato")), unreadable);
        table.take(record("alice", "\u0005binary of a later version"), unreadable);
        table.take(record("alice", null), unreadable);

        assertThat(table.values()).isEmpty();
        assertThat(table.unreadable()).isZero();
    }

    @Test
    void whatIsSkippedIsCountedByTopic() {
        table.take(record(null, hold("sato")), unreadable);
        table.take(record("alice", ""), unreadable);
        for (int i = 0; i < 3 * UnreadableRecordHandler.MOST_LOGGED; i++) {
            table.take(record("alice", "[]"), unreadable);
        }

        assertThat(unreadable.counts()).containsExactly(Map.entry("t.holds", 32L));
        assertThat(registry.get("sekimori.records.unreadable")
                        .tag("topic", "t.holds")
                        .counter()
                        .count())
                .isEqualTo(32);
    }

    @Test
    void aReasonQuotesNothingThatAnExceptionMayHaveMet() {
        assertThat(UnreadableRecordHandler.reason(new IllegalStateException("alice@isp.example")))
                .isEqualTo("reading it failed with IllegalStateException");
    }

    /** The record must come again: nothing is wrong with it. */
    @Test
    void aLogThatIsAwayIsNotAnUnreadableRecord() {
        assertThatThrownBy(() -> unreadable.read(record("alice", ""), one -> {
                    throw new KafkaException("no broker");
                }))
                .isInstanceOf(KafkaException.class);
        assertThat(unreadable.counts()).isEmpty();
    }

    @Test
    void aNoticeThatCannotBeReadIsNotSentAgainAndHidesNoOther() {
        Map<String, NoticeRecord> entries = new HashMap<>();
        Map<Integer, Long> places = new HashMap<>();
        String good = new String(
                NoticeRecordJson.write(
                        NoticeRecord.due("case/b", "case-opened", "desk", null, "1", TIME, new TreeMap<>())),
                StandardCharsets.UTF_8);
        for (ConsumerRecord<byte[], byte[]> one : new ConsumerRecord[] {
            record("case/a", good.replace("\"due\"", "\"handed_over\"")),
            record(null, good),
            record("case/b", good),
            record("place/questions/1", "{\"next\":7}"),
            record("place/questions/1", "{\"next\":\"8\"}"),
            record("place/questions/x", "{\"next\":9}"),
            record("case/c", good.replace(TIME.toString(), "soon"))
        }) {
            KafkaNoticeOutbox.take(one, unreadable, entries, places::put);
        }

        assertThat(entries).containsOnlyKeys("case/a", "case/b", "case/c");
        assertThat(Objects.requireNonNull(entries.get("case/a")).isFinished()).isTrue();
        assertThat(Objects.requireNonNull(entries.get("case/b")).isFinished()).isFalse();
        assertThat(Objects.requireNonNull(entries.get("case/c")).reason()).contains("cannot read");
        assertThat(places).containsExactly(Map.entry(1, 7L));
        assertThat(unreadable.counts()).containsExactly(Map.entry("t.holds", 5L));
    }
}
