package org.sekimori.intake.postfix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.cases.HoldCommand;
import org.sekimori.engine.LogEntry;
import org.sekimori.mail.Account;
import org.sekimori.mail.Origin;
import org.sekimori.mail.Verdict;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.TestPolicy;

/** Log-ins that make no account, seen from a Postfix that asks. */
@SuppressWarnings("NullAway.Init")
class InvalidLoginPolicyTest {

    private static final String HOME = "133.11.93.10";
    private static final String GERMANY = "91.10.20.30";

    private static Rulebook rulebook;

    private PolicyServerFixture server;

    @BeforeAll
    static void compile() throws Exception {
        rulebook = Rulebook.compile(TestPolicy.rulebook("""
                defaults:
                  limits: {messages_per_hour: 3}
                domains:
                  isp.example: {home: [JP], language: ja}
                """));
    }

    @AfterAll
    static void release() {
        rulebook.close();
    }

    @BeforeEach
    void open() {
        server = PolicyServerFixture.over(rulebook, Verdict.ACCEPT);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private String mail(String address, String login) {
        return server.mail(address, "sasl_username", login, "instance", "i" + server.stream.events.size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@isp.example",
                "scan ner@isp.example",
                " ",
                "\u3000",
                "b\u200bob@isp.example",
                "bob\u202e@isp.example",
                "\u0000",
                "bob@isp.example\u0007",
                "\\000bob@isp.example\u00a0",
            })
    void fromAbroadTheyAreRefusedAndNobodyIsToldAName(String login) {
        assertThat(mail(GERMANY, login))
                .startsWith(
                        "550 5.7.1 Your connection appears to come from Germany, and sending from there is not enabled for your account.")
                .doesNotContain("isp.example", "invalid");
        assertThat(server.last().account()).isEqualTo(Account.UNNAMEABLE);
        assertThat(server.stream.deadLetters).isEmpty();
    }

    @Test
    void soIsOneOfThreeHundredAndTwentyTwoCharacters() {
        assertThat(mail(GERMANY, "a".repeat(310) + "@isp.example")).startsWith("550 5.7.1 ");
        assertThat(server.last().login()).startsWith("aaa").endsWith("…").hasSize(200);
    }

    @Test
    void soIsOneThatIsNoUtf8() {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(("request=smtpd_access_policy\nprotocol_state=END-OF-MESSAGE\ninstance=i\nclient_address="
                        + GERMANY + "\nsasl_username=b")
                .getBytes(StandardCharsets.US_ASCII));
        request.write(0xf6);
        request.writeBytes("b@isp.example\n\n".getBytes(StandardCharsets.US_ASCII));

        assertThat(server.raw(request.toByteArray())).startsWith("550 5.7.1 ");
        assertThat(server.last().login()).isEqualTo("b\ufffdb@isp.example");
    }

    @Test
    void theyCountTogether() {
        assertThat(mail(HOME, "scan ner@isp.example")).isEqualTo("DUNNO");
        assertThat(mail(HOME, "scan  ner@isp.example")).isEqualTo("DUNNO");
        assertThat(mail(HOME, "@isp.example")).isEqualTo("DUNNO");
        assertThat(mail(HOME, "fax 2@other.example"))
                .startsWith(
                        "450 4.7.1 This message goes beyond the sending limit of your account (messages within an hour: 3)");
        assertThat(mail(HOME, "alice@isp.example")).isEqualTo("DUNNO");
        assertThat(server.metrics("sekimori.logins.invalid", "door", "postfix")).isEqualTo(4);
    }

    @Test
    void aHoldOfTheirAccountStopsAllOfThem() {
        server.stream.request(
                new LogEntry.HoldRequest(
                        new HoldCommand.Place("h1", Account.UNNAMEABLE, Instant.now(), "sato", "cli", null, "")),
                Duration.ofSeconds(1));

        assertThat(mail(HOME, "scan ner@isp.example")).startsWith("550 5.7.1 Sending is paused for your account");
        assertThat(mail(HOME, "@isp.example")).startsWith("550 5.7.1 ");
        assertThat(mail(HOME, "unnameable@invalid")).startsWith("550 5.7.1 ");
        assertThat(mail(HOME, "alice@isp.example")).isEqualTo("DUNNO");
    }

    @Test
    void theEventSaysWhatWasSent() {
        mail(HOME, "b\u200bob@isp.example");
        assertThat(server.last().login()).isEqualTo("b\\u200bob@isp.example");

        mail(HOME, "Bob@isp.example");
        assertThat(server.last().login()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fe80::1%eth0", "fe80::1%25eth0"})
    void aZoneKeepsNobodyFromDeciding(String address) {
        assertThat(mail(address, "alice@isp.example")).isEqualTo("DUNNO");
        assertThat(server.last().origin()).isInstanceOf(Origin.Internal.class);
    }

    @Test
    void neitherDoesAnAddressThatIsNone() {
        for (int i = 0; i < 3; i++) {
            assertThat(mail("91.10.20.30:587", "alice@isp.example")).isEqualTo("DUNNO");
        }
        assertThat(mail("91.10.20", "alice@isp.example")).as("the limit of 3").startsWith("450 4.7.1 ");
        assertThat(server.last().origin()).isInstanceOf(Origin.Unknown.class);
        assertThat(server.stream.deadLetters).hasSize(4).allSatisfy(reason -> assertThat(reason)
                .endsWith("decided without it"));
    }

    @Test
    void neitherDoesAQueueIdThatIsTooLong() {
        assertThatNoException().isThrownBy(() -> server.mail(HOME, "queue_id", "Q7".repeat(500)));
        assertThat(server.last().queueId())
                .as("no part of it: parts of different ids can be the same")
                .isNull();
    }
}
