package org.sekimori.endtoend.postfix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.engine.AccountState;
import org.sekimori.engine.LogEntry;
import org.sekimori.engine.StepEngine;
import org.sekimori.engine.StepOutput;
import org.sekimori.engine.StepResult;
import org.sekimori.follow.AskedMessages;
import org.sekimori.follow.LogEvent;
import org.sekimori.follow.LogEventJson;
import org.sekimori.follow.LogFormat;
import org.sekimori.follow.LogLine;
import org.sekimori.follow.LogLineAssembler.LineResult;
import org.sekimori.follow.postfix.PostfixLogAssembler;
import org.sekimori.follow.source.LogLineParser;
import org.sekimori.follow.source.RawLine;
import org.sekimori.intake.event.EventReaderFixture;
import org.sekimori.mail.Account.LoginNormalizer;
import org.sekimori.mail.Decision;
import org.sekimori.mail.EventKind;
import org.sekimori.profile.ProfileView;
import org.sekimori.profile.TimeWindow;
import org.sekimori.profile.TrafficClass;
import org.sekimori.rig.NeedsPostfix;
import org.sekimori.rig.PostfixRig;
import org.sekimori.rig.ScriptedPolicyServer;
import org.sekimori.rig.SmtpSink;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.policy.HomeCountryOverride;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.stream.inbox.InboxDecoder.DecodedEvent;

/** A real Postfix whose log is all that Sekimori sees: no policy server answers, nothing is refused. */
@NeedsPostfix
@SuppressWarnings("NullAway.Init")
class PostfixLogOnlyIT {

    private static final int MESSAGES = 12;
    private static final String THIEF = "thief@isp.example";

    private static PostfixRig postfix;
    private static SmtpSink dirty;
    private static SmtpSink slow;
    private static ScriptedPolicyServer refusing;
    private static String log;
    private static final List<LogEvent> EVENTS = new ArrayList<>();
    private static final Map<LineResult, Integer> LINES = new HashMap<>();

    @BeforeAll
    static void burst(@TempDir Path folder) throws Exception {
        refusing = new ScriptedPolicyServer(0);
        dirty = SmtpSink.refusing(folder.resolve("dirty"));
        slow = SmtpSink.deferring(folder.resolve("slow"));
        postfix = PostfixRig.start(folder.resolve("postfix"), refusing.port());
        postfix.deliverTo(Map.of("dirty.example", dirty.port(), "slow.example", slow.port()));
        refusing.answer(request -> request.getOrDefault("sender", "").startsWith("refused")
                        && "END-OF-MESSAGE".equals(request.get("protocol_state"))
                ? "550 5.7.1 Not this one"
                : "DUNNO");
        try (SmtpSubmitter thief = new SmtpSubmitter(postfix, THIEF, "133.11.93.10");
                SmtpSubmitter other = new SmtpSubmitter(postfix, "refused@isp.example", "133.11.93.10")) {
            for (int i = 0; i < MESSAGES; i++) {
                assertThat(thief.sendTo("nobody-" + i + "@dirty.example").accepted())
                        .isTrue();
            }
            thief.sendTo("late@slow.example");
            thief.sendAccepted(2);
            assertThat(other.sendTo("friend@example.net").accepted()).isFalse();
        }
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            log = postfix.mailLog();
            return count(log, "qmgr\\[\\d+\\]: \\w+: removed") >= 2 * MESSAGES + 2
                    && count(log, "status=deferred") >= 1;
        });
        read();
    }

    @AfterAll
    static void stop() throws Exception {
        postfix.close();
        dirty.close();
        slow.close();
        refusing.close();
    }

    private static int count(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        int count = 0;
        while (matcher.find()) {
            count++;
        }
        return count;
    }

    private static void read() {
        Instant now = Clock.systemUTC().instant();
        LogLineParser parser = new LogLineParser(LogFormat.SYSLOG, ZoneId.systemDefault());
        PostfixLogAssembler assembler = new PostfixLogAssembler(AskedMessages.NONE);
        log.lines().forEach(text -> {
            LogLine line = parser.parse(new RawLine(text.getBytes(StandardCharsets.UTF_8), Instant.EPOCH, now));
            assertThat(line).as(text).isNotNull();
            LineResult result = assembler.read(line, EVENTS::add);
            LINES.merge(result, 1, Integer::sum);
            assertThat(result).as(text).isNotEqualTo(LineResult.NOT_UNDERSTOOD);
        });
        assembler.read(new LogLine(now.plusSeconds(300), "mx", "postfix/anvil", 1, "statistics: x"), EVENTS::add);
    }

    private static long told(EventKind kind) {
        return EVENTS.stream().filter(event -> event.kind() == kind).count();
    }

    @Test
    void aBurstToDirtyListsIsFlaggedByItsBouncesAndCountedOnce() throws Exception {
        try (Rulebook rulebook = Rulebook.compile(
                        HomeCountryOverride.apply(RulebookFiles.read(Path.of("rules")), List.of("JP")));
                StepEngine engine = new StepEngine(rulebook)) {
            AccountState state = null;
            List<Decision> decisions = new ArrayList<>();
            for (int repetition = 0; repetition < 2; repetition++) {
                for (LogEvent event : EVENTS) {
                    if (!event.account().equals(THIEF)) {
                        continue;
                    }
                    DecodedEvent read = (DecodedEvent) EventReaderFixture.reader(LoginNormalizer.PLAIN)
                            .readRecorded(LogEventJson.write(event, "mx1"), "p");
                    StepResult step = engine.step(state, new LogEntry.Mail(read.event()));
                    state = step.state();
                    step.outputs().stream()
                            .filter(StepOutput.DecisionMade.class::isInstance)
                            .map(output -> ((StepOutput.DecisionMade) output).decision())
                            .forEach(decisions::add);
                }
            }

            assertThat(state).isNotNull();
            ProfileView now = state.profile().at(Clock.systemUTC().instant().plusSeconds(5), ZoneOffset.UTC);
            assertThat(now.sent(TimeWindow.HOUR, TrafficClass.ANY))
                    .as("the log was read twice")
                    .isEqualTo(MESSAGES + 3);
            assertThat(now.bounced(TimeWindow.HOUR)).isEqualTo(MESSAGES);
            assertThat(decisions).hasSize(MESSAGES + 3);
            assertThat(decisions).allMatch(decision -> decision.verdict().word().equals("accept"));
            assertThat(decisions.get(decisions.size() - 1).flags()).contains("backscatter");
            assertThat(String.valueOf(state.caseSet().open())).contains("backscatter");
        }
    }

    @Test
    void theNumbersAreThoseOfPflogsumm(@TempDir Path folder) throws Exception {
        Path program = Path.of("/usr/sbin/pflogsumm");
        Assumptions.assumeTrue(Files.isExecutable(program), "pflogsumm is not installed");
        Path file = folder.resolve("mail.log");
        Files.writeString(file, log);
        Process summary = new ProcessBuilder(program.toString(), file.toString())
                .redirectErrorStream(true)
                .start();
        String totals = new String(summary.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        long returned = count(log, "sender non-delivery notification");
        long recipients = EVENTS.stream()
                .filter(event -> event.kind() == EventKind.ATTEMPT)
                .mapToLong(LogEvent::recipientCount)
                .sum();
        assertThat(told(EventKind.ATTEMPT)).isEqualTo(MESSAGES + 3);
        assertThat(total(totals, "received"))
                .as("with what was refused at its end")
                .isEqualTo(told(EventKind.ATTEMPT) + told(EventKind.REJECTED));
        assertThat(total(totals, "bounced")).isEqualTo(told(EventKind.BOUNCED)).isEqualTo(MESSAGES);
        assertThat(total(totals, "deferred"))
                .isEqualTo(told(EventKind.DEFERRED))
                .isEqualTo(1);
        assertThat(total(totals, "rejected"))
                .isEqualTo(told(EventKind.REJECTED))
                .isEqualTo(1);
        assertThat(total(totals, "delivered"))
                .as("with the bounces that went back to the sender")
                .isEqualTo(recipients - told(EventKind.BOUNCED) - told(EventKind.DEFERRED) + returned);
    }

    private static long total(String totals, String word) {
        Matcher line = Pattern.compile("(?m)^\\s*(\\d+)\\s+" + word + "\\b").matcher(totals);
        assertThat(line.find()).as(word + " in\n" + totals).isTrue();
        return Long.parseLong(line.group(1));
    }
}
