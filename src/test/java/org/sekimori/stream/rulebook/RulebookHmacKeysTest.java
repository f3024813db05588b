package org.sekimori.stream.rulebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.engine.LogEntry;
import org.sekimori.stream.SharedKeyException;
import org.sekimori.stream.json.EntryJson;
import org.sekimori.stream.rulebook.RulebookHmacKeys.Kind;

/** What a MAC of a record binds. */
class RulebookHmacKeysTest {

    private static final String ONE = "11".repeat(32);
    private static final String OTHER = "22".repeat(32);
    private static final byte[] ID = bytes("0123456789abcdef");
    private static final byte[] VALUE = bytes("{}");

    @TempDir
    private Path folder;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private RulebookHmacKeys keys(String... lines) throws IOException {
        return RulebookHmacKeys.read(Files.write(folder.resolve("keys"), List.of(lines)));
    }

    private static Headers signed(RulebookHmacKeys keys) {
        Headers headers = new RecordHeaders();
        keys.sign(headers, Kind.TEXT, "sekimori.", ID, VALUE);
        return headers;
    }

    @Test
    void itBindsKindPrefixKeyAndValue() throws IOException {
        RulebookHmacKeys keys = keys(ONE);
        Headers headers = signed(keys);
        assertThat(keys.verify(headers, Kind.TEXT, "sekimori.", ID, VALUE)).isTrue();
        assertThat(keys.verify(headers, Kind.IN_FORCE, "sekimori.", ID, VALUE)).isFalse();
        assertThat(keys.verify(headers, Kind.TEXT, "test.", ID, VALUE)).isFalse();
        assertThat(keys.verify(headers, Kind.TEXT, "sekimori.", bytes("0123456789abcdee"), VALUE))
                .isFalse();
        assertThat(keys.verify(headers, Kind.TEXT, "sekimori.", ID, bytes("{ }")))
                .isFalse();
        assertThat(keys.verify(headers, Kind.TEXT, "sekimori.", ID, null)).isFalse();
        assertThat(keys.verify(new RecordHeaders(), Kind.TEXT, "sekimori.", ID, VALUE))
                .isFalse();
        // A byte that moves from one part to the next changes what is said.
        assertThat(keys.verify(headers, Kind.TEXT, "sekimori.0", bytes("123456789abcdef"), VALUE))
                .isFalse();
    }

    @Test
    void theFirstSignsAndAllCount() throws IOException {
        RulebookHmacKeys before = keys(ONE);
        RulebookHmacKeys both = keys("# since May", OTHER, ONE);
        RulebookHmacKeys after = keys(OTHER);
        assertThat(both.verify(signed(before), Kind.TEXT, "sekimori.", ID, VALUE))
                .isTrue();
        assertThat(after.verify(signed(both), Kind.TEXT, "sekimori.", ID, VALUE))
                .isTrue();
        assertThat(after.verify(signed(before), Kind.TEXT, "sekimori.", ID, VALUE))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# only words", "11", "no hexadecimal digits", "1111111111111111111111111111111"})
    void aFileWithoutAKeyIsRefusedWithoutItsContent(String line) {
        assertThatThrownBy(() -> keys(line))
                .isInstanceOf(SharedKeyException.class)
                .hasMessageContaining(folder.resolve("keys").toString())
                .hasMessageNotContaining("no hexadecimal digits\"")
                .hasMessageNotContaining("1111111111111111");
    }

    @Test
    void theStepFollowsNoActivationThatNobodySignedOrThatWasThereBefore() throws IOException {
        ActivationVerifier proven = new ActivationVerifier(keys(ONE), "sekimori.");
        Instant now = Instant.parse("2030-01-01T00:00:00Z");
        LogEntry.RulebookActivation activation = new LogEntry.RulebookActivation("0123456789abcdef", now, "test");
        byte[] value = EntryJson.write(activation);
        Record<byte[], byte[]> record = new Record<>(ID, value, 0, new RecordHeaders());
        assertThat(proven.fault(record, activation, null)).contains("has no MAC by a key of this cluster");
        keys(ONE).sign(record.headers(), Kind.ACTIVATION, "sekimori.", ID, value);
        assertThat(proven.fault(record, activation, null)).isNull();
        assertThat(proven.fault(record, activation, now)).isNull();
        assertThat(proven.fault(record, activation, now.plusMillis(1))).contains("was written before");
    }
}
