package org.sekimori.intake.milter;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.intake.limits.IncompleteRequestLimit;

/** Bytes that no mail server sends: the connection is closed, nobody is asked, and nothing grows. */
class MilterHostileInputTest {

    private final MilterFixture milter = new MilterFixture();

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, MilterPacketDecoder.MAX_PACKET + 1})
    void aLengthThatNoPacketHasClosesTheConnection(int length) {
        MilterConversation server = milter.converse()
                .negotiate()
                .session()
                .mail("alice", "<alice@isp.example>")
                .rcpt("bob@example.net")
                .raw(ByteBuffer.allocate(5).putInt(length).put((byte) 'E').array())
                .end("4jZ3RH72QGzJHm4");

        assertThat(server.letters()).isEqualTo("Oc");
        assertThat(server.open()).isFalse();
        assertThat(milter.asked).isEmpty();
        assertThat(milter.log.deadLetters)
                .singleElement()
                .asString()
                .contains("length of a packet")
                .contains(Integer.toUnsignedString(length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\n\r\n", "EHLO x\r\n", "request=smtpd_access_policy\n\n"})
    void anotherProtocolIsNoMilters(String octets) {
        MilterConversation server = milter.converse().raw(octets.getBytes(US_ASCII));

        assertThat(server.replies()).isEmpty();
        assertThat(server.open()).isFalse();
        assertThat(milter.log.deadLetters).hasSize(1);
    }

    static Stream<char[]> ordersThatNoServerHas() {
        return Stream.of(
                        "C", "M", "E", "OO", "OE", "OR", "OL", "OB", "OCMREE", "OCMAE", "OCMAR", "OCKR", "O!", "OZ",
                        "OCMz")
                .map(String::toCharArray);
    }

    @ParameterizedTest
    @MethodSource("ordersThatNoServerHas")
    void stepsInAnOrderThatNoServerHasCloseTheConnection(char... steps) {
        MilterConversation server = milter.converse();
        for (char step : steps) {
            switch (step) {
                case 'O' -> server.negotiate();
                case 'C' -> server.session();
                case 'M' -> server.mail("alice", "<alice@isp.example>");
                default -> server.send(step, MilterConversation.texts("x"));
            }
        }

        assertThat(server.open()).isFalse();
        assertThat(milter.log.deadLetters).hasSize(1);
        assertThat(milter.recipients.weight()).isZero();
    }

    @Test
    void packetsWithoutTheirDataAreReadAsFarAsTheyGo() {
        MilterConversation server = milter.converse()
                .negotiate()
                .send('D')
                .send('D', (byte) 'C')
                .send('D', (byte) 'M', (byte) 'i')
                .send('C')
                .send('C', (byte) 'x', (byte) 0, (byte) '4', (byte) 1)
                .send('H')
                .macros('M', "{auth_authen}", "alice", "i")
                .send('M')
                .send('R')
                .send('L')
                .send('E');

        assertThat(server.letters()).isEqualTo("Oca");
        assertThat(milter.last().account()).hasToString("alice@isp.example");
        assertThat(milter.last().recipientCount()).isEqualTo(1);
        assertThat(milter.last().sender()).isNull();
    }

    @Test
    void aLongPacketTakesNoMemoryWhileItComes() {
        MilterConversation server = milter.converse()
                .negotiate()
                .session()
                .mail("alice", "<alice@isp.example>")
                .rcpt("bob@example.net");
        int length = MilterPacketDecoder.MAX_PACKET;
        server.raw(ByteBuffer.allocate(5).putInt(length).put((byte) 'B').array());
        for (int sent = 1; sent < length; ) {
            byte[] piece = new byte[Math.min(1 << 16, length - sent)];
            server.raw(piece);
            sent += piece.length;
            assertThat(milter.half.held()).isLessThanOrEqualTo(IncompleteRequestLimit.FREE);
        }
        server.end("4jZ3RH72QGzJHm4");

        assertThat(server.letters()).isEqualTo("Oca");
        assertThat(milter.last().size()).isGreaterThan(length - 10);
    }

    @Test
    void anAccountThatBeginsMessagesForEverFillsNoMemory() {
        MilterConversation[] servers = new MilterConversation[400];
        for (int i = 0; i < servers.length; i++) {
            servers[i] = milter.converse().negotiate().session().mail("mallory", "<mallory@isp.example>");
            for (int person = 0; person < 1_000; person++) {
                servers[i].send('R', MilterConversation.texts("<victim" + person + "@victims.test>"));
            }
        }
        assertThat(milter.recipients.weight()).isLessThan(milter.recipients.most() / 4 + (1 << 20));

        servers[0].end("4jZ3RH72QGzJHm4");
        assertThat(milter.last().recipientCount()).isEqualTo(1_000);
        assertThat(milter.last().recipients()).isNotEmpty();
        for (MilterConversation server : servers) {
            server.hangUp();
        }
        assertThat(milter.recipients.weight()).isZero();
    }

    @Test
    void halfPacketsTakeNoMoreThanTheirPartAndHonestMailIsDecidedMeanwhile() {
        byte[] half = ByteBuffer.allocate(8_000).putInt(8_100).put((byte) 'D').array();
        List<MilterConversation> servers = new ArrayList<>();
        for (int i = 0; i < 2_200; i++) {
            servers.add(milter.converse().raw(half));
        }

        assertThat(servers.get(0).open()).isTrue();
        assertThat(servers.get(servers.size() - 1).open()).isFalse();
        assertThat(milter.half.held()).isBetween(IncompleteRequestLimit.MOST / 2, IncompleteRequestLimit.MOST);
        MilterConversation honest = milter.converse().negotiate().session().message("alice", "4jZ3RH72QGzJHm4");
        assertThat(honest.letters()).isEqualTo("Oca");
        servers.forEach(MilterConversation::hangUp);
        assertThat(milter.half.held()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1, 15, 63", "0, 0, 0", "-1, 511, 2097151"})
    void versionsThatNobodySpeaksAreRefused(int version, int actions, int steps) {
        MilterConversation server = milter.converse().negotiate(version, actions, steps);

        assertThat(server.open()).isFalse();
        assertThat(milter.log.deadLetters).singleElement().asString().contains("version 2 or newer");
    }
}
