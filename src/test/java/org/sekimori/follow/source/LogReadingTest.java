package org.sekimori.follow.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekimori.follow.AskedMessages;
import org.sekimori.follow.LogEvent;
import org.sekimori.follow.LogFormat;
import org.sekimori.follow.postfix.PostfixLogAssembler;
import org.sekimori.mail.EventKind;

/** One log of several hosts: none takes another's place, or makes what another has open old. */
class LogReadingTest {

    private final List<LogEvent> events = new ArrayList<>();
    private LogReading reading = reading();

    private static LogReading reading() {
        return new LogReading(
                LogFormat.SYSLOG,
                ZoneOffset.UTC,
                "",
                () -> new PostfixLogAssembler(message -> new AskedMessages.Answer.NotAsked()));
    }

    private void line(String time, String host, String daemon, String text) {
        String line = time + " " + host + " postfix/" + daemon + "[7]: " + text;
        reading.read(
                new RawLine(
                        line.getBytes(StandardCharsets.UTF_8), Instant.EPOCH, Instant.parse("2026-10-01T12:00:00Z")),
                (event, name, arrival) -> events.add(event));
    }

    private void begun(String host) {
        line(
                "2026-10-01T08:00:00+00:00",
                host,
                "submission/smtpd",
                "4jZ3RH72QGzJHm4: client=unknown[203.0.113.7], sasl_method=PLAIN, sasl_username=alice@isp.example");
    }

    private void sent(String host) {
        line(
                "2026-10-01T08:00:01+00:00",
                host,
                "qmgr",
                "4jZ3RH72QGzJHm4: from=<alice@isp.example>, size=411, nrcpt=1 (queue active)");
        line(
                "2026-10-01T08:00:02+00:00",
                host,
                "smtp",
                "4jZ3RH72QGzJHm4: to=<bob@sink.example>, relay=127.0.0.1[127.0.0.1]:26, delay=0.1, delays=0/0/0/0,"
                        + " dsn=2.0.0, status=sent (250 2.0.0 Ok)");
        line("2026-10-01T08:00:02+00:00", host, "qmgr", "4jZ3RH72QGzJHm4: removed");
    }

    /** A container has a new name at each start. */
    @Test
    void hostsThatComeAndGoForWeeksDoNotShutOutTheNextOne() throws IOException {
        int many = 3 * LogReading.MOST_HOSTS;
        for (int i = 0; i < many; i++) {
            begun("mx-" + i);
            sent("mx-" + i);
            if (i == LogReading.MOST_HOSTS) {
                restart();
            }
        }

        assertThat(events)
                .filteredOn(event -> event.kind() == EventKind.ATTEMPT)
                .hasSize(many);
        assertThat(reading.unreadLines()).isZero();
    }

    @Test
    void namesThatAStrangerMakesUpDoNotPushOutAHostWithOpenMessages() {
        begun("mx");
        for (int i = 0; i < 2 * LogReading.MOST_HOSTS; i++) {
            line("2026-10-01T08:00:00+00:00", "made-up-" + i, "smtpd", "connect from unknown[198.51.100.1]");
        }
        reading.endBatch();

        sent("mx");

        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(EventKind.ATTEMPT);
            assertThat(event.account()).isEqualTo("alice@isp.example");
        });
    }

    @Test
    void aHostWhoseClockIsYearsAheadMakesNoOtherHostsMessagesOld() {
        begun("mx");
        line("2038-01-19T03:14:07+00:00", "broken", "smtpd", "connect from unknown[198.51.100.1]");
        reading.endBatch();

        sent("mx");

        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(EventKind.ATTEMPT);
            assertThat(event.clientAddress()).isEqualTo("203.0.113.7");
        });
    }

    private void restart() throws IOException {
        ByteArrayOutputStream state = new ByteArrayOutputStream();
        reading.save(new DataOutputStream(state));
        reading = reading();
        reading.restore(state.toByteArray());
    }
}
