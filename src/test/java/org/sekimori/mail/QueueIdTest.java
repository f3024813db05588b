package org.sekimori.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What identifies a message at its server, and what only stands where an id would. */
class QueueIdTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3F2A41B07C",
                "4jZ3RH72QGzJHm4",
                "481c.6b0646eb.efc9d.0",
                "1tABcd-0005Vc-0A",
                "1tABcd-000000005Vc-0Abc",
                "8F1A2B3C-1D2E-4F50-8A9B-0C1D2E3F4A5B.1",
                "4AB1C2D3012345",
                "B2/00-12345-6789ABCD",
                "a3f1c2e4d5b60718",
                "10"
            })
    void idOfARealServerIsTakenAsItIs(String id) {
        assertThat(QueueId.of(id, 64)).isEqualTo(id);
        assertThat(QueueId.of(" " + id + "\t", 64)).isEqualTo(id);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                "\t",
                "NOQUEUE",
                "noqueue",
                "NoQueue",
                "no-queue",
                "NOQUEUE:",
                "-",
                "--",
                ".",
                "*",
                "?",
                "0",
                "00000000",
                "-1",
                "1",
                "none",
                "None",
                "unknown",
                "[unknown]",
                "null",
                "(null)",
                "<null>",
                "nil",
                "undef",
                "<undef>",
                "undefined",
                "N/A",
                "n/a",
                "NaN",
                "[UNAVAILABLE]",
                "(unavailable)",
                "$queue_id",
                "${queue_id}",
                "%{queue_id}",
                "{{queue_id}}",
                "$message_exim_id",
                "queue_id",
                "00000000-0000-0000-0000-000000000000",
                "FFFFFFFF",
                "xxxxxx",
                "ALL",
                "all",
                "4jZ3 RH72",
                "4jZ3\u0000RH72",
                "4jZ3\u00a0RH72",
                "４jZ3RH72",
                "日本"
            })
    void whatOnlyStandsWhereAnIdWouldIsNone(String text) {
        assertThat(QueueId.of(text, 64)).isNull();
    }

    @Test
    void tooLongAnIdIsNoneAndNeverCut() {
        assertThat(QueueId.of("ab".repeat(32), 64)).hasSize(64);
        assertThat(QueueId.of("ab".repeat(32) + "c", 64)).isNull();
    }

    @Test
    void serversAreTheSameWhateverTheCaseAndTheFinalDot() {
        assertThat(ServerName.of("MX1.isp.example.")).isEqualTo("mx1.isp.example");
        assertThat(ServerName.of(" 2001:DB8::25 ")).isEqualTo("2001:db8::25");
        assertThat(ServerName.of("")).isEmpty();
        assertThat(ServerName.of(".")).isEqualTo(".");
    }
}
