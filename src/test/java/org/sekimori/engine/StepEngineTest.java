package org.sekimori.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sekimori.cases.HoldCommand;
import org.sekimori.grants.GrantCommand;
import org.sekimori.mail.Account;
import org.sekimori.mail.Decision;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.mail.SubmissionCounters;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.policy.HomeCountryOverride;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.stream.json.DecisionJson;

@SuppressWarnings("NullAway.Init")
class StepEngineTest {

    private static final Account ALICE = Account.of("alice@isp.example");
    private static final Instant NOW = Instant.parse("2026-06-01T09:00:00Z");

    private static Rulebook japan;
    private static Rulebook nowhere;

    @BeforeAll
    static void compile() throws Exception {
        RulebookFiles files = RulebookFiles.read(Path.of("rules"));
        japan = Rulebook.compile(HomeCountryOverride.apply(files, List.of("JP")));
        nowhere = Rulebook.compile(files);
    }

    @AfterAll
    static void release() {
        japan.close();
        nowhere.close();
    }

    private static MailEvent event(String id, EventKind kind, String country, int recipients, boolean history) {
        return MailEvent.builder(id, NOW, kind, ALICE)
                .server("mx1")
                .clientAddress("192.0.2.1")
                .sender("")
                .recipientCount(recipients)
                .history(history)
                .origin(new Origin.Country(country, null, 0, new Origin.Source("test", null)))
                .build();
    }

    private static LogEntry attempt(String id, String country) {
        return new LogEntry.Mail(event(id, EventKind.ATTEMPT, country, 3, false));
    }

    private static @Nullable Decision decision(StepResult step) {
        return step.outputs().stream()
                .filter(StepOutput.DecisionMade.class::isInstance)
                .map(output -> ((StepOutput.DecisionMade) output).decision())
                .findFirst()
                .orElse(null);
    }

    @Test
    void aRepetitionIsToldTheSameAndCountsOnce() {
        try (StepEngine engine = new StepEngine(japan)) {
            StepResult first = engine.step(null, attempt("e1", "DE"));
            StepResult again = engine.step(first.state(), attempt("e1", "DE"));
            assertThat(decision(again)).isNull();
            assertThat(again.changed()).isFalse();
            assertThat(again.outputs())
                    .hasSize(1)
                    .first()
                    .isEqualTo(first.outputs().get(1));
        }
    }

    @Test
    void theStateSurvivesItsBinaryFormAndStaysBounded() {
        try (StepEngine engine = new StepEngine(japan)) {
            AccountState state = null;
            state = engine.step(
                            state,
                            new LogEntry.GrantRequest(new GrantCommand.Open(
                                    "g1", ALICE, NOW, "desk", "cli", null, null, new TreeSet<>(List.of("FR")), "旅行")))
                    .state();
            state = engine.step(
                            state,
                            new LogEntry.HoldRequest(
                                    new HoldCommand.Place("h1", ALICE, NOW, "desk", "cli", null, "phishing")))
                    .state();
            for (int i = 0; i < 500; i++) {
                state = engine.step(state, attempt("e" + i, i % 2 == 0 ? "DE" : "JP"))
                        .state();
                assertThat(state).isNotNull();
                byte[] bytes = AccountStateCodec.encode(state);
                assertThat(AccountStateCodec.decode(bytes)).isEqualTo(state);
                assertThat(bytes.length).isLessThan(6 * 1024);
            }
        }
    }

    @Test
    void withoutAHomeNothingIsRefusedAndWhatWouldBeIsRecorded() {
        try (StepEngine engine = new StepEngine(nowhere)) {
            StepResult held = engine.step(
                    null, new LogEntry.HoldRequest(new HoldCommand.Place("h1", ALICE, NOW, "desk", "cli", null, "")));
            Decision decision = decision(engine.step(held.state(), attempt("e1", "DE")));
            assertThat(decision).isNotNull();
            assertThat(decision.verdict().word()).isEqualTo("accept");
            assertThat(decision.would()).isNotNull();
            assertThat(decision.would().word()).isEqualTo("reject");
            assertThat(decision.counters()).isEqualTo(new SubmissionCounters(1, 3, 0));
        }
    }

    @Test
    void historyWarmsTheProfileAndDecidesNothing() {
        try (StepEngine engine = new StepEngine(japan)) {
            StepResult step = engine.step(null, new LogEntry.Mail(event("h", EventKind.ATTEMPT, "DE", 5, true)));
            assertThat(step.outputs()).isEmpty();
            assertThat(step.state()).isNotNull();
            assertThat(step.state().profile().counters()).isEqualTo(new SubmissionCounters(1, 5, 0));
        }
    }

    @Test
    void aClosedAccountLeavesNothing() {
        try (StepEngine engine = new StepEngine(japan)) {
            StepResult open = engine.step(
                    null,
                    new LogEntry.GrantRequest(
                            new GrantCommand.Open("g1", ALICE, NOW, "desk", "cli", null, null, new TreeSet<>(), "")));
            StepResult closed =
                    engine.step(open.state(), new LogEntry.Mail(event("c", EventKind.ACCOUNT_CLOSED, "JP", 0, false)));
            assertThat(closed.state()).isNull();
            assertThat(closed.outputs()).anySatisfy(o -> assertThat(o).isInstanceOf(StepOutput.GrantsChanged.class));
            Decision next = decision(engine.step(closed.state(), attempt("e1", "DE")));
            assertThat(next).isNotNull();
            assertThat(next.verdict().word()).isEqualTo("reject");
        }
    }

    @Test
    void aHoldOutlivesTheClosingAndTheRenamingOfItsAccount() {
        try (StepEngine engine = new StepEngine(japan)) {
            for (EventKind kind : new EventKind[] {EventKind.ACCOUNT_CLOSED, EventKind.ACCOUNT_RENAMED}) {
                StepResult held = engine.step(
                        null,
                        new LogEntry.HoldRequest(
                                new HoldCommand.Place("h1", ALICE, NOW, "desk", "cli", null, "stolen")));
                StepResult gone = engine.step(held.state(), new LogEntry.Mail(event("c", kind, "JP", 0, false)));
                Decision next = decision(engine.step(gone.state(), attempt("e1", "JP")));
                assertThat(next).isNotNull();
                assertThat(next.verdict().word()).isEqualTo("reject");
            }
        }
    }

    @Test
    void anAnswerThatDiffersFromTheDecisionIsAudited() {
        try (StepEngine engine = new StepEngine(japan)) {
            AccountState state = engine.step(null, attempt("e1", "DE")).state();
            LogEntry same = new LogEntry.AnswerGiven(ALICE, "e1", NOW, "reject", "log", "door", 900);
            LogEntry other = new LogEntry.AnswerGiven(ALICE, "e1", NOW, "accept", "fallback", "door", 1_000_000);
            assertThat(engine.step(state, same).outputs()).isEmpty();
            assertThat(engine.step(state, other).outputs()).singleElement().satisfies(o -> {
                StepOutput.AuditRecord line = (StepOutput.AuditRecord) o;
                assertThat(line.what()).isEqualTo("answer_differs");
                assertThat(line.fields())
                        .containsEntry(AuditField.TOLD, "accept")
                        .containsEntry(AuditField.DECIDED, "reject");
            });
        }
    }

    @Test
    void aGrantNamesTheRuleThatRefusedWithinTheHourBefore() {
        try (StepEngine engine = new StepEngine(japan)) {
            AccountState refused = engine.step(null, attempt("e1", "DE")).state();
            assertThat(opened(engine, refused, NOW.plusSeconds(3_600)))
                    .containsEntry(AuditField.REFUSED_BY, "overseas-without-grant");
            assertThat(opened(engine, refused, NOW.plusSeconds(3_601))).doesNotContainKey(AuditField.REFUSED_BY);
            AccountState passed = engine.step(null, attempt("e1", "JP")).state();
            assertThat(opened(engine, passed, NOW)).doesNotContainKey(AuditField.REFUSED_BY);
        }
    }

    private static Map<AuditField, String> opened(StepEngine engine, @Nullable AccountState state, Instant time) {
        GrantCommand open = new GrantCommand.Open("g1", ALICE, time, "desk", "cli", null, null, new TreeSet<>(), "");
        return engine.step(state, new LogEntry.GrantRequest(open)).outputs().stream()
                .filter(StepOutput.AuditRecord.class::isInstance)
                .map(output -> ((StepOutput.AuditRecord) output).fields())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theSameEntriesGiveTheSameBytes() {
        assertThat(play()).isEqualTo(play());
    }

    private static String play() {
        StringBuilder out = new StringBuilder();
        try (StepEngine engine = new StepEngine(japan)) {
            AccountState state = null;
            for (int i = 0; i < 20; i++) {
                StepResult step = engine.step(state, attempt("e" + i, i % 3 == 0 ? "DE" : "JP"));
                state = step.state();
                Decision decision = decision(step);
                if (decision != null) {
                    out.append(new String(DecisionJson.write(decision), java.nio.charset.StandardCharsets.UTF_8));
                }
            }
        }
        return out.toString();
    }

    @Test
    void namesAreNormalisedSoThatCaseGivesNoFreshLimit() {
        Account.LoginNormalizer naming = new Account.LoginNormalizer("ISP.example", "+");
        assertThat(naming.account(" Alice ").name()).isEqualTo("alice@isp.example");
        assertThat(naming.account("ALICE+shop@ISP.Example").name()).isEqualTo("alice@isp.example");
        assertThat(naming.account("jose\u0301@isp.example")).isEqualTo(naming.account("JOSÉ@isp.example"));
        assertThat(naming.account("+x@isp.example").name()).isEqualTo("+x@isp.example".toLowerCase(Locale.ROOT));
    }
}
