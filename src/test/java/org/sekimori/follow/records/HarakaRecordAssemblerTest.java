package org.sekimori.follow.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.follow.AskedMessages;
import org.sekimori.follow.AssembledLog;
import org.sekimori.follow.LogEvent;
import org.sekimori.follow.LogLineAssembler.LineResult;

class HarakaRecordAssemblerTest {

    private static final String ID = "85A29EDF-4A3A-40B5-A76E-F7FEE3A3B405.1";

    private final AssembledLog log = new AssembledLog("", () -> new HarakaRecordAssembler(AskedMessages.NONE));
    private final AssembledLog asked = new AssembledLog(
            "", () -> new HarakaRecordAssembler(message -> new AskedMessages.Answer.Asked("192.0.2.25")));

    private static String record(String kind, String more) {
        return "{\"id\":\"haraka:x\",\"kind\":\"" + kind
                + "\",\"time\":\"2026-10-01T08:00:00.5Z\",\"account\":\"alice\"," + "\"server\":\"mx3\",\"queue_id\":\""
                + ID + "\"" + more + "}";
    }

    @Test
    void aMessageThatNobodyAskedAboutIsAnAttemptWithAllThatTheReportSays() {
        log.read(
                record(
                        "accepted",
                        ",\"client_address\":\"91.10.20.30\",\"helo\":\"laptop\",\"tls\":\"TLSv1.3\",\"sender\":\"alice@isp.example\","
                                + "\"recipients\":[\"bob@far.example\"],\"recipient_count\":1,\"size\":1047,\"message_id\":\"<1@laptop>\""));

        LogEvent event = log.events().get(0);
        assertThat(log.summary()).containsExactly("attempt alice 1");
        assertThat(event.id()).as("that of the question").isEqualTo("haraka:" + ID);
        assertThat(event.time()).isEqualTo(Instant.parse("2026-10-01T08:00:00.5Z"));
        assertThat(event.queueId()).isEqualTo(ID);
        assertThat(event.clientAddress()).isEqualTo("91.10.20.30");
        assertThat(event.helo()).isEqualTo("laptop");
        assertThat(event.tls()).isEqualTo("TLSv1.3");
        assertThat(event.size()).isEqualTo(1047);
        assertThat(event.messageId()).isEqualTo("1@laptop");
        assertThat(event.sender()).isEqualTo("alice@isp.example");
        assertThat(event.recipients()).containsExactly("bob@far.example");
    }

    @Test
    void aMessageThatWasAskedAboutIsNotCountedAgainAndKeepsTheNameOfItsServer() {
        asked.lines(record("accepted", ""), record("rejected", ",\"before_queue\":true,\"status_code\":\"5.7.1\""));

        assertThat(asked.summary()).containsExactly("accepted alice 1", "rejected alice 1");
        assertThat(asked.events()).extracting(LogEvent::server).containsOnly("192.0.2.25");
        assertThat(asked.events()).extracting(LogEvent::beforeQueue).containsExactly(false, true);
    }

    /** The topic may be written to by somebody else: ids and kinds are not taken from a record. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "attempt",
                "password_changed",
                "account_closed",
                "account_renamed",
                "auth_succeeded",
                "complaint",
                "rate_limited",
                ""
            })
    void onlyOutcomesAreTaken(String kind) {
        assertThat(log.read(record(kind, ",\"history\":true"))).isEqualTo(LineResult.NOT_UNDERSTOOD);
        assertThat(log.events()).isEmpty();
    }

    @Test
    void noRecordPassesForAnotherMessageOrGivesBackWhatWasQueued() {
        log.lines(
                record("bounced", ",\"before_queue\":true,\"status_code\":\"5.1.1\""),
                record("deferred", ",\"before_queue\":true,\"status_code\":\"none of these\""),
                record("bounced", ",\"recipient_count\":-7").replace("haraka:x", "postfix:1"));

        assertThat(log.events()).noneMatch(LogEvent::beforeQueue).allMatch(one -> one.id()
                .startsWith("haraka:" + ID));
        assertThat(log.events()).extracting(LogEvent::statusCode).containsExactly("5.1.1", null, null);
        assertThat(log.events()).extracting(LogEvent::recipientCount).containsOnly(1);
    }

    @Test
    void theSameReportTwiceIsTheSameEvent() {
        log.lines(record("bounced", ""), record("bounced", ""), record("bounced", ",\"recipient_count\":2"));

        assertThat(log.events().get(0)).isEqualTo(log.events().get(1));
        assertThat(log.events().get(2).id()).isNotEqualTo(log.events().get(0).id());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "7",
                "{\"kind\":7}",
                "{\"kind\":\"accepted\"}",
                "{\"kind\":\"accepted\",\"account\":\"alice\",\"queue_id\":\"A1\"}",
                "{\"kind\":\"accepted\",\"account\":\"alice\",\"queue_id\":\"A1\",\"time\":\"yesterday\"}",
                "{\"kind\":\"accepted\",\"account\":\" \",\"queue_id\":\"A1\",\"time\":\"2026-10-01T08:00:00Z\"}",
                "{\"kind\":\"accepted\",\"account\":\"alice\",\"queue_id\":\"NOQUEUE\",\"time\":\"2026-10-01T08:00:00Z\"}",
            })
    void whatIsNoReportIsNotUnderstood(String text) {
        assertThat(log.read(text)).isEqualTo(LineResult.NOT_UNDERSTOOD);
    }
}
