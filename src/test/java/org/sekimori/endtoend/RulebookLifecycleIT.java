package org.sekimori.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.endtoend.SekimoriProcess.Printed;
import org.sekimori.rig.LongRun;
import org.sekimori.rig.PolicyClient;

/** Rulebooks that are put in force, watched and taken back while mail goes on. */
class RulebookLifecycleIT {

    /** A rulebook is tried in a child process first, with all its tests, on a machine that may be busy. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final String GERMANY = "91.10.20.30";
    private static final String OVERSEAS = "origin/overseas-without-grant/rule.yml";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Path rules;

    @BeforeEach
    void rules() {
        rules = TestRulebook.forPublishing(folder);
    }

    private SekimoriProcess start(String... more) {
        return SekimoriProcess.start(folder.resolve("data"), rules, more);
    }

    private static String run(SekimoriProcess sekimori, String... arguments) {
        Printed printed = sekimori.run(arguments);
        assertThat(printed.exitCode()).as(printed.err()).isZero();
        return printed.out();
    }

    private String publish(SekimoriProcess sekimori, String... more) {
        String[] arguments = new String[4 + more.length];
        System.arraycopy(new String[] {"rules", "publish", "--rules", rules.toString()}, 0, arguments, 0, 4);
        System.arraycopy(more, 0, arguments, 4, more.length);
        return run(sekimori, arguments);
    }

    private void edit(String file, String from, String to) {
        try {
            Path path = rules.resolve(file);
            String text = Files.readString(path);
            assertThat(text).contains(from);
            Files.writeString(path, text.replace(from, to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each look is a command. */
    private static ConditionFactory patient() {
        return await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1));
    }

    private static String ask(SekimoriProcess sekimori, String account) {
        try (PolicyClient client = PolicyClient.connect("127.0.0.1", sekimori.policyPort())) {
            return client.ask(Map.of(
                    "sasl_username", account, "client_address", GERMANY, "recipient", "bob@d1.example", "size", "0"));
        }
    }

    @Test
    void aCandidateIsAskedBesideAndARuleGoesIntoTheShadowAndBackAndARestartDoesNotUndoIt() {
        try (SekimoriProcess sekimori = start()) {
            aCandidateIsAskedBesideAndOnlyDiffShowsIt(sekimori);
            assertThat(ask(sekimori, "a1@isp.example")).contains("550 5.7.1");
            edit(OVERSEAS, "mode: off", "mode: shadow");

            assertThat(publish(sekimori)).contains("is in force");

            assertThat(ask(sekimori, "a2@isp.example")).isEqualTo("DUNNO");
            patient().untilAsserted(() -> assertThat(run(sekimori, "rules", "list"))
                    .containsPattern("overseas-without-grant +shadow +\\d +3 / 3 +3 / 3 +- +1 / 1"));
            assertThat(run(sekimori, "rules", "diff"))
                    .containsPattern(
                            "overseas-without-grant +1 hit: would flag 0 decisions of 0 accounts, refuse 1 of 1")
                    .contains("a2@isp.example", "accept, in the shadow reject", "from DE, which is not home");

            assertThat(run(sekimori, "rules", "rollback")).contains("is in force");
            assertThat(ask(sekimori, "a3@isp.example")).contains("550 5.7.1");
            Printed none = sekimori.run("rules", "rollback");
            assertThat(none.exitCode()).isEqualTo(1);
            assertThat(none.err()).isEqualTo("sekimori: no other rulebook was in force before this one\n");
            TopicReader log = new TopicReader(sekimori.kafka());
            log.awaitRecord("sekimori.audit", line -> line.contains("rulebook_publish"));
            log.awaitRecord("sekimori.audit", line -> line.contains("rulebook_rollback"));
        }
        // What was rolled back lies in the folder still.
        try (SekimoriProcess again = start()) {
            assertThat(ask(again, "a4@isp.example")).contains("550 5.7.1");
        }
    }

    private void aCandidateIsAskedBesideAndOnlyDiffShowsIt(SekimoriProcess sekimori) {
        edit(OVERSEAS, "mode: enforce", "mode: off");
        assertThat(publish(sekimori, "--shadow")).contains("never acts");

        assertThat(ask(sekimori, "b1@isp.example")).contains("550 5.7.1");
        assertThat(ask(sekimori, "b2@isp.example")).contains("550 5.7.1");

        patient().untilAsserted(() -> assertThat(run(sekimori, "rules", "diff"))
                .contains("asked about 2 decisions, 2 would differ")
                .containsPattern("reject -> accept +2 decisions of 2 accounts  overseas-without-grant 2"));
        assertThat(run(sekimori, "rules", "diff", "--json").lines())
                .hasSize(2)
                .allMatch(line -> line.contains("\"change\":\"reject -> accept\""));
        assertThat(run(sekimori, "rules", "rollback", "--shadow")).doesNotContain("candidate");
        assertThat(run(sekimori, "rules", "list")).doesNotContain("Candidate");
    }

    @Test
    void aWatchedFolderIsPublishedWhenItChangesAndRefusedWhenItIsBrokenAtTheStartToo() {
        try (SekimoriProcess sekimori = start("--watch-rules")) {
            edit("policy.yml", "home: [JP]", "hoem: [JP]");
            patient().untilAsserted(() -> assertThat(run(sekimori, "rules", "list"))
                    .contains("REFUSED    ", "policy.yml:", "hoem"));
            assertThat(ask(sekimori, "c1@isp.example")).contains("550 5.7.1");

            edit("policy.yml", "hoem: [JP]", "home: [JP]");
            edit("policy.yml", "webmail.isp.example", "mail.isp.example");
            patient().untilAsserted(() -> assertThat(run(sekimori, "rules", "list"))
                    .doesNotContain("REFUSED    ")
                    .contains("by folder " + rules));
            assertThat(ask(sekimori, "c2@isp.example")).contains("https://mail.isp.example");
            edit("policy.yml", "home: [JP]", "hoem: [JP]");
        }
        // A restart with a broken folder goes on with what is in force.
        try (SekimoriProcess again = start()) {
            assertThat(ask(again, "c3@isp.example")).contains("https://mail.isp.example");
            assertThat(run(again, "rules", "list")).contains("REFUSED    ", "hoem");
        }
        if (!LongRun.is()) {
            return;
        }
        edit("policy.yml", "hoem: [JP]", "home: [JP]");
        edit("outcome/backscatter/rule.drl", "in {window} could not", "within {window} could not");
        // The same with one in which a rule was changed under its version, as VersionLockTest finds it.
        try (SekimoriProcess again = start()) {
            assertThat(run(again, "rules", "list"))
                    .contains("REFUSED    ", "outcome/backscatter/rule.yml:3:", "raise it to 4");
            assertThat(ask(again, "e1@isp.example")).contains("https://mail.isp.example");
        }
    }

    @Test
    void aRuleThatFailsAgainAndAgainIsSwitchedOffAndMailGoesOn() throws IOException {
        // The rule is changed under its version.
        Files.delete(rules.resolve("versions.lock"));
        edit(
                "outcome/backscatter/rule.drl",
                "$bounced >= $least",
                // No case sends a message without a size.
                "1 / size >= 1 || $bounced >= $least");
        try (SekimoriProcess sekimori = start()) {
            for (int i = 0; i < 25; i++) {
                assertThat(ask(sekimori, "d" + i + "@isp.example")).contains("550 5.7.1");
            }
            patient().untilAsserted(() -> assertThat(run(sekimori, "rules", "list"))
                    .containsPattern("backscatter +OFF, failed")
                    .contains("backscatter is switched off: 20 failures within ten minutes", "ArithmeticException"));
            assertThat(ask(sekimori, "d99@isp.example")).contains("550 5.7.1");
            TopicReader log = new TopicReader(sekimori.kafka());
            assertThat(log.awaitDecision("d99@isp.example")).doesNotContain("rules-failed");
            log.awaitRecord(
                    "sekimori.events",
                    entry -> entry.contains("rulebook_activated") && entry.contains("\"off\":{\"backscatter\""));
        }
    }
}
