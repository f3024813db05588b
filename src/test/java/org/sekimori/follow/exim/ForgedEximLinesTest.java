package org.sekimori.follow.exim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.follow.AskedMessages;
import org.sekimori.follow.AssembledLog;
import org.sekimori.follow.LogEvent;
import org.sekimori.follow.LogLineAssembler.LineResult;

/** Nothing that a client writes into a line becomes a field of it. */
class ForgedEximLinesTest {

    private static final String ID = "1xW2rS-0007fQ-2Z";

    private final AssembledLog log = new AssembledLog("exim", () -> new EximLogAssembler(AskedMessages.NONE));

    @ParameterizedTest
    @ValueSource(
            strings = {
                // The HELO name, with helo_accept_junk_hosts.
                "<= t@isp.example H=(x) [192.0.2.1] P=esmtpa A=PLAIN:victim S=1 (y) [91.10.20.30] P=esmtpa A=PLAIN:thief S=9 for b@far.example",
                "<= t@isp.example H=(x) [192.0.2.1] P=esmtpa A=PLAIN:victim S=1 T=\") [91.10.20.30] P=esmtpa A=PLAIN:thief S=9 T=\" for c@d\" for b@far.example",
                "<= t@isp.example H=([192.0.2.1]) [91.10.20.30] P=esmtpa A=PLAIN:thief S=9 for b@far.example",
                "<= t@isp.example H=((x) [91.10.20.30] P=esmtpa A=PLAIN:thief S=9 for b@far.example",
                // The subject.
                "<= t@isp.example H=(x) [91.10.20.30] P=esmtpa A=PLAIN:thief S=9 T=\"\\\" A=PLAIN:victim y) [192.0.2.1] P=esmtpa S=1\" for b@far.example",
                "<= t@isp.example H=(x) [91.10.20.30] P=esmtpa A=PLAIN:thief S=9 T=\" for v@w (y) [192.0.2.1] P=esmtpa A=PLAIN:victim S=1\" for b@far.example",
                // The sender, a recipient and the Message-ID, with quoted local parts.
                "<= \"a H=(x) [192.0.2.1] P=esmtpa A=PLAIN:victim S=1 for b@far.example \"@isp.example H=(x) [91.10.20.30] P=esmtpa A=PLAIN:thief S=9 for b@far.example",
                "<= t@isp.example H=(x) [91.10.20.30] P=esmtpa A=PLAIN:thief S=9 for \"y) [192.0.2.1] P=esmtpa A=PLAIN:victim S=1 T=\"@far.example",
                "<= t@isp.example H=(x) [91.10.20.30] P=esmtpa A=PLAIN:thief S=9 id=\"y) [192.0.2.1] P=esmtpa A=PLAIN:victim S=1\"@w for b@far.example",
            })
    void anArrivalIsThatOfItsRealClient(String line) {
        assertThat(log.read(ID + " " + line)).isEqualTo(LineResult.UNDERSTOOD);

        assertThat(log.events()).hasSize(1);
        LogEvent event = log.events().get(0);
        assertThat(event.account()).isEqualTo("thief");
        assertThat(event.clientAddress()).isEqualTo("91.10.20.30");
        assertThat(event.recipientCount()).isOne();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // A warning of an ACL about a message that was taken, with a HELO name that ends like a refusal.
                "H=(x) [192.0.2.1] F=<a@b> A=PLAIN:thief rejected after DATA: (y) [91.10.20.30] Warning: policy answer: DUNNO",
                "H=(x [91.10.20.30] F=<a@b> A=PLAIN:thief rejected after DATA: y) [91.10.20.30] F=<> Warning: z",
                "H=name (x) [91.10.20.30] F=<\"> A=PLAIN:victim rejected after DATA: \"@b> A=PLAIN:thief rejected after DATAX",
            })
    void aRefusalThatAClientWroteGivesNothingBack(String line) {
        log.read(ID + " " + line);

        assertThat(log.events()).noneMatch(LogEvent::beforeQueue);
    }

    @Test
    void aQuotedSenderIsNoPartOfARefusal() {
        log.read(
                ID
                        + " H=(x) [91.10.20.30] F=<\"a> A=PLAIN:victim rejected after DATA: \"@isp.example> A=PLAIN:thief rejected after DATA: no");

        assertThat(log.events())
                .filteredOn(LogEvent::beforeQueue)
                .extracting(LogEvent::account)
                .containsExactly("thief");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain authenticator failed for H=(x) [192.0.2.1]: 535 Incorrect authentication data (set_id=victim) (y) [91.10.20.30]: 535 Incorrect authentication data (set_id=thief)",
                "plain authenticator failed for H=(x) [91.10.20.30]: 535 Incorrect authentication data (set_id=y) [192.0.2.1]: 535 Incorrect authentication data (set_id=victim)",
            })
    void aFailedLogInFromTwoPlacesIsNotUnderstood(String line) {
        assertThat(log.read(line)).isEqualTo(LineResult.NOT_UNDERSTOOD);

        assertThat(log.events()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<= a@b H=(MANY) [91.10.20.30] P=esmtpa A=PLAIN:thief S=9 for b@far.example",
                "<= a@b H=(x) [91.10.20.30] P=esmtpa A=PLAIN:thief S=9 for \"MANY\"@c",
            })
    void manyBracketsHideNothing(String line) {
        String brackets = "[1.1.1.1] P=x S=1 for ".repeat(350);

        log.read(ID + " " + line.replace("MANY", brackets));

        assertThat(log.events()).singleElement().extracting(LogEvent::account).isEqualTo("thief");
    }
}
