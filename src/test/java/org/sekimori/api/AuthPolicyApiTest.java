package org.sekimori.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.api.keys.ApiKeyFile;
import org.sekimori.engine.AuditField;
import org.sekimori.engine.StepOutput;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import tools.jackson.databind.json.JsonMapper;

/** Log-ins as Dovecot asks about and reports them. */
class AuthPolicyApiTest extends ApiTestBase {

    private static final String ALLOW = "/?command=allow";
    private static final String REPORT = "/?command=report";
    private static final String GERMANY = "91.10.20.30";

    private ApiTestReply post(String path, String body) {
        return local().post(path, body);
    }

    /** As Dovecot 2.3 writes it. */
    private static String logIn(String login, String remote, String protocol, String more) {
        return "{\"device_id\":\"\",\"login\":\"" + login + "\",\"protocol\":\"" + protocol
                + "\",\"pwhash\":\"0064\",\"remote\":\"" + remote + "\",\"session_id\":\"\"" + more + ",\"tls\":false}";
    }

    private static String result(String login, boolean success, boolean policyReject) {
        return logIn(login, GERMANY, "smtp", ",\"success\":" + success + ",\"policy_reject\":" + policyReject);
    }

    private void hold() {
        local().put("/v1/accounts/alice@isp.example/hold", "{\"reason\":\"phished\",\"by\":\"sato\"}")
                .expect(200);
    }

    @Test
    void aLogInFromHomePassesInTheShapeThatWeakforcedGives() {
        ApiTestReply reply = post(ALLOW, logIn("alice@isp.example", "133.11.93.10", "smtp", ""))
                .expect(200);

        assertThat(reply.json()).isEqualTo(JsonMapper.shared().readTree("{\"status\":0,\"msg\":\"\",\"r_attrs\":{}}"));
        assertThat(log.events()).as("asking counts nothing").isEmpty();
    }

    @Test
    void aSubmissionLogInFromOverseasIsRefusedUntilAGrantIsOpenedAndTheAuditTrailHasTheReference() {
        ApiTestReply refused =
                post(ALLOW, logIn("alice@isp.example", GERMANY, "smtp", "")).expect(200);

        assertThat(refused.json().path("status").asInt()).isEqualTo(-1);
        assertThat(refused.text("msg")).contains("from Germany");
        assertThat(log.audited()).singleElement().satisfies(line -> {
            assertThat(line.what()).isEqualTo("log_in_refused");
            assertThat(line.by()).isEqualTo("key:local");
            assertThat(line.detail()).contains("91.10.20.0/24 in DE", "overseas-without-grant: from DE");
            assertThat(refused.text("msg"))
                    .contains(String.valueOf(line.fields().get(AuditField.REFERENCE)));
        });
        assertThat(log.events()).as("no message, so no submission").isEmpty();

        local().post(ALICE, "{\"countries\":[\"DE\"]}").expect(201);
        assertThat(post(ALLOW, logIn("alice@isp.example", GERMANY, "smtp", ""))
                        .json()
                        .path("status")
                        .asInt())
                .isZero();
    }

    @Test
    void aHeldAccountIsRefusedForSubmissionAndNeverForReading() {
        hold();

        for (String protocol : new String[] {"smtp", "submission", "SMTP"}) {
            assertThat(post(ALLOW, logIn("alice@isp.example", "133.11.93.10", protocol, ""))
                            .json()
                            .path("status")
                            .asInt())
                    .as(protocol)
                    .isEqualTo(-1);
        }
        for (String protocol : new String[] {"imap", "pop3", "sieve", "doveadm", "lmtp", "http", ""}) {
            assertThat(post(ALLOW, logIn("alice@isp.example", GERMANY, protocol, ""))
                            .json()
                            .path("status")
                            .asInt())
                    .as(protocol)
                    .isZero();
        }
    }

    @Test
    void guessesOfOneClientFillNoAuditTrail() {
        String first =
                post(ALLOW, logIn("alice@isp.example", GERMANY, "smtp", "")).text("msg");
        for (int i = 0; i < 30; i++) {
            assertThat(post(ALLOW, logIn("alice@isp.example", GERMANY, "smtp", ""))
                            .text("msg"))
                    .isEqualTo(first);
        }
        assertThat(log.audited()).hasSize(1);

        clock.advance(Duration.ofHours(1));
        assertThat(post(ALLOW, logIn("alice@isp.example", GERMANY, "smtp", "")).text("msg"))
                .as("the next hour has a line and a reference of its own")
                .isNotEqualTo(first);
        assertThat(log.audited())
                .extracting(StepOutput.AuditRecord::what)
                .containsExactly("log_in_refused", "log_in_refused");
    }

    /** Anyone can try names, and has more addresses than anyone can count. */
    @Test
    void madeUpNamesAreRefusedAndFillNoAuditTrail() {
        clock.advance(Duration.ofMinutes(1));
        for (int i = 0; i < 130; i++) {
            assertThat(post(ALLOW, logIn("nobody" + i + "@isp.example", GERMANY, "smtp", ""))
                            .json()
                            .path("status")
                            .asInt())
                    .isEqualTo(-1);
        }
        assertThat(log.audited()).hasSize(100);

        clock.advance(Duration.ofMinutes(1));
        post(ALLOW, logIn("late@isp.example", GERMANY, "smtp", "")).expect(200);
        assertThat(log.audited())
                .last()
                .satisfies(line -> assertThat(line.account().name()).isEqualTo("late@isp.example"));
    }

    @Test
    void aReportBecomesOneEvent() {
        String allow = logIn("Alice@ISP.example", GERMANY, "smtp", "");
        post(ALLOW, allow).expect(200);
        post(ALLOW, allow).expect(200);
        ApiTestReply reply = post("/?server=imap1&command=report", result("Alice@ISP.example", true, false))
                .expect(200);

        assertThat(reply.json()).isEqualTo(JsonMapper.shared().readTree("{\"status\":\"ok\"}"));
        assertThat(log.events()).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(EventKind.AUTH_SUCCEEDED);
            assertThat(event.account().name()).isEqualTo("alice@isp.example");
            assertThat(event.clientAddress()).isEqualTo(GERMANY);
            assertThat(event.server()).isEqualTo("imap1");
            assertThat(event.time()).isEqualTo(MutableClock.START);
            assertThat(event.publisher()).isEqualTo("key:local");
        });
    }

    @Test
    void aWrongPasswordIsAFailureOverEveryProtocol() {
        for (String protocol : new String[] {"imap", "pop3", "smtp", "submission"}) {
            String body = logIn(
                    "bob." + protocol + "@isp.example",
                    GERMANY,
                    protocol,
                    ",\"success\":false,\"policy_reject\":false");
            post(REPORT, body).expect(200);
        }
        assertThat(log.events()).hasSize(4).allSatisfy(event -> assertThat(event.kind())
                .isEqualTo(EventKind.AUTH_FAILED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",\"success\":false,\"policy_reject\":true",
                ",\"success\":false,\"policy_reject\":false,\"fail_type\":\"internal\"",
                ",\"success\":false,\"policy_reject\":false,\"fail_type\":\"policy\"",
                ",\"success\":false,\"policy_reject\":false,\"fail_type\":\"expired\"",
                ",\"success\":false,\"policy_reject\":false,\"fail_type\":\"disabled\""
            })
    void whatIsNotAboutAPasswordIsNoFailure(String more) {
        post(REPORT, logIn("carol@isp.example", GERMANY, "imap", more)).expect(200);

        assertThat(log.events()).isEmpty();
    }

    @Test
    void readingMailMakesNoPlaces() {
        post(REPORT, logIn("dave@isp.example", GERMANY, "imap", ",\"success\":true,\"policy_reject\":false"))
                .expect(200);

        assertThat(log.events()).isEmpty();
    }

    @Test
    void anOldPasswordInATelephoneIsOneFailureAnHourAndOtherPasswordsAreOthers() {
        String old = result("erin@isp.example", false, false);
        for (int i = 0; i < 5; i++) {
            post(REPORT, old).expect(200);
        }
        assertThat(log.events()).hasSize(1);
        post(REPORT, old.replace("0064", "0065")).expect(200);
        post(REPORT, old.replace(GERMANY, "91.10.20.31")).expect(200);
        post(REPORT, old.replace("0064", "")).expect(200);
        post(REPORT, old.replace("0064", "")).expect(200);
        assertThat(log.events())
                .as("without a hash nothing is known to be the same")
                .hasSize(5);

        clock.advance(Duration.ofMinutes(61));
        post(REPORT, old).expect(200);
        assertThat(log.events()).hasSize(6);
        assertThat(log.events().stream().map(MailEvent::id)).doesNotHaveDuplicates();
    }

    @Test
    void aReportThatTheLogDoesNotTakeIsSaidAndCountsWhenItComesAgain() {
        log.silent = true;
        ApiTestReply reply = post(REPORT, result("frank@isp.example", false, false));
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.text("status")).isEqualTo("failure");

        log.silent = false;
        post(REPORT, result("frank@isp.example", false, false)).expect(200);
        assertThat(log.events()).hasSize(1);
    }

    @Test
    void askingDoesNotWaitForTheLog() {
        log.silent = true;
        log.away = true;

        assertThat(post(ALLOW, logIn("alice@isp.example", GERMANY, "imap", ""))
                        .expect(200)
                        .json()
                        .path("status")
                        .asInt())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            allow  | ``                                    | not a JSON object
            allow  | []                                    | not a JSON object
            allow  | {"login":                             | not JSON
            allow  | {"remote":"1.2.3.4"}                  | "login" is missing
            allow  | {"login":7}                           | "login" is missing
            report | {"login":"a@isp.example"}             | "success" is missing
            report | {"login":"a@isp.example","success":1} | "success" is missing
            report | {"login":"a@isp.example","success":false,"remote":"here"} | client_address
            """)
    void garbageIsAnErrorThatNamesItAndNoDecision(String command, String body, String what) {
        ApiTestReply reply = post("/?command=" + command, body);

        assertThat(reply.status()).as(reply.http().body()).isEqualTo(400);
        assertThat(reply.text("status")).isEqualTo("failure");
        assertThat(reply.text("reason")).contains(what);
        assertThat(log.events()).isEmpty();
    }

    @Test
    void aNameThatSaysMoreThanANameIsNoNameAndChangesNoField() {
        String login = "x\\\",\\\"success\\\":true,\\\"login\\\":\\\"alice@isp.example\\u0000\\n";
        post(REPORT, logIn(login, GERMANY, "smtp", ",\"success\":false,\"policy_reject\":false"))
                .expect(400);
        post(ALLOW, logIn(login, GERMANY, "smtp", "")).expect(200);

        assertThat(log.events()).isEmpty();
        assertThat(log.deadLetters()).singleElement().asString().startsWith("auth-policy local | \"account\" ");
    }

    @Test
    void otherCommandsAreAnsweredOrSayWhatToDoInstead() {
        for (String root : new String[] {"/", "/v1/auth-policy"}) {
            assertThat(local().get(root + "?command=ping").expect(200).text("status"))
                    .isEqualTo("ok");
            assertThat(post(root + "?command=ping", "{}").expect(200).text("status"))
                    .isEqualTo("ok");
            assertThat(local().get(root + "?command=stats")
                            .expect(200)
                            .json()
                            .path("allows")
                            .isNumber())
                    .isTrue();
        }
        Map<String, String> instead = Map.of(
                "reset", "hold release", "addBLEntry", "hold set", "getDBStats", "/v1/account/hold", "x", "allow");
        instead.forEach((command, way) -> {
            ApiTestReply reply = post("/?command=" + command, "{}").expect(501);
            assertThat(reply.text("status")).isEqualTo("failure");
            assertThat(reply.text("reason")).contains(way);
        });
        assertThat(local().get("/?command=getBL").expect(501).text("reason")).contains("/v1/holds");
        local().get(ALLOW).expect(405);
        assertThat(post("/?command=stats", "{}").expect(405).text("reason")).contains("by GET");
        assertThat(local().get("/").problem(404)).contains("without a command");
    }

    @Test
    void theKeyMayBeThePasswordOfBasicAuthenticationAtThePathsOfMailServersOnly() throws IOException {
        String key =
                Files.readString(settings.keys().resolve(ApiKeyFile.LOCAL_NAME)).strip();
        ApiTestClient basic = nobody().with("Authorization", basic("wforce:" + key));

        basic.post(ALLOW, logIn("alice@isp.example", "133.11.93.10", "imap", ""))
                .expect(200);
        basic.post("/v1/decisions", "{\"account\":\"alice@isp.example\"}").expect(200);
        assertThat(basic.get("/v1/grants").problem(401)).contains("a key is needed");
        assertThat(nobody().with("Authorization", basic("wforce:wrong"))
                        .post(ALLOW, "{}")
                        .problem(401))
                .contains("not in force");
        assertThat(nobody().with("Authorization", "Basic %%%").post(ALLOW, "{}").problem(401))
                .contains("not in force");
        assertThat(nobody().post(ALLOW, "{}").problem(401)).contains("a key is needed");
        assertThat(nobody().post(ALLOW, "{}").header("WWW-Authenticate"))
                .as("a browser is not asked for a password")
                .isEqualTo("Bearer");
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void healthShowsWhatWasAskedAndReported() {
        post(ALLOW, logIn("alice@isp.example", "133.11.93.10", "imap", "")).expect(200);

        var health = local().get("/actuator/health")
                .expect(200)
                .json()
                .path("components")
                .path("auth-policy");
        assertThat(health.path("details").path("allows").asInt()).isPositive();
        assertThat(health.path("details").path("refuses_by").toString())
                .isEqualTo("[\"account-on-hold\",\"overseas-without-grant\"]");
    }
}
