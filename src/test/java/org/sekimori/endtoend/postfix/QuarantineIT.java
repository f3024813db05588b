package org.sekimori.endtoend.postfix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.endtoend.SekimoriProcess;
import org.sekimori.endtoend.SekimoriProcess.Printed;
import org.sekimori.endtoend.TestRulebook;
import org.sekimori.endtoend.TopicReader;
import org.sekimori.rig.NeedsPostfix;
import org.sekimori.rig.PostfixRig;
import org.sekimori.rig.SmtpReply;
import tools.jackson.databind.JsonNode;

/** Mail that a rule quarantines waits in Postfix's queue, until a person releases or deletes it in one step. */
@NeedsPostfix
@SuppressWarnings("NullAway.Init")
class QuarantineIT {

    private static final String HOME = "133.11.93.10";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static SekimoriProcess sekimori;
    private static PostfixRig postfix;
    private static TopicReader log;

    /** Messages of one domain to more than one recipient are doubted; the tests of the shipped rules know nothing of it. */
    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        Path rules = TestRulebook.in(folder);
        Path rule = Files.createDirectories(rules.resolve("test/doubtful"));
        Files.writeString(rule.resolve("rule.drl"), """
                rule "doubtful"
                when
                    s : Submission( account.endsWith("@doubt.example"), recipientCount > 1 )
                then
                    s.quarantine("to " + s.getRecipientCount() + " recipients");
                end
                """);
        Files.writeString(rule.resolve("rule.yml"), """
                id: doubtful
                title: More than one recipient
                version: 1
                owner: abuse-desk
                severity: medium
                mode: enforce
                description: It stands for any rule that doubts, and holds every message to several people.
                false_positives: Everybody who writes to more than one person at a time.
                what_to_do: Look at the message with postcat -q.
                text: first-send-at-limit
                """);
        Files.createDirectories(rule.resolve("tests"));
        Files.writeString(rule.resolve("tests/hit.yml"), test(2, "quarantine", true));
        Files.writeString(rule.resolve("tests/miss.yml"), test(1, "accept", false));
        Printed locked = SekimoriProcess.runAlone(List.of("rules", "check", "--lock", "--rules", rules.toString()));
        assertThat(locked.exitCode()).as(locked.out() + locked.err()).isZero();
        sekimori = SekimoriProcess.start(folder.resolve("data"), rules);
        postfix = PostfixRig.start(folder.resolve("postfix"), sekimori.policyPort());
        log = new TopicReader(sekimori.kafka());
    }

    private static String test(int recipients, String verdict, boolean hit) {
        return "title: a test\naccount: alice@doubt.example\nentries:\n  - {at: 2026-06-01T09:00:00Z, what: submission, from: JP,"
                + " recipients: " + recipients + "}\nexpect: {verdict: " + verdict + ", hit: " + hit + "}\n";
    }

    @AfterAll
    static void stop() {
        postfix.close();
        sekimori.close();
    }

    private static String run(String... arguments) {
        Printed printed = sekimori.run(arguments);
        assertThat(printed.exitCode()).as(printed.err()).isZero();
        return printed.out();
    }

    /** Submits two messages that are held and one that is not; returns the case. */
    private static String quarantine(String account) {
        try (SmtpSubmitter submitter = new SmtpSubmitter(postfix, account, HOME)) {
            for (int recipients : new int[] {2, 1, 3}) {
                SmtpReply reply = submitter.send(recipients);
                assertThat(reply.text()).startsWith("250 2.0.0 Ok: queued as ");
            }
        }
        List<JsonNode> decisions = log.awaitDecisions(account, 3);
        assertThat(decisions)
                .extracting(d -> d.path("verdict").asString())
                .containsExactly("quarantine", "accept", "quarantine");
        assertThat(decisions.get(0).path("texts").propertyNames()).containsExactly("analyst");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(held()).hasSize(2));
        assertThat(postfix.mailLog())
                .contains("End-of-data quarantined by Sekimori, reference "
                        + decisions.get(0).path("reference").asString());
        JsonNode cases = TopicReader.JSON.readTree(run("case", "list", "--open", "--json"));
        String id = cases.path("cases")
                .valueStream()
                .filter(one -> one.path("account").asString("").equals(account))
                .findFirst()
                .orElseThrow()
                .path("id")
                .asString();
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(run("case", "queue", id).lines()).hasSize(3);
            assertThat(run("case", "show", id)).contains("quarantine  2 messages wait");
        });
        return id;
    }

    private static List<String> held() {
        return postfix.queue()
                .lines()
                .map(TopicReader.JSON::readTree)
                .filter(message -> message.path("queue_name").asString().equals("hold"))
                .map(message -> message.path("queue_id").asString())
                .toList();
    }

    @Test
    void whatIsReleasedIsDeliveredAndTheCaseSaysWhoDidIt() {
        String id = quarantine("alice@doubt.example");
        List<String> waiting = held();
        assertThat(run("case", "queue", id, "--quarantined").lines()).containsExactlyInAnyOrderElementsOf(waiting);

        postfix.postsuper(run("case", "queue", id, "--release", "--by", "sato"), "-H", "-");
        postfix.runQueue();

        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(held()).isEmpty();
            for (String queueId : waiting) {
                assertThat(postfix.mailLog().lines())
                        .anyMatch(line -> line.contains(queueId) && line.contains("status=sent"));
            }
            assertThat(run("case", "show", id))
                    .containsPattern("quarantine_released  sato.*: 2 messages")
                    .doesNotContain("messages wait");
            assertThat(run("case", "queue", id, "--release", "--by", "sato"))
                    .as("a second time")
                    .isEmpty();
        });
    }

    @Test
    void whatIsDeletedIsDeliveredToNobody() {
        String id = quarantine("bob@doubt.example");
        List<String> waiting = held();

        postfix.postsuper(run("case", "queue", id, "--delete", "--by", "sato"), "-d", "-", "hold");

        assertThat(held()).isEmpty();
        assertThat(postfix.mailLog().lines())
                .noneMatch(line -> waiting.stream().anyMatch(line::contains) && line.contains("status=sent"));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(run("case", "show", id))
                .containsPattern("quarantine_deleted  sato.*: 2 messages"));
    }

    @Test
    void closingACaseSaysWhatStillWaitsAndItCanBeDeletedAfterwards() {
        String id = quarantine("carol@doubt.example");

        Printed closed =
                sekimori.run("case", "close", id, "--as", "false-positive", "--reason", "her own", "--by", "sato");
        assertThat(closed.exitCode()).as(closed.err()).isZero();
        assertThat(closed.err())
                .contains("2 messages of this case still wait in quarantine", "case queue " + id + " --release");

        postfix.postsuper(run("case", "queue", id, "--delete", "--by", "sato"), "-d", "-", "hold");
        assertThat(held()).isEmpty();
    }
}
