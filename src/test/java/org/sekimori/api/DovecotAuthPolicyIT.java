package org.sekimori.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.api.keys.ApiKeyFile;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.rig.DovecotRig;
import org.sekimori.rig.PostfixRig;
import org.sekimori.rig.ScriptedHttpServer;
import org.sekimori.rig.SmtpClient;
import org.sekimori.rig.SmtpReply;

/** A real Dovecot asks about log-ins and reports them: over IMAP, for submission, and for Postfix. */
class DovecotAuthPolicyIT extends ApiTestBase {

    private static final String GERMANY = "91.10.20.30";
    private static final String TOKYO = "133.11.93.10";
    private static final String RIGHT = PostfixRig.PASSWORD;

    @TempDir
    static Path folder;

    private static @Nullable DovecotRig dovecot;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(DovecotRig.missing().isEmpty(), DovecotRig.missing());
        if (dovecot == null) {
            // The clock stands still between tests; each test has log-ins of its own, so that none is a repetition.
            dovecot = DovecotRig.start(Files.createDirectory(folder.resolve("imap")), policy("imap1"));
        }
    }

    @AfterAll
    static void stop() {
        if (dovecot != null) {
            dovecot.close();
            dovecot = null;
        }
    }

    private String policy(String server) throws IOException {
        String key =
                Files.readString(settings.keys().resolve(ApiKeyFile.LOCAL_NAME)).strip();
        return DovecotRig.authPolicy("http://127.0.0.1:" + port() + "/?server=" + server + "&", key);
    }

    private static DovecotRig dovecot() {
        if (dovecot == null) {
            throw new IllegalStateException("it was not started");
        }
        return dovecot;
    }

    private MailEvent onlyEvent() {
        List<MailEvent> events = await().until(log::events, found -> !found.isEmpty());
        assertThat(events).hasSize(1);
        return events.get(0);
    }

    /** So many commands of a kind were counted since. */
    private int reports() {
        return local().get("/?command=stats").json().path("reports").asInt();
    }

    @Test
    void aWrongPasswordOverImapIsOneFailureWithItsAddress() {
        assertThat(dovecot().imap(GERMANY, "alice@isp.example", "guess")).startsWith("b NO");

        MailEvent event = onlyEvent();
        assertThat(event.kind()).isEqualTo(EventKind.AUTH_FAILED);
        assertThat(event.account().name()).isEqualTo("alice@isp.example");
        assertThat(event.clientAddress()).isEqualTo(GERMANY);
        assertThat(event.server()).isEqualTo("imap1");
    }

    @Test
    void readingMailIsNeverRefusedNotEvenOnHoldAndFromOverseas() {
        local().put("/v1/accounts/bob@isp.example/hold", "{\"reason\":\"phished\",\"by\":\"sato\"}")
                .expect(200);
        int before = reports();

        assertThat(dovecot().imap(GERMANY, "bob@isp.example", RIGHT)).startsWith("b OK");
        await().until(() -> reports() > before);
        assertThat(log.events()).isEmpty();
        assertThat(dovecot().submission(TOKYO, "bob@isp.example", RIGHT).code()).isEqualTo(535);
    }

    @Test
    void aSubmissionLogInFromOverseasIsRefusedAndIsNoFailedPassword() {
        int before = reports();
        SmtpReply reply = dovecot().submission(GERMANY, "carol@isp.example", RIGHT);

        assertThat(reply.code()).isEqualTo(535);
        await().until(() -> reports() > before);
        assertThat(log.events()).isEmpty();
        assertThat(log.audited()).singleElement().satisfies(line -> {
            assertThat(line.what()).isEqualTo("log_in_refused");
            assertThat(line.account().name()).isEqualTo("carol@isp.example");
            assertThat(dovecot().log())
                    .contains("policy server refusal: ")
                    .contains(line.detail().replaceAll(".*reference (\\S{9}):.*", "Reference $1"));
        });
    }

    @Test
    void aSubmissionLogInFromHomeIsAskedAboutTwiceAndReportedOnce() {
        SmtpReply reply = dovecot().submission(TOKYO, "carol@isp.example", RIGHT);

        assertThat(reply.code()).as(reply.text() + dovecot().log()).isEqualTo(235);
        assertThat(onlyEvent().kind()).isEqualTo(EventKind.AUTH_SUCCEEDED);
    }

    @Test
    void postfixAsksThroughDovecot(@TempDir Path rig) throws IOException {
        assumeTrue(PostfixRig.available().complete(), PostfixRig.available().reason());
        try (PostfixRig postfix = PostfixRig.start(rig, 1, policy("mx1"))) {
            try (SmtpClient client = postfix.smtp()) {
                client.from(GERMANY);
                assertThat(client.auth("hanako@isp.example").code()).isEqualTo(535);
            }
            assertThat(log.audited()).singleElement().satisfies(line -> assertThat(line.detail())
                    .contains("91.10.20.0/24 in DE"));
            assertThat(log.events()).isEmpty();
            try (SmtpClient client = postfix.smtp()) {
                client.from(TOKYO);
                assertThat(client.auth("hanako@isp.example").code()).isEqualTo(235);
            }
            MailEvent event = onlyEvent();
            assertThat(event.kind()).isEqualTo(EventKind.AUTH_SUCCEEDED);
            assertThat(event.clientAddress()).isEqualTo(TOKYO);
            assertThat(event.server()).isEqualTo("mx1");
        }
    }

    @Test
    void withoutAnAnswerEveryLogInPasses(@TempDir Path rig) throws IOException {
        ScriptedHttpServer scripted = new ScriptedHttpServer();
        try (DovecotRig failing = DovecotRig.start(
                rig, DovecotRig.authPolicy("http://127.0.0.1:" + scripted.port() + "/", "key", 1_000))) {
            for (ScriptedHttpServer.Answer answer : new ScriptedHttpServer.Answer[] {
                new ScriptedHttpServer.Answer(503, "{\"status\":\"failure\",\"reason\":\"busy\"}"),
                new ScriptedHttpServer.Answer(200, "{\"status\":\"no"),
                new ScriptedHttpServer.Answer(0, "slow")
            }) {
                scripted.answer(request -> answer);
                assertThat(failing.imap(TOKYO, "alice@isp.example", RIGHT))
                        .as(answer.body())
                        .startsWith("b OK");
                assertThat(failing.imap(TOKYO, "alice@isp.example", "wrong"))
                        .as(answer.body())
                        .startsWith("b NO");
                assertThat(scripted.requests()).isNotEmpty();
            }
            scripted.answer(request ->
                    new ScriptedHttpServer.Answer(200, "{\"status\":-1,\"msg\":\"Not now\",\"r_attrs\":{}}"));
            assertThat(failing.imap(TOKYO, "alice@isp.example", RIGHT)).contains("Not now");
            scripted.close();
            assertThat(failing.imap(TOKYO, "alice@isp.example", RIGHT)).startsWith("b OK");
        }
    }
}
