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

class KumoRecordAssemblerTest {

    private static final String ID = "1d98076abbbc11ed940250ebf67f93bd";

    private final AssembledLog log =
            new AssembledLog("", () -> new KumoRecordAssembler(AskedMessages.NONE, "authn_id"));

    private static String record(String type, String more) {
        return "{\"type\":\"" + type + "\",\"id\":\"" + ID
                + "\",\"sender\":\"alice@isp.example\",\"recipient\":\"bob@far.example\","
                + "\"size\":1047,\"peer_address\":{\"name\":\"laptop\",\"addr\":\"91.10.20.30\"},\"timestamp\":1790841600,"
                + "\"created\":1790841600,\"meta\":{\"authn_id\":\"alice@isp.example\",\"x_user\":\"bob\"}" + more
                + "}";
    }

    @Test
    void aReceptionThatNobodyAskedAboutIsAnAttemptWithAllThatTheRecordSays() {
        log.read(record(
                "Reception",
                ",\"event_time\":\"2026-10-01T08:00:00.5Z\",\"tls_protocol_version\":\"TLSv1.3\","
                        + "\"headers\":{\"Message-ID\":\" <1@laptop>\"}"));

        LogEvent event = log.events().get(0);
        assertThat(log.summary()).containsExactly("attempt alice@isp.example 1");
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
    void aBatchOfRecipientsIsOneMessage() {
        log.read(record("Reception", "").replace("\"bob@far.example\"", "[\"bob@far.example\",\"carol@far.example\"]"));

        assertThat(log.summary()).containsExactly("attempt alice@isp.example 2");
    }

    @Test
    void theNextHopIsNotTheClient() {
        log.read(record("Bounce", ",\"response\":{\"code\":550}"));

        assertThat(log.events().get(0).clientAddress()).isNull();
        assertThat(log.events().get(0).statusCode()).isEqualTo("550");
    }

    @Test
    void theSameRecordTwiceIsTheSameEvent() {
        log.lines(record("Bounce", ""), record("Bounce", ""), record("Bounce", ",\"num_attempts\":1"));

        assertThat(log.events().get(0)).isEqualTo(log.events().get(1));
        assertThat(log.events().get(2).id()).isNotEqualTo(log.events().get(0).id());
    }

    @Test
    void laterDelaysAddNothing() {
        assertThat(log.read(record("TransientFailure", ",\"num_attempts\":2"))).isEqualTo(LineResult.UNDERSTOOD);

        assertThat(log.events()).isEmpty();
    }

    @Test
    void theKeyOfTheAccountIsASetting() {
        AssembledLog own = new AssembledLog("", () -> new KumoRecordAssembler(AskedMessages.NONE, "x_user"));

        own.read(record("Reception", ""));

        assertThat(own.summary()).containsExactly("attempt bob 1");
    }

    @Test
    void mailWithoutALogInIsNotFollowed() {
        assertThat(log.read(record("Reception", "").replace("authn_id", "other")))
                .isEqualTo(LineResult.IGNORED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "7",
                "{\"type\":7}",
                "{\"type\":\"Reception\"}",
                "{\"type\":\"New\",\"id\":\"a\",\"timestamp\":1}",
                "{\"type\":\"Reception\",\"id\":\"a\",\"event_time\":\"yesterday\"}",
                "{\"type\":\"Reception\",\"id\":\"a\",\"timestamp\":99999999999999999}",
                "{\"type\":\"Reception\",\"id\":\"a\",\"timestamp\":1e400}",
            })
    void whatIsNoRecordIsNotUnderstood(String text) {
        assertThat(log.read(text)).isEqualTo(LineResult.NOT_UNDERSTOOD);
    }
}
