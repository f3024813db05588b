package org.sekimori.endtoend.postfix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
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
import org.sekimori.follow.postfix.PostfixLogAssembler;
import org.sekimori.follow.source.LogLineParser;
import org.sekimori.follow.source.RawLine;
import org.sekimori.intake.OriginLookup;
import org.sekimori.intake.event.EventReader;
import org.sekimori.intake.event.EventReaderFixture;
import org.sekimori.mail.Account.LoginNormalizer;
import org.sekimori.mail.Decision;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.rig.NeedsPostfix;
import org.sekimori.rig.PostfixRig;
import org.sekimori.rig.ScriptedPolicyServer;
import org.sekimori.rig.SmtpSink;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.policy.HomeCountryOverride;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.stream.inbox.InboxDecoder.DecodeResult;
import org.sekimori.stream.inbox.InboxDecoder.DecodedEvent;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * From a stolen password to the flag, where all that Sekimori has is the log of a real Postfix, and the thief sends from one domestic
 * address that the owner never used. Postfix sends every message; then the days between them are put in, which nobody can wait for: what
 * the follower read is repeated as the owner's past month, and the thief's messages are moved apart.
 */
@NeedsPostfix
@SuppressWarnings("NullAway.Init")
class StolenPasswordLogIT {

    private static final String ACCOUNT = "keiko@isp.example";
    private static final String HOME = "133.11.93.10";
    private static final String ELSEWHERE = "126.1.2.3";
    private static final int THEFT = 40;
    private static final ZoneId JAPAN = ZoneId.of("Asia/Tokyo");
    private static final ZonedDateTime FIRST_DAY = ZonedDateTime.of(2026, 10, 1, 0, 0, 0, 0, JAPAN);
    private static final int PAST_DAYS = 35;
    private static final JsonMapper JSON = new JsonMapper();

    private static final OriginLookup ALL_IN_JAPAN = (address, name) -> address == null
            ? new Origin.Unknown("no_address", null, null)
            : new Origin.Country(
                    "JP",
                    address.network(),
                    address.toString().equals(HOME) ? 2501 : 17676,
                    new Origin.Source("test", null));

    /** Each message with its outcomes, in the order of the log. */
    private static final List<List<LogEvent>> OWNER = new ArrayList<>();

    private static final List<List<LogEvent>> THIEF = new ArrayList<>();
    private static Rulebook rulebook;

    private StepEngine engine;
    private @Nullable AccountState state;

    @BeforeAll
    static void send(@TempDir Path folder) throws Exception {
        rulebook = Rulebook.compile(HomeCountryOverride.apply(RulebookFiles.read(Path.of("rules")), List.of("JP")));
        try (ScriptedPolicyServer silent = new ScriptedPolicyServer(0);
                SmtpSink dirty = SmtpSink.refusing(folder.resolve("dirty"));
                PostfixRig postfix = PostfixRig.start(folder.resolve("postfix"), silent.port())) {
            silent.answer(request -> "DUNNO");
            postfix.deliverTo("dirty.example", dirty.port());
            try (SmtpSubmitter owner = new SmtpSubmitter(postfix, ACCOUNT, HOME)) {
                for (String friend : List.of("aki", "emi", "ken")) {
                    assertThat(owner.sendTo(friend + "@example.net").accepted()).isTrue();
                }
            }
            try (SmtpSubmitter thief = new SmtpSubmitter(postfix, ACCOUNT, ELSEWHERE)) {
                for (int i = 0; i < THEFT; i++) {
                    String domain = i % 8 == 7 ? "dirty.example" : "shop-" + i + ".example";
                    assertThat(thief.sendTo("info-" + i + "@" + domain).accepted())
                            .isTrue();
                }
            }
            read(postfix);
        }
    }

    /** Reads the log when each message and each bounce has left the queue. */
    private static void read(PostfixRig postfix) {
        int messages = 3 + THEFT + THEFT / 8;
        String log = await().atMost(Duration.ofMinutes(1))
                .until(postfix::mailLog, text -> text.split(": removed\n", -1).length > messages);
        Instant now = Clock.systemUTC().instant();
        LogLineParser parser = new LogLineParser(LogFormat.SYSLOG, ZoneId.systemDefault());
        PostfixLogAssembler assembler = new PostfixLogAssembler(AskedMessages.NONE);
        List<LogEvent> events = new ArrayList<>();
        log.lines()
                .map(text -> parser.parse(new RawLine(text.getBytes(StandardCharsets.UTF_8), Instant.EPOCH, now)))
                .forEach(line -> assembler.read(Objects.requireNonNull(line), events::add));
        assembler.read(new LogLine(now.plusSeconds(300), "mx", "postfix/anvil", 1, "statistics: x"), events::add);
        for (LogEvent event : events) {
            if (event.kind() == EventKind.ATTEMPT) {
                List<List<LogEvent>> sender = HOME.equals(event.clientAddress()) ? OWNER : THIEF;
                sender.add(events.stream()
                        .filter(other -> Objects.equals(other.queueId(), event.queueId()))
                        .toList());
            }
        }
        assertThat(OWNER).hasSize(3);
        assertThat(THIEF).hasSize(THEFT);
    }

    @AfterAll
    static void close() {
        rulebook.close();
    }

    @BeforeEach
    void aMonthOfTheOwner() {
        engine = new StepEngine(rulebook);
        state = null;
        for (int day = 0; day < PAST_DAYS; day++) {
            for (int i = 0; i < OWNER.size(); i++) {
                Instant time = FIRST_DAY.plusDays(day).plusHours(9 + 4L * i).toInstant();
                for (Decision decision : deliver(OWNER.get(i), time, "past-" + day)) {
                    assertThat(decision.flags()).isEmpty();
                }
            }
        }
    }

    /** Puts a message and its outcomes at a time into the account; the decisions. */
    private List<Decision> deliver(List<LogEvent> message, Instant time, String story) {
        EventReader reader = new EventReader(
                LoginNormalizer.PLAIN, EventReaderFixture.HASHER, ALL_IN_JAPAN, Clock.fixed(time, JAPAN));
        Duration moved = Duration.between(message.get(0).time(), time);
        List<Decision> decisions = new ArrayList<>();
        for (LogEvent event : message) {
            ObjectNode json = (ObjectNode) JSON.readTree(LogEventJson.write(event, "mx1"));
            json.put("id", story + "-" + event.id());
            json.put("time", event.time().plus(moved).toString());
            DecodeResult result = reader.readRecorded(JSON.writeValueAsBytes(json), story);
            assertThat(result).as(json.toString()).isInstanceOf(DecodedEvent.class);
            MailEvent read = ((DecodedEvent) result).event();
            StepResult step = engine.step(state, new LogEntry.Mail(read));
            state = step.state();
            step.outputs().stream()
                    .filter(StepOutput.DecisionMade.class::isInstance)
                    .map(output -> ((StepOutput.DecisionMade) output).decision())
                    .forEach(decisions::add);
        }
        return decisions;
    }

    /** How many messages of the thief were out when the account was flagged and its case opened; all of them if it never was. */
    private int outBeforeTheFlag(String story, IntFunction<Instant> times) {
        for (int i = 0; i < THEFT; i++) {
            for (Decision decision : deliver(THIEF.get(i), times.apply(i), story)) {
                if (!decision.flags().isEmpty()) {
                    assertThat(String.valueOf(
                                    Objects.requireNonNull(state).caseSet().open()))
                            .contains(decision.flags());
                    return i;
                }
            }
        }
        return THEFT;
    }

    // docs/detection.md gives both numbers.

    @Test
    void aBurstIsFlaggedAfterTwentyMessages() {
        Instant start = FIRST_DAY.plusDays(PAST_DAYS).plusHours(14).toInstant();
        assertThat(outBeforeTheFlag("burst", i -> start.plusSeconds(10L * i))).isEqualTo(20);
    }

    @Test
    void lowAndSlowIsFlaggedAfterTwentyMessages() {
        Instant start = FIRST_DAY.plusDays(PAST_DAYS).plusHours(10).toInstant();
        assertThat(outBeforeTheFlag("slow", i -> start.plusSeconds(1_200L * i))).isEqualTo(20);
    }

    @Test
    void fiveMessagesADayStayUnseen() {
        ZonedDateTime start = FIRST_DAY.plusDays(PAST_DAYS).plusHours(10);
        IntFunction<Instant> fiveADay =
                i -> start.plusDays(i / 5).plusHours(2L * (i % 5)).toInstant();
        assertThat(outBeforeTheFlag("quiet", fiveADay)).isEqualTo(THEFT);
    }
}
