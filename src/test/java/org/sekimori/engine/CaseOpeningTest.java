package org.sekimori.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sekimori.cases.Case;
import org.sekimori.cases.Case.Outcome;
import org.sekimori.cases.Case.State;
import org.sekimori.cases.CaseCommand;
import org.sekimori.cases.CaseJudgement;
import org.sekimori.cases.CaseSet;
import org.sekimori.cases.HoldCommand;
import org.sekimori.engine.StepOutput.AuditRecord;
import org.sekimori.engine.StepOutput.CasesChanged;
import org.sekimori.engine.StepOutput.CommandResult;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.Finding.Severity;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.policy.HomeCountryOverride;
import org.sekimori.rules.source.RulebookFiles;

/** An account whose password was guessed: from then on each submission from a network that is new to it is flagged. */
@SuppressWarnings("NullAway.Init")
class CaseOpeningTest {

    private static final Instant NINE = Instant.parse("2026-06-01T09:00:00Z");

    private static Rulebook japan;
    private static Rulebook nowhere;

    private SingleAccountHarness alice;
    private int networks;

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

    @BeforeEach
    void guessed() {
        guessed(japan);
    }

    @AfterEach
    void stop() {
        alice.close();
    }

    private void guessed(Rulebook rulebook) {
        alice = new SingleAccountHarness(rulebook, "alice@isp.example");
        Instant day = NINE.minus(Duration.ofDays(3));
        for (int i = 0; i < 3; i++) {
            alice.outputs(own(day.plus(Duration.ofDays(i))));
        }
        guessing(NINE.minusSeconds(7200));
    }

    private void guessing(Instant time) {
        for (int i = 0; i < 20; i++) {
            alice.outputs(TestEventBuilder.of(EventKind.AUTH_FAILED, time.plusSeconds(i))
                    .from("CN", "203.0." + i % 5 + ".9"));
        }
    }

    private static TestEventBuilder own(Instant time) {
        return TestEventBuilder.submission(time).from("JP", "198.51.100.7");
    }

    /** A submission that is let pass and flagged. */
    private TestEventBuilder strange(Instant time) {
        networks++;
        return TestEventBuilder.submission(time)
                .from("JP", "192." + networks + ".0.9")
                .recipients(3);
    }

    private static @Nullable CaseSet cases(List<StepOutput> outputs) {
        return outputs.stream()
                .filter(CasesChanged.class::isInstance)
                .map(output -> ((CasesChanged) output).cases())
                .reduce((first, last) -> last)
                .orElse(null);
    }

    private static Case open(List<StepOutput> outputs) {
        CaseSet set = cases(outputs);
        assertThat(set).isNotNull();
        assertThat(set.open()).isNotNull();
        return set.open();
    }

    private static List<AuditRecord> audited(List<StepOutput> outputs) {
        return outputs.stream()
                .filter(AuditRecord.class::isInstance)
                .map(AuditRecord.class::cast)
                .toList();
    }

    private static CommandResult done(List<StepOutput> outputs) {
        return outputs.stream()
                .filter(CommandResult.class::isInstance)
                .map(CommandResult.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private List<StepOutput> hold(Instant time) {
        return alice.outputs(new LogEntry.HoldRequest(
                new HoldCommand.Place("h" + time, alice.account(), time, "sato", "cli", null, "phishing")));
    }

    private List<StepOutput> release(Instant time) {
        return alice.outputs(new LogEntry.HoldRequest(
                new HoldCommand.Release("r" + time, alice.account(), time, "sato", "cli", true, "changed")));
    }

    private List<StepOutput> close(@Nullable String id, Outcome outcome, Instant time) {
        return alice.outputs(new LogEntry.CaseRequest(new CaseCommand.Close(
                new CaseCommand.Header("c" + time, alice.account(), time, "sato", "cli", id, null),
                outcome,
                true,
                "the owner said so")));
    }

    @Test
    void aFlagOpensACaseThatSaysWhatLedToIt() {
        alice.outputs(own(NINE.minusSeconds(1500)).recipients(2));
        List<StepOutput> outputs = alice.outputs(strange(NINE));

        Case opened = open(outputs);
        assertThat(opened.id()).matches("[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}");
        assertThat(opened.state()).isEqualTo(State.FLAGGED);
        assertThat(opened.severity()).isEqualTo(Severity.MEDIUM);
        assertThat(opened.openedAt()).isEqualTo(NINE);
        assertThat(opened.since()).isEqualTo(NINE.minusSeconds(1500));
        assertThat(opened.messagesOut()).isEqualTo(2);
        assertThat(opened.recipientsOut()).isEqualTo(5);
        assertThat(opened.rules()).singleElement().satisfies(hits -> {
            assertThat(hits.rule()).isEqualTo("failures-then-success");
            assertThat(hits.hits()).isEqualTo(1);
            assertThat(hits.first()).isEqualTo(NINE);
        });
        assertThat(audited(outputs)).singleElement().satisfies(line -> {
            assertThat(line.what()).isEqualTo("case_opened");
            assertThat(line.by()).isEqualTo("sekimori");
            assertThat(line.fields())
                    .containsEntry(AuditField.CASE, opened.id())
                    .containsEntry(AuditField.SEVERITY, "medium")
                    .containsKey(AuditField.REFERENCE);
        });
    }

    @Test
    void theSameLogOpensTheSameCase() {
        Case first = open(alice.outputs(strange(NINE)));
        alice.close();
        networks = 0;
        guessed(japan);

        assertThat(open(alice.outputs(strange(NINE)))).isEqualTo(first);
    }

    @Test
    void aFurtherFlagAddsToTheOpenCase() {
        Case first = open(alice.outputs(strange(NINE)));
        alice.outputs(own(NINE.plusSeconds(30)));
        List<StepOutput> outputs = alice.outputs(strange(NINE.plusSeconds(60)));

        Case second = open(outputs);
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.openedAt()).isEqualTo(NINE);
        assertThat(second.rules()).singleElement().satisfies(hits -> {
            assertThat(hits.hits()).isEqualTo(2);
            assertThat(hits.last()).isEqualTo(NINE.plusSeconds(60));
        });
        assertThat(second.messagesOut()).isEqualTo(3);
        assertThat(audited(outputs)).isEmpty();
    }

    @Test
    void anAccountThatIsOnlyObservedHasNoCases() {
        alice.close();
        guessed(nowhere);

        assertThat(cases(alice.outputs(strange(NINE)))).isNull();
    }

    @Test
    void aHoldMovesTheCaseAndWhatComesAfterItIsNotItsDamage() {
        Case opened = open(alice.outputs(strange(NINE)));

        List<StepOutput> held = hold(NINE.plusSeconds(60));
        assertThat(open(held).state()).isEqualTo(State.HELD);
        assertThat(open(held).progress().heldAt()).isEqualTo(NINE.plusSeconds(60));
        assertThat(audited(held)).extracting(AuditRecord::what).containsExactly("hold_place", "case_held");
        assertThat(audited(held))
                .allSatisfy(line -> assertThat(line.fields()).containsEntry(AuditField.CASE, opened.id()));
        assertThat(audited(held).get(0).fields())
                .containsEntry(AuditField.REASON, "phishing")
                .containsEntry(AuditField.CHANNEL, "cli");

        List<StepOutput> released = release(NINE.plusSeconds(120));
        assertThat(open(released).state()).isEqualTo(State.RELEASED);
        assertThat(open(released).progress().releasedAt()).isEqualTo(NINE.plusSeconds(120));
        assertThat(audited(released)).extracting(AuditRecord::what).containsExactly("hold_release", "case_released");

        alice.outputs(own(NINE.plusSeconds(180)));
        CaseSet closed = cases(close(opened.id(), Outcome.CONFIRMED, NINE.plusSeconds(240)));
        assertThat(closed).isNotNull();
        assertThat(closed.closed()).singleElement().satisfies(one -> {
            assertThat(one.messagesOut()).isEqualTo(1);
            assertThat(one.outcome()).isEqualTo(Outcome.CONFIRMED);
            assertThat(one.judgement())
                    .isEqualTo(
                            new CaseJudgement(Outcome.CONFIRMED, NINE.plusSeconds(240), "sato", "the owner said so"));
        });
    }

    @Test
    void aFlagOfAnAccountThatIsOnHoldIsAddedToTheCaseOfItsHold() {
        String id = open(hold(NINE.minusSeconds(60))).id();
        Case gathered = open(alice.outputs(strange(NINE)));

        assertThat(gathered.id()).isEqualTo(id);
        assertThat(gathered.state()).isEqualTo(State.HELD);
        assertThat(gathered.ruleIds()).containsExactly(Case.REPORTED, "failures-then-success");
    }

    @Test
    void aClosedCaseIsNotJudgedAgainButARepetitionIsTheSame() {
        String id = open(alice.outputs(strange(NINE))).id();
        List<StepOutput> closed = close(null, Outcome.CONFIRMED, NINE.plusSeconds(60));
        assertThat(done(closed).done()).isTrue();
        assertThat(audited(closed)).singleElement().satisfies(line -> {
            assertThat(line.what()).isEqualTo("case_closed");
            assertThat(line.fields())
                    .containsEntry(AuditField.CASE, id)
                    .containsEntry(AuditField.OUTCOME, "confirmed")
                    .containsEntry(AuditField.REASON, "the owner said so");
        });

        List<StepOutput> repeated = close(id, Outcome.CONFIRMED, NINE.plusSeconds(90));
        assertThat(repeated).singleElement().isInstanceOf(CommandResult.class);
        assertThat(done(repeated).done()).isTrue();
        assertThat(done(close(id, Outcome.FALSE_POSITIVE, NINE.plusSeconds(120)))
                        .problem())
                .startsWith("case " + id + " was closed as confirmed at 2026-06-01T09:01:00Z by sato");
        assertThat(done(close(null, Outcome.CONFIRMED, NINE.plusSeconds(120))).problem())
                .isEqualTo("the account has no open case");
        assertThat(done(close("AAAA-BBBB", Outcome.CONFIRMED, NINE.plusSeconds(120)))
                        .problem())
                .isEqualTo("the account has no case AAAA-BBBB; list its cases to see their ids");
    }

    @Test
    void theLastSevenClosedCasesAreKeptForNinetyDays() {
        @Nullable CaseSet set = null;
        for (int i = 0; i < 9; i++) {
            // What was judged is no evidence any more: somebody guesses again each day.
            guessing(NINE.plus(Duration.ofDays(i)).minusSeconds(7200));
            alice.outputs(strange(NINE.plus(Duration.ofDays(i))));
            set = cases(close(
                    null, Outcome.FALSE_POSITIVE, NINE.plus(Duration.ofDays(i)).plusSeconds(30)));
        }
        assertThat(set).isNotNull();
        assertThat(set.closed()).hasSize(CaseSet.MOST_CLOSED);

        List<StepOutput> later = alice.outputs(own(NINE.plus(Duration.ofDays(99))));
        assertThat(cases(later)).isEqualTo(CaseSet.NONE);
    }

    /** Each telling is flushed to disk, and an account that sends ten thousand messages must not cost that much. */
    @Test
    void aBurstIsToldByEighthsAndExactAtTheNextMove() {
        int told = cases(alice.outputs(strange(NINE))) == null ? 0 : 1;
        for (int i = 1; i <= 190; i++) {
            told += cases(alice.outputs(own(NINE.plusSeconds(i)))) == null ? 0 : 1;
        }
        assertThat(told).isBetween(16, 95);
        assertThat(open(hold(NINE.plusSeconds(200))).messagesOut()).isEqualTo(191);
    }

    @ParameterizedTest
    @EnumSource(names = {"ACCOUNT_CLOSED", "ACCOUNT_RENAMED"})
    void whoeverGetsTheNameLaterInheritsNoCase(EventKind kind) {
        String id = open(alice.outputs(strange(NINE))).id();
        List<StepOutput> outputs = alice.outputs(TestEventBuilder.of(kind, NINE.plusSeconds(60)));

        assertThat(cases(outputs)).isEqualTo(CaseSet.NONE);
        assertThat(audited(outputs))
                .filteredOn(line -> line.what().equals("case_closed"))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.by()).isEqualTo("sekimori");
                    assertThat(line.fields()).isEqualTo(Map.of(AuditField.CASE, id));
                });
        assertThat(done(close(null, Outcome.CONFIRMED, NINE.plusSeconds(120))).done())
                .isFalse();
    }

    @Test
    void aHoldWithoutACaseOpensOneThatHoldsItsProof() {
        List<StepOutput> held = alice.outputs(hold("h1", NINE));
        Case one = open(held);

        assertThat(one.state()).isEqualTo(State.HELD);
        assertThat(one.history()).extracting(step -> step.what()).containsExactly("opened", "held");
        assertThat(audited(held)).extracting(AuditRecord::what).contains("hold_place", "case_opened");
        assertThat(cases(alice.outputs(hold("h1", NINE)))).as("a retry").isNull();

        alice.outputs(move("m1", NINE.plusSeconds(60), State.CLEANED));
        alice.outputs(move("m2", NINE.plusSeconds(120), State.PASSWORD_CHANGED));
        List<StepOutput> released = alice.outputs(new LogEntry.HoldRequest(
                new HoldCommand.Release("r1", alice.account(), NINE.plusSeconds(180), "cli", "test", false, "")));
        assertThat(open(released).state()).isEqualTo(State.RELEASED);
    }

    @Test
    void aHoldAfterAConfirmedCaseOpensAnother() {
        alice.outputs(hold("h1", NINE));
        CaseCommand.Header head =
                new CaseCommand.Header("c1", alice.account(), NINE.plusSeconds(5), "sato", "test", null, null);
        alice.outputs(new LogEntry.CaseRequest(new CaseCommand.Close(head, Outcome.CONFIRMED, true, "")));

        CaseSet renewed = cases(alice.outputs(hold("h2", NINE.plusSeconds(60))));
        assertThat(renewed).isNotNull();
        assertThat(renewed.closed()).hasSize(1);
        assertThat(renewed.open()).isNotNull();
        assertThat(renewed.open().state()).isEqualTo(State.HELD);
    }

    @Test
    void aWordAboutAnAccountOnHoldIsHeldToo() {
        alice.outputs(hold("h1", NINE));
        CaseCommand.Header head =
                new CaseCommand.Header("c1", alice.account(), NINE.plusSeconds(5), "sato", "test", null, null);
        alice.outputs(new LogEntry.CaseRequest(new CaseCommand.Close(head, Outcome.CONFIRMED, true, "")));
        CaseCommand.Header word =
                new CaseCommand.Header("c2", alice.account(), NINE.plusSeconds(9), "sato", "test", null, null);

        assertThat(open(alice.outputs(new LogEntry.CaseRequest(new CaseCommand.Report(word, "", ""))))
                        .state())
                .isEqualTo(State.HELD);
    }

    private LogEntry hold(String id, Instant time) {
        return new LogEntry.HoldRequest(new HoldCommand.Place(id, alice.account(), time, "sato", "test", null, "call"));
    }

    private LogEntry move(String id, Instant time, State to) {
        return new LogEntry.CaseRequest(new CaseCommand.Move(
                new CaseCommand.Header(id, alice.account(), time, "sato", "test", null, null), to, ""));
    }
}
