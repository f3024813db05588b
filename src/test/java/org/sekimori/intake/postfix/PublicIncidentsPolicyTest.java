package org.sekimori.intake.postfix;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.cases.HoldCommand;
import org.sekimori.engine.LogEntry;
import org.sekimori.mail.Account;
import org.sekimori.mail.Origin;
import org.sekimori.mail.SubmissionAnswer;
import org.sekimori.mail.Verdict;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.TestPolicy;
import org.sekimori.rules.source.RulebookFiles;

/** What went wrong elsewhere, seen from a mail server that asks; docs/public-cases.md tells the cases. */
@SuppressWarnings("NullAway.Init")
class PublicIncidentsPolicyTest {

    private static final String HOME = "133.11.93.10";
    private static final String GERMANY = "91.10.20.30";
    private static final String GERMANY_EXEMPT = "91.10.20.200";
    private static final String PASS = "DUNNO";
    private static final String REFUSED = "550 5.7.1 ";
    private static final String POLICY = """
            defaults:
              home: [JP]
              exempt_networks: [91.10.20.128/25]
            """;

    private static Rulebook japan;

    private PolicyServerFixture server;

    @BeforeAll
    static void compile() throws Exception {
        japan = Rulebook.compile(TestPolicy.rulebook(POLICY));
    }

    @AfterAll
    static void release() {
        japan.close();
    }

    @BeforeEach
    void open() {
        server = PolicyServerFixture.over(japan, Verdict.ACCEPT);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void mailThroughAnotherServerOfARelayEachTimePasses() {
        assertThat(server.mail("209.85.218.41")).isEqualTo(PASS);
        assertThat(server.mail("209.85.221.54")).isEqualTo(PASS);
        assertThat(server.mail("1.1.1.1", "client_name", "mail-ej1-f41.google.com"))
                .isEqualTo(PASS);
        assertThat(server.last().origin()).isEqualTo(new Origin.Relay("google", "1.1.1.0/24"));
    }

    @Test
    void aNameThatTheClientOnlyClaimsMakesNoRelay() {
        assertThat(server.mail(
                        GERMANY, "reverse_client_name", "mail-ej1-f41.google.com", "helo_name", "mail.google.com"))
                .startsWith(REFUSED);
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, private",
        "192.168.7.7, private",
        "127.0.0.1, loopback",
        "100.64.0.9, cgnat",
        "::1, loopback",
        "fd00::7, unique_local",
        "fe80::7, link_local",
    })
    void aPrivateAddressHasNoCountryAndIsNoError(String address, String range) {
        assertThat(server.mail(address)).isEqualTo(PASS);
        assertThat(server.last().origin())
                .isInstanceOfSatisfying(Origin.Internal.class, origin -> assertThat(origin.range())
                        .isEqualTo(range));
        assertThat(server.stream.deadLetters).isEmpty();
    }

    @Test
    void anAccountCanBeTiedToRelaysByARule() throws Exception {
        RulebookFiles files = TestPolicy.rulebook(POLICY).with("origin/overseas-without-grant/rule.drl", """
                        rule "overseas-without-grant"
                        when
                            s : Submission( account == "alice@isp.example", originKind != "relay" )
                        then
                            s.reject("not through a relay");
                        end
                        """);
        try (Rulebook rulebook = Rulebook.compile(files);
                PolicyServerFixture strict = PolicyServerFixture.over(rulebook, Verdict.ACCEPT)) {
            assertThat(strict.mail("209.85.218.41")).isEqualTo(PASS);
            assertThat(strict.mail(HOME)).startsWith(REFUSED);
            assertThat(strict.mail(HOME, "sasl_username", "bob@isp.example")).isEqualTo(PASS);
        }
    }

    @Test
    void webmailAtLocalhostPassesAndAnAddressThatItForwardsCounts() {
        assertThat(server.mail("127.0.0.1")).isEqualTo(PASS);
        assertThat(server.mail(GERMANY)).startsWith(REFUSED);
        assertThat(server.mail(GERMANY, "policy_context", "webmail")).isEqualTo(PASS);
    }

    @Test
    void anAddressThatTheServerDoesNotKnowIsUnknownAndPasses() {
        assertThat(server.mail("unknown")).isEqualTo(PASS);
        assertThat(server.last().origin()).isEqualTo(new Origin.Unknown("no_address", null, null));
        assertThat(server.last().clientAddress()).isNull();
    }

    @Test
    void aGatewayThatCarriesEverybodyIsReportedAndNeverBlocked() {
        for (int i = 0; i < 50; i++) {
            assertThat(server.mail("172.18.0.1", "sasl_username", "user" + i + "@isp.example"))
                    .isEqualTo(PASS);
        }
        assertThat(server.gateways.sharedAddresses().gatewaySuspected()).isTrue();
        assertThat(server.gateways.sharedAddresses().busiest()).isEqualTo("172.18.0.1");
    }

    @Test
    void webmailThatCarriesEverybodyIsNoGateway() {
        for (int i = 0; i < 50; i++) {
            server.mail("127.0.0.1", "policy_context", "webmail", "sasl_username", "user" + i + "@isp.example");
        }
        assertThat(server.gateways.sharedAddresses().gatewaySuspected()).isFalse();
    }

    @Test
    void aMessageOfManyRecipientsIsAnsweredThoughItsEndNamesNone() {
        for (String recipient : new String[] {"a@x.example", "b@y.example", "c@y.example"}) {
            assertThat(server.mail(
                            HOME,
                            "protocol_state",
                            "RCPT",
                            "instance",
                            "i.1",
                            "queue_id",
                            "q1",
                            "recipient",
                            recipient,
                            "recipient_count",
                            "0"))
                    .isEqualTo(PASS);
        }
        assertThat(server.mail(HOME, "instance", "i.1", "queue_id", "q1", "recipient", "", "recipient_count", "3"))
                .isEqualTo(PASS);
        assertThat(server.last().recipientCount()).isEqualTo(3);
        assertThat(server.last().recipients())
                .extracting(recipient -> recipient.substring(recipient.indexOf('@')))
                .containsExactly("@x.example", "@y.example", "@y.example");
    }

    @Test
    void aForwardWithItsOutsideSenderIsNobodysSubmission() {
        assertThat(server.mail(GERMANY, "sasl_username", "", "sender", "stranger@gmail.com"))
                .isEqualTo(PASS);
        assertThat(server.mail(GERMANY, "sasl_username", "", "sender", "SRS0=HHH=TT=gmail.com=stranger@isp.example"))
                .isEqualTo(PASS);
        assertThat(server.stream.events).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"victim@gmail.com", "SRS0=HHH=TT=gmail.com=victim@isp.example", "victim@isp.example", ""})
    void whateverTheSenderTheAccountThatSubmitsIsDecided(String sender) {
        assertThat(server.mail(HOME, "sender", sender)).isEqualTo(PASS);
        assertThat(server.mail(GERMANY, "sender", sender)).startsWith(REFUSED);
        assertThat(server.stream.events)
                .allSatisfy(event -> assertThat(event.account().name()).isEqualTo("alice@isp.example"))
                .allSatisfy(event -> assertThat(event.sender()).isEqualTo(sender));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALICE@isp.example",
                "alice@ISP.Example",
                "alice",
                "alice@",
                "alice.shop@isp.example",
                "Alice+2026@isp.example"
            })
    void aHoldBindsEverySpellingAndSubAddressOfTheAccount(String login) {
        hold("alice@isp.example");

        assertThat(server.mail(HOME, "sasl_username", login)).startsWith(REFUSED);
    }

    @Test
    void aHoldBindsTheAccountAndNobodyElseAtItsAddress() {
        hold("alice@isp.example");

        assertThat(server.mail(HOME, "sasl_username", "alice@isp.example")).startsWith(REFUSED);
        assertThat(server.mail(HOME, "sasl_username", "bob@isp.example")).isEqualTo(PASS);
    }

    private void hold(String account) {
        HoldCommand place = new HoldCommand.Place(
                "c1", Account.of(account), Instant.now(), "desk", "test", null, "stolen password");
        assertThat(server.stream
                        .request(new LogEntry.HoldRequest(place), Duration.ofSeconds(1))
                        .join()
                        .done())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2003:c0:1::1", "[2003:c0:1::1]", "IPv6:2003:C0:1:0::1", "[IPv6:2003:c0:1::1]"})
    void anIpv6AddressIsOneAddressHoweverItIsWritten(String address) {
        assertThat(server.mail(address)).startsWith(REFUSED);
        assertThat(server.last().clientAddress()).isEqualTo("2003:c0:1::1");
        assertThat(server.last().origin().network()).isEqualTo("2003:c0:1::/48");
    }

    @Test
    void aMappedIpv4AddressIsOnTheIpv4ListsItBelongsTo() {
        assertThat(server.mail("::ffff:" + GERMANY_EXEMPT)).isEqualTo(PASS);
        assertThat(server.mail("::ffff:209.85.218.41")).isEqualTo(PASS);
        assertThat(server.mail("::ffff:" + GERMANY)).startsWith(REFUSED);
    }

    @ParameterizedTest
    @CsvSource({
        "helo_name, client_address=133.11.93.10",
        "helo_name, '[133.11.93.10]'",
        "helo_name, 'x\rclient_address=133.11.93.10'",
        "sender, 'x client_address=133.11.93.10 y@isp.example'",
        "ccert_subject, client_address=133.11.93.10",
        "client_name, client_address=133.11.93.10",
    })
    void whatTheClientSaysOfItselfIsNotTakenForItsAddress(String attribute, String value) {
        assertThat(server.mail(GERMANY, attribute, value)).startsWith(REFUSED);
        assertThat(server.last().clientAddress()).isEqualTo(GERMANY);
    }

    @Test
    void aSilentLogIsAnsweredForAsTheOperatorChose() {
        server.stream.silent = true;
        assertThat(server.mail(GERMANY)).isEqualTo(PASS);
        assertThat(server.stream.told).containsExactly(SubmissionAnswer.Source.FALLBACK);

        try (PolicyServerFixture careful = PolicyServerFixture.over(japan, new Verdict.Defer(451, "4.3.0"))) {
            careful.stream.silent = true;
            assertThat(careful.mail(HOME)).isEqualTo("451 4.3.0 Try again later");
            careful.stream.silent = false;
            assertThat(careful.mail(HOME)).isEqualTo(PASS);
        }
    }

    @Test
    void internationalAddressesPassUnharmed() {
        assertThat(server.mail(HOME, "sender", "用户@例え.jp", "recipient", "δοκιμή@παράδειγμα.gr"))
                .isEqualTo(PASS);
        assertThat(server.last().sender()).isEqualTo("用户@例え.jp");
        assertThat(server.last().recipients()).singleElement().asString().endsWith("@παράδειγμα.gr");
    }
}
