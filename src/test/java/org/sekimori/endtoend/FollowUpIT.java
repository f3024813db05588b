package org.sekimori.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.endtoend.SekimoriProcess.Printed;
import org.sekimori.rig.LongRun;
import org.sekimori.rig.NeedsPostfix;
import org.sekimori.rig.PostfixRig;
import org.sekimori.rig.SmtpSink;
import org.sekimori.rig.SwaksResult;
import tools.jackson.databind.JsonNode;

/**
 * From the flag to the released customer: a real Postfix in front, a real SMTP server that takes the notices behind, and the
 * command line of the desk between them.
 */
@NeedsPostfix
@SuppressWarnings("NullAway.Init")
class FollowUpIT {

    private static final String HOME = "133.11.93.10";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern REFERENCE = Pattern.compile("Reference ([0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4})");

    private static final String POLICY = """
            defaults:
              home: [JP]
              time_zone: Asia/Tokyo
              language: en
              webmail: https://webmail.isp.example
              travel_page: https://my.isp.example/travel
              contact: 03-0000-0000
            """;

    /** The watch is over at once: what it changes while it lasts is a matter of numbers, not of this way. */
    private static final String FOLLOW_UP = """
            defaults:
              hold: {from: high}
              watch: {days: 0}
            """;

    private static final String CONTACTS = """
            account,address,language
            alice@isp.example,alice.private@elsewhere.example,ja
            bob@isp.example,bob.private@elsewhere.example,en
            carol@isp.example,carol.private@elsewhere.example,en
            """;

    private static Path data;
    private static Path rules;
    private static Map<String, String> settings;
    private static SmtpSink sink;
    private static SekimoriProcess sekimori;
    private static PostfixRig postfix;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        data = folder.resolve("data");
        rules = TestRulebook.in(folder, POLICY);
        Path places = rules.resolve("places/many-places");
        change(places.resolve("rule.drl"), ".advise()", ".flag()");
        for (String test : List.of("addresses", "networks-at-home")) {
            change(places.resolve("tests/" + test + ".yml"), "effect: advise", "effect: flag");
        }
        // The rule is changed under its version.
        Files.delete(rules.resolve("versions.lock"));
        Files.writeString(rules.resolve("follow-up.yml"), FOLLOW_UP);
        Path contacts = folder.resolve("contacts.csv");
        Files.writeString(contacts, CONTACTS);
        sink = SmtpSink.start(folder.resolve("sink"));
        settings = Map.of(
                "SEKIMORI_NOTICES_SMTP_HOST", "127.0.0.1",
                "SEKIMORI_NOTICES_SMTP_PORT", Integer.toString(sink.port()),
                "SEKIMORI_NOTICES_SMTP_FROM", "abuse-desk@isp.example",
                "SEKIMORI_NOTICES_DESK", "desk@isp.example",
                "SEKIMORI_NOTICES_CONTACTS_FILE", contacts.toString());
        sekimori = SekimoriProcess.start(settings, data, rules);
        postfix = PostfixRig.start(folder.resolve("postfix"), sekimori.policyPort());
        postfix.keepQueue();
    }

    private static void change(Path file, String from, String to) throws IOException {
        Files.writeString(file, Files.readString(file).replace(from, to));
    }

    @AfterAll
    static void stop() {
        postfix.close();
        sekimori.close();
        sink.close();
    }

    private static SwaksResult mail(String account, String address) {
        return postfix.swaks()
                .from(address)
                .user(account)
                .sender(account)
                .to("friend@example.net")
                .send();
    }

    /** The stolen password is used from one network after the other until the next mail is refused. */
    private static int burst(String account) {
        int accepted = 0;
        while (accepted < 30) {
            if (!mail(account, "133.11." + (100 + accepted) + ".10").accepted()) {
                return accepted;
            }
            accepted++;
        }
        throw new AssertionError("30 messages from 30 networks were let pass");
    }

    private static String run(String... arguments) {
        Printed printed = sekimori.run(arguments);
        assertThat(printed.exitCode()).as(printed.err() + printed.out()).isZero();
        return printed.out();
    }

    private static String refused(String... arguments) {
        Printed printed = sekimori.run(arguments);
        assertThat(printed.exitCode()).as(printed.out()).isEqualTo(1);
        return printed.err();
    }

    private static JsonNode awaitCase(String account, String state) {
        return await("case of " + account + " to be " + state)
                .atMost(PATIENCE)
                .until(
                        () -> cases(account).path(0),
                        one -> one.path("state").asString("").equals(state));
    }

    private static JsonNode cases(String account) {
        String address = sekimori.http() + "/v1/accounts/" + account + "/cases";
        return TopicReader.JSON
                .readTree(TestHttpClient.get(address, sekimori.apiKey()))
                .path("cases");
    }

    private static List<SmtpSink.Mail> awaitMail(String recipient, String subjectPart) {
        return await("mail to " + recipient)
                .atMost(PATIENCE)
                .until(() -> mails(recipient, subjectPart), found -> !found.isEmpty());
    }

    private static List<SmtpSink.Mail> mails(String recipient, String part) {
        return sink.mails().stream()
                .filter(mail -> mail.recipients().contains(recipient))
                .filter(mail -> mail.text().contains(part) || mail.subject().contains(part))
                .toList();
    }

    private static void passwordChanged(String account) {
        String body = "{\"kind\":\"password_changed\",\"account\":\"" + account + "\",\"server\":\"crm\",\"time\":\""
                + Instant.now() + "\"}";
        assertThat(TestHttpClient.post(sekimori.http() + "/v1/events", sekimori.apiKey(), body.getBytes(UTF_8))
                        .statusCode())
                .isEqualTo(202);
    }

    private static String reference(SwaksResult refusal) {
        Matcher found = REFERENCE.matcher(refusal.finalReply());
        assertThat(found.find()).as(refusal.finalReply()).isTrue();
        return found.group(1);
    }

    private static String verdictByHttp(String account) {
        String body = "{\"account\":\"" + account + "\",\"client_address\":\"" + HOME + "\",\"recipient_count\":1}";
        return TopicReader.JSON
                .readTree(
                        TestHttpClient.post(sekimori.http() + "/v1/decisions", sekimori.apiKey(), body.getBytes(UTF_8))
                                .body())
                .path("verdict")
                .asString("");
    }

    @Test
    void aStolenPasswordIsFollowedUpToTheReleasedCustomer() {
        int out = burst("alice@isp.example");
        assertThat(out).as("messages before the flag").isBetween(5, 20);
        String id = awaitCase("alice@isp.example", "held").path("id").asString();

        // Every door refuses, at home, too.
        SwaksResult own = mail("alice@isp.example", HOME);
        assertThat(own.finalReply()).startsWith("550 5.7.1 ").contains("03-0000-0000");
        assertThat(verdictByHttp("alice@isp.example")).isEqualTo("reject");

        // The reference that the customer reads out leads the desk to the case.
        assertThat(sekimori.runUntilFound("case", "show", reference(own)).out())
                .contains("case " + id, "alice@isp.example", "many-places");

        SmtpSink.Mail told = awaitMail("alice.private@elsewhere.example", id).get(0);
        assertThat(told.text()).contains("パスワード", id);
        assertThat(told.recipients()).doesNotContain("alice@isp.example");
        assertThat(awaitMail("desk@isp.example", id).get(0).text()).contains("alice@isp.example");

        // Started again, in the long run after a kill, nobody is told twice and the case is still there.
        startAgain();
        assertThat(awaitCase("alice@isp.example", "held").path("id").asString()).isEqualTo(id);

        List<String> queued = await().atMost(PATIENCE)
                .until(() -> run("case", "queue", id).lines().toList(), found -> found.size() == out);
        assertThat(queued).allMatch(postfix.queue()::contains);
        postfix.deleteFromQueue(queued);
        assertThat(postfix.queue()).doesNotContain(queued.get(0));

        assertThat(refused("case", "release", id)).contains("a release needs proof");
        passwordChanged("alice@isp.example");
        await().atMost(PATIENCE).until(() -> run("case", "show", id).contains("once more"));
        assertThat(refused("case", "release", id)).contains("a release needs proof");
        run("case", "move", id, "cleaned", "--reason", "malware removed", "--by", "sato");
        passwordChanged("alice@isp.example");
        awaitCase("alice@isp.example", "password_changed");
        assertThat(mail("alice@isp.example", HOME).accepted()).isFalse();

        run("case", "release", id, "--by", "sato");
        assertThat(mail("alice@isp.example", HOME).accepted()).isTrue();
        awaitCase("alice@isp.example", "watched");
        run("case", "close", id, "--as", "confirmed", "--reason", "phished", "--by", "sato");
        awaitCase("alice@isp.example", "closed");

        assertThat(mails("alice.private@elsewhere.example", "一時停止")).hasSize(1);
        assertThat(mails("desk@isp.example", id)).hasSize(1);
    }

    private static void startAgain() {
        String policyPort = Integer.toString(sekimori.policyPort());
        if (LongRun.is()) {
            sekimori.kill();
        } else {
            // A kill costs a new process, and is what CrashIT is about.
            sekimori.close();
        }
        sekimori = SekimoriProcess.start(settings, data, rules, "--policy-port", policyPort);
    }

    @Test
    void aFalsePositiveIsReleasedByItsVerdict() {
        burst("bob@isp.example");
        String id = awaitCase("bob@isp.example", "held").path("id").asString();
        assertThat(awaitMail("bob.private@elsewhere.example", id).get(0).text()).contains("password");
        assertThat(mail("bob@isp.example", HOME).accepted()).isFalse();

        run("case", "close", id, "--as", "false-positive", "--reason", "a conference", "--by", "sato");
        awaitCase("bob@isp.example", "closed");
        // What was judged is no evidence any more: the next mails pass and open no other case.
        assertThat(mail("bob@isp.example", HOME).accepted()).isTrue();
        assertThat(mail("bob@isp.example", HOME).accepted()).isTrue();
        assertThat(run("case", "precision")).contains("many-places");
        assertThat(awaitMail("bob.private@elsewhere.example", "is open again")).hasSize(1);
        assertThat(mails("bob.private@elsewhere.example", id))
                .as("paused, and open again")
                .hasSize(2);
    }
}
