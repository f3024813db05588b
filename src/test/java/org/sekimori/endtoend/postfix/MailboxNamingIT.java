package org.sekimori.endtoend.postfix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.endtoend.SekimoriProcess;
import org.sekimori.endtoend.SekimoriProcess.Printed;
import org.sekimori.endtoend.TestHttpClient;
import org.sekimori.endtoend.TestRulebook;
import org.sekimori.endtoend.TopicReader;
import org.sekimori.rig.NeedsPostfix;
import org.sekimori.rig.PolicyClient;
import org.sekimori.rig.PostfixRig;
import org.sekimori.rig.SmtpClient;
import org.sekimori.rig.SmtpReply;
import org.sekimori.rules.TestPolicy;

/** Which mailbox a log-in is, at a real Postfix with real SASL. */
@NeedsPostfix
@SuppressWarnings("NullAway.Init")
class MailboxNamingIT {

    private static final String HOME = "133.11.93.10";
    private static final String GERMANY = "91.10.20.30";
    private static final String POLICY = """
            defaults:
              contact: 03-0000-0000
            domains:
              isp.example: {home: [JP]}
              isp-later.example: {home: [JP]}
            domain_aliases:
              isp-alias.example: isp.example
            account_aliases:
              b.ob@isp.example: bob@isp.example
            """;

    private static SekimoriProcess sekimori;
    private static PostfixRig postfix;
    private static Path rules;

    @BeforeAll
    static void start(@TempDir Path folder) {
        rules = TestRulebook.in(folder, POLICY);
        sekimori = SekimoriProcess.start(
                Map.of("SEKIMORI_ACCOUNT_DEFAULTDOMAIN", "isp.example"), folder.resolve("data"), rules);
        postfix = PostfixRig.start(folder.resolve("postfix"), sekimori.policyPort());
        run("hold", "set", "Bob@isp.example.", "--reason", "test");
    }

    @AfterAll
    static void stop() {
        postfix.close();
        sekimori.close();
    }

    private static String metrics() {
        return TestHttpClient.get(sekimori.http() + "/actuator/prometheus", sekimori.apiKey());
    }

    private static Printed run(String... command) {
        Printed printed = sekimori.run(command);
        assertThat(printed.exitCode()).as(printed.err()).isZero();
        return printed;
    }

    private static SmtpReply mail(String user, String from) {
        try (SmtpClient client = postfix.smtp()) {
            client.from(from);
            assertThat(client.auth(user).accepted()).as("log-in as %s", user).isTrue();
            return client.send("bob@isp.example", "friend@example.net");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bob@isp.example",
                "BOB@ISP.example",
                "bob@isp-alias.example",
                "b.ob@isp.example",
                "bob%isp.example",
                "bob@isp.example.",
                "ｂｏｂ@isp.example",
            })
    void aHoldStopsTheMailboxUnderEveryNameThatLogsIn(String user) {
        assertThat(mail(user, HOME).text()).startsWith("550 5.7.1 ").contains("Sending is paused for bob@isp.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bob", "bob@", "bob＠isp.example", "B.OB@ISP-Alias.example.", "bob@ｉｓｐ。example"})
    void soItIsForNamesThatOtherServersLetIn(String user) {
        assertThat(ask(user, HOME)).startsWith("550 5.7.1 ").contains("Sending is paused for bob@isp.example");
    }

    @Test
    void eximsEscapesAreTheNameThatTheyStandFor() {
        assertThat(mail("日本@isp.example", HOME).accepted()).isTrue();
        run("hold", "set", "日本@isp.example", "--reason", "test");

        assertThat(mail("日本@isp.example", HOME).accepted()).isFalse();
        assertThat(ask("\\346\\227\\245\\346\\234\\254@isp.example", HOME)).startsWith("550 5.7.1 ");
    }

    @Test
    void aLogInThatMakesNoAccountIsRefusedFromAbroadAndCanBeHeld() {
        assertThat(mail("scan ner@isp.example", GERMANY).text())
                .startsWith("550 5.7.1 ")
                .contains("come from Germany, and sending from there is not enabled for your account");
        assertThat(mail("b\u200bob@isp.example", GERMANY).text()).startsWith("550 5.7.1 ");
        assertThat(mail("scan ner@isp.example", HOME).accepted()).isTrue();
        assertThat(new TopicReader(sekimori.kafka()).awaitEvent("unnameable@invalid"))
                .contains("\"login\":\"scan ner@isp.example\"");
        assertThat(metrics()).containsPattern("sekimori_logins_invalid_total\\{.*door=\"postfix\".*} 3");

        run("hold", "set", "unnameable@invalid", "--reason", "burst");
        try {
            assertThat(mail("scan ner@isp.example", HOME).text())
                    .startsWith("550 5.7.1 ")
                    .contains("Sending is paused for your account");
            assertThat(mail("b\u200bob@isp.example", HOME).accepted()).isFalse();
            assertThat(ask("@isp.example", HOME)).startsWith("550 5.7.1 ");
            assertThat(mail("alice@isp.example", HOME).accepted()).isTrue();
        } finally {
            run("hold", "release", "unnameable@invalid", "--reason", "test");
        }
    }

    @Test
    void everyOtherDoorReadsNamesTheSame() {
        String body = "{\"account\":\"bob@isp-alias.example\",\"client_address\":\"" + HOME + "\"}";
        assertThat(decision(body)).contains("Sending is paused for bob@isp.example");
        String abroad = "{\"account\":\"b ob\\u0000@isp.example\",\"client_address\":\"" + GERMANY + "\"}";
        assertThat(decision(abroad))
                .contains("come from Germany, and sending from there is not enabled for your account");
    }

    private static String decision(String body) {
        return TestHttpClient.post(
                        sekimori.http() + "/v1/decisions", sekimori.apiKey(), body.getBytes(StandardCharsets.UTF_8))
                .body();
    }

    @Test
    void anAliasThatIsNamedLaterIsFollowedAtOnceAndAHoldUnderItsNameCanStillBeReleased() throws IOException {
        run("hold", "set", "carol@isp-later.example", "--reason", "test");
        assertThat(ask("carol@isp-later.example", HOME)).startsWith("550 5.7.1 ");
        Files.writeString(
                rules.resolve("policy.yml"),
                TestPolicy.of(POLICY.replace("  isp-later.example: {home: [JP]}\n", "")
                        .replace("domain_aliases:", "domain_aliases:\n  isp-later.example: isp.example")));
        run("rules", "publish", "--rules", rules.toString());

        assertThat(ask("carol@isp-later.example", GERMANY)).contains("not enabled for carol@isp.example");
        assertThat(ask("carol@isp-later.example", HOME)).isEqualTo("DUNNO");
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(metrics()).containsPattern("sekimori_holds_unreached.* 1\\.0"));
        run("hold", "release", "carol@isp-later.example", "--reason", "test");
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(run("hold", "list").out()).doesNotContain("carol@isp-later.example"));
        run("hold", "set", "carol@isp-later.example", "--reason", "test");
        assertThat(mail("carol@isp.example", HOME).text()).contains("Sending is paused for carol@isp.example");
    }

    private static String ask(String user, String from) {
        Map<String, String> changes = new LinkedHashMap<>();
        changes.put("sasl_username", user);
        changes.put("client_address", from);
        changes.put("instance", user + System.nanoTime());
        try (PolicyClient client = PolicyClient.connect("127.0.0.1", sekimori.policyPort())) {
            return client.ask(changes);
        }
    }
}
