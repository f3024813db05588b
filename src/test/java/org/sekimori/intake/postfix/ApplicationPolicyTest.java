package org.sekimori.intake.postfix;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sekimori.cases.HoldCommand;
import org.sekimori.engine.LogEntry;
import org.sekimori.mail.Account;
import org.sekimori.mail.Verdict;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.TestPolicy;

/** Clients that do not log in and have an account all the same, seen from a Postfix that asks. */
@SuppressWarnings("NullAway.Init")
class ApplicationPolicyTest {

    private static final String ELSEWHERE = "203.0.113.9";
    private static final String GERMANY = "91.10.20.30";
    private static final String SHOP = "91.10.20.31";

    private static Rulebook rulebook;

    private PolicyServerFixture server;

    @BeforeAll
    static void compile() throws Exception {
        rulebook = Rulebook.compile(TestPolicy.rulebook("""
                defaults:
                  home: [JP]
                applications:
                  app:shop@isp.example: {networks: [91.10.20.31], sender_domains: [shop.example]}
                  app:list@isp.example: {networks: [91.10.20.31]}
                  app:printer@isp.example: {certificates: ["CN=printer.isp.example", "A0:0B:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE"]}
                  app:notices@isp.example: {networks: [192.0.2.0/24], header_from_domains: [isp.example]}
                accounts:
                  app:shop@isp.example: {limits: {messages_per_hour: 2}}
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

    private String mail(String address, String sender, String... more) {
        String[] all = new String[more.length + 6];
        all[0] = "sasl_username";
        all[1] = "";
        all[2] = "sender";
        all[3] = sender;
        all[4] = "instance";
        all[5] = "i" + server.stream.events.size();
        System.arraycopy(more, 0, all, 6, more.length);
        return server.mail(address, all);
    }

    private String account() {
        return server.last().account().name();
    }

    @Test
    void theFirstThatMatchesNamesTheAccountWhichHasLimitsOfItsOwn() {
        assertThat(mail(SHOP, "orders@Shop.example")).isEqualTo("DUNNO");
        assertThat(account()).isEqualTo("app:shop@isp.example");
        assertThat(mail(SHOP, "orders@shop.example")).isEqualTo("DUNNO");
        assertThat(mail(SHOP, "orders@shop.example")).startsWith("450 4.7.1 ");

        assertThat(mail(SHOP, "owner-list@lists.example")).isEqualTo("DUNNO");
        assertThat(account()).isEqualTo("app:list@isp.example");
    }

    @Test
    void itsNetworkIsItsHome() {
        assertThat(mail(SHOP, ""))
                .as("in Germany, where the operator said that it is")
                .isEqualTo("DUNNO");
        assertThat(mail(GERMANY, "", "ccert_subject", "CN=printer.isp.example"))
                .as("a certificate says nothing about the place")
                .startsWith("550 5.7.1 ");
    }

    @Test
    void aCertificateIsItsSubjectOrAFingerprintInAnyForm() {
        mail(ELSEWHERE, "", "ccert_fingerprint", "a0:0b:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee");
        assertThat(account()).isEqualTo("app:printer@isp.example");
        mail(ELSEWHERE, "", "ccert_pubkey_fingerprint", "A00B112233445566778899AABBCCDDEE");
        assertThat(server.stream.events).hasSize(2);
    }

    @Test
    void everybodyElseIsLeftAlone() {
        assertThat(mail(ELSEWHERE, "orders@shop.example"))
                .as("anybody can write a sender")
                .isEqualTo("DUNNO");
        assertThat(mail(ELSEWHERE, "", "ccert_subject", "CN=printer.isp.example.thief.example"))
                .isEqualTo("DUNNO");
        assertThat(mail("not an address", "orders@shop.example")).isEqualTo("DUNNO");
        assertThat(mail("192.0.2.7", "x@isp.example"))
                .as("Postfix gives no header")
                .isEqualTo("DUNNO");
        assertThat(server.stream.events).isEmpty();
    }

    @Test
    void aLogInGoesBeforeTheNetworkAndCannotBeAnApplication() {
        server.mail(SHOP, "sasl_username", "alice@isp.example");
        assertThat(account()).isEqualTo("alice@isp.example");

        server.mail("133.11.93.10", "sasl_username", "APP:shop@isp.example", "instance", "other");
        assertThat(server.last().account()).isEqualTo(Account.UNNAMEABLE);
    }

    @Test
    void itCanBeHeld() {
        Account printer = Account.of("app:list@isp.example");
        server.stream.request(
                new LogEntry.HoldRequest(new HoldCommand.Place("h1", printer, Instant.now(), "sato", "cli", null, "")),
                Duration.ofSeconds(1));

        assertThat(mail(SHOP, "x@lists.example")).startsWith("550 5.7.1 Sending is paused for app:list@isp.example");
    }

    @Test
    void itsRecipientsAreCollectedLikeThoseOfAPerson() {
        for (String recipient : new String[] {"a@x.example", "b@y.example"}) {
            server.mail(
                    SHOP,
                    "sasl_username",
                    "",
                    "sender",
                    "o@shop.example",
                    "instance",
                    "i7",
                    "protocol_state",
                    "RCPT",
                    "recipient",
                    recipient);
        }
        server.mail(SHOP, "sasl_username", "", "sender", "o@shop.example", "instance", "i7", "recipient_count", "2");

        assertThat(server.last().recipients()).hasSize(2);
    }
}
