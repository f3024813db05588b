package org.sekimori.cases;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekimori.cases.Case.Outcome;
import org.sekimori.cases.Case.State;
import org.sekimori.mail.Finding.Effect;
import org.sekimori.mail.Finding.Mode;
import org.sekimori.mail.Finding.Severity;

/** What opens a case, what an open one gathers, and what is remembered of closed ones. */
class CaseSetTest {

    private static final Duration DAY = Duration.ofDays(1);

    private final SuspiciousAccountFixture alice = new SuspiciousAccountFixture();

    @Test
    void aFlagOpensACaseOfTheEnforcedFlaggingRulesAlone() {
        alice.flagged(
                SuspiciousAccountFixture.flag("sudden-spike", Severity.MEDIUM),
                SuspiciousAccountFixture.finding("new-country", Mode.SHADOW, Severity.HIGH, Effect.FLAG),
                SuspiciousAccountFixture.finding("send-limit", Mode.ENFORCE, Severity.HIGH, Effect.DEFER));

        Case opened = alice.open();
        assertThat(opened.ruleIds()).containsExactly("sudden-spike");
        assertThat(opened.severity()).isEqualTo(Severity.MEDIUM);
        assertThat(opened.state()).isEqualTo(State.FLAGGED);
        assertThat(opened.messagesOut()).isEqualTo(3);
        assertThat(opened.since()).isEqualTo(SuspiciousAccountFixture.NINE.minusSeconds(60));
    }

    @Test
    void anotherFlagIsGatheredByTheOpenCase() {
        String id = alice.flagged().open().id();
        alice.pass(DAY)
                .flagged(
                        SuspiciousAccountFixture.flag("sudden-spike", Severity.MEDIUM),
                        SuspiciousAccountFixture.flag("many", Severity.HIGH));

        assertThat(alice.set().all()).hasSize(1);
        assertThat(alice.open().id()).isEqualTo(id);
        assertThat(alice.open().ruleIds()).containsExactly("sudden-spike", "many");
        assertThat(alice.open().rules().get(0).hits()).isEqualTo(2);
        assertThat(alice.open().severity()).isEqualTo(Severity.HIGH);
    }

    @Test
    void aHitOfAKnownRuleIsNoNewVersionAndANewRuleIs() {
        int version = alice.flagged().open().version();
        assertThat(alice.flagged().open().version()).isEqualTo(version);
        assertThat(alice.flagged(SuspiciousAccountFixture.flag("many", Severity.LOW))
                        .open()
                        .version())
                .isEqualTo(version + 1);
    }

    @Test
    void furtherRulesThanEightAreNotNamedAndTheirSeverityCounts() {
        for (int i = 0; i < 9; i++) {
            alice.flagged(SuspiciousAccountFixture.flag("rule-" + i, i == 8 ? Severity.CRITICAL : Severity.LOW));
        }
        assertThat(alice.open().ruleIds()).hasSize(Case.MOST_RULES).doesNotContain("rule-8");
        assertThat(alice.open().severity()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void mailCountsAsDamageUntilSubmissionIsClosed() {
        alice.flagged();
        CaseSet sent = alice.set().sent(7);
        assertThat(requireNonNull(sent.open()).messagesOut()).isEqualTo(4);
        assertThat(requireNonNull(sent.open()).recipientsOut()).isEqualTo(37);

        CaseSet held = alice.held().set();
        assertThat(held.sent(7)).isSameAs(held);
        assertThat(CaseSet.NONE.sent(7)).isSameAs(CaseSet.NONE);
    }

    @Test
    void aConfirmedCaseComesBackWithinTheWatchAndAFreshOneIsOpenedAfterIt() {
        String id = alice.flagged().open().id();
        alice.close(Outcome.CONFIRMED);
        assertThat(alice.pass(DAY.multipliedBy(13)).flagged().open().id()).isEqualTo(id);
        assertThat(alice.open().reopened()).isOne();
        assertThat(alice.set().closed()).isEmpty();

        alice.close(Outcome.CONFIRMED);
        assertThat(alice.pass(DAY.multipliedBy(14)).flagged().open().id()).isNotEqualTo(id);
        assertThat(alice.set().closed()).hasSize(1);
    }

    @Test
    void aFalsePositiveDoesNotComeBack() {
        String id = alice.flagged().open().id();
        alice.close(Outcome.FALSE_POSITIVE);
        assertThat(alice.pass(DAY).flagged().open().id()).isNotEqualTo(id);
    }

    @Test
    void aReportOpensACaseOrIsAddedToTheOpenOne() {
        alice.ask(new CaseCommand.Report(alice.head(), "REFE-REN1", "the bank has called"));
        assertThat(alice.open().ruleIds()).containsExactly(Case.REPORTED);
        assertThat(alice.open().severity()).isEqualTo(Severity.HIGH);

        alice.ask(new CaseCommand.Report(alice.head(), "", "and again"));
        assertThat(alice.set().all()).hasSize(1);
        assertThat(alice.open().rules().get(0).hits()).isEqualTo(2);
        assertThat(alice.open().lastStep()).extracting(CaseHistoryEntry::text).isEqualTo("and again");
    }

    @Test
    void theLastSevenClosedOnesAreRememberedForNinetyDays() {
        for (int i = 0; i < 9; i++) {
            alice.pass(DAY).flagged().close(Outcome.FALSE_POSITIVE);
        }
        assertThat(alice.set().closed()).hasSize(CaseSet.MOST_CLOSED);
        assertThat(alice.set().closed().get(0).openedAt())
                .isEqualTo(SuspiciousAccountFixture.NINE.plus(DAY.multipliedBy(3)));

        assertThat(alice.set()
                        .withoutExpired(alice.now().plus(DAY.multipliedBy(90)))
                        .closed())
                .hasSize(1);
        assertThat(alice.set()
                        .withoutExpired(alice.now().plus(DAY.multipliedBy(91)))
                        .closed())
                .isEmpty();
    }

    @Test
    void theHistoryKeepsItsFirstLineAndTheLastOnes() {
        alice.flagged();
        for (int i = 0; i < 100; i++) {
            alice.ask(new CaseCommand.Comment(alice.head(), "note " + i));
        }
        assertThat(alice.open().history()).hasSizeLessThanOrEqualTo(Case.MOST_STEPS);
        assertThat(alice.open().history().get(0).what()).isEqualTo("opened");
        assertThat(alice.open().lastStep()).extracting(CaseHistoryEntry::text).isEqualTo("note 99");
    }

    @Test
    void figuresAreToldAgainWhenTheyHaveGrownByAnEighthAndOtherChangesAlways() {
        CaseSet before = alice.flagged().set();
        CaseSet many = before;
        for (int i = 0; i < 29; i++) {
            many = many.sent(1);
        }
        assertThat(before.sent(1).isWorthPublishingAfter(before)).isTrue();
        assertThat(requireNonNull(many.open()).messagesOut()).isEqualTo(32);
        assertThat(many.sent(1).isWorthPublishingAfter(many)).isFalse();
        assertThat(many.sent(1).sent(1).sent(1).sent(1).isWorthPublishingAfter(many))
                .isTrue();
        alice.move(State.NOTIFIED);
        assertThat(alice.set().isWorthPublishingAfter(before)).isTrue();
    }

    @Test
    void aSetHasOneOpenCaseAndClosedOnesThatAreClosed() {
        Case open = alice.flagged().open();
        assertThatThrownBy(() -> new CaseSet(null, List.of(open))).hasMessageContaining("a closed one is");
        assertThat(CaseSet.of(List.of(open)).open()).isEqualTo(open);
        assertThat(CaseSet.of(List.of(open)).find(open.id().toLowerCase(java.util.Locale.ROOT)))
                .contains(open);
    }
}
