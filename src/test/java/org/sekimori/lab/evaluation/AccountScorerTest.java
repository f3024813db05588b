package org.sekimori.lab.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekimori.lab.evaluation.TimelineFixture.at;
import static org.sekimori.lab.evaluation.TimelineFixture.in;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sekimori.lab.evaluation.HonestAccountCounts.Impact;
import org.sekimori.lab.evaluation.detectors.Detector;
import org.sekimori.lab.evaluation.detectors.DetectorResult;
import org.sekimori.lab.evaluation.detectors.TimelinePlayer;
import org.sekimori.lab.evaluation.report.EvaluationReport.QuarantineRow;
import org.sekimori.lab.world.AccountTimeline;
import org.sekimori.lab.world.ClientLocation;
import org.sekimori.lab.world.TimelineEvent;
import org.sekimori.lab.world.TimelineEvent.Message;

class AccountScorerTest {

    private static final ClientLocation HOME = in("JP", 1);
    private static final ClientLocation ABROAD = in("IN", 1);

    /** Says what is written for the message with this number. */
    private record Scripted(Set<Integer> flags, Set<Integer> blocks, Set<Integer> policy, Set<Integer> held)
            implements Detector {

        Scripted(Set<Integer> flags, Set<Integer> blocks, Set<Integer> policy) {
            this(flags, blocks, policy, Set.of());
        }

        @Override
        public void startAccount(AccountTimeline life) {}

        @Override
        public DetectorResult onMessage(Message message, int number) {
            String refused = blocks.contains(number) ? "block" : policy.contains(number) ? "policy" : "";
            return new DetectorResult(
                    refused,
                    policy.contains(number),
                    held.contains(number) ? "doubt" : "",
                    flags.contains(number) ? List.of("flag") : List.of());
        }

        @Override
        public void onBounce(Message message, int number, Instant time, int recipients) {}

        @Override
        public void onOtherEvent(TimelineEvent happening) {}
    }

    @Test
    void aDayCountsOnceHoweverOftenAndTheWarmUpNotAtAll() {
        AccountTimeline life = new TimelineFixture()
                .mail(at(1, 9, 0), HOME, 1)
                .mail(at(6, 9, 0), HOME, 1)
                .mail(at(6, 9, 1), HOME, 1)
                .mail(at(7, 9, 0), HOME, 1)
                .mail(at(8, 9, 0), ABROAD, 1)
                .life();
        DetectorScores tally = score(life, new Scripted(Set.of(0, 1, 2, 3), Set.of(0, 1), Set.of(4)));
        HonestAccountCounts honest = tally.honestCounts("personal");
        assertThat(honest.days()).isEqualTo(5);
        assertThat(honest.per10000(Impact.FLAGGED).value()).isEqualTo(4000);
        assertThat(honest.per10000(Impact.BLOCKED).value()).isEqualTo(2000);
        assertThat(honest.per10000(Impact.POLICY).value()).isEqualTo(2000);
        assertThat(honest.byRule().get("flag")).containsEntry(Impact.FLAGGED, 2L);
        assertThat(tally.attacks()).isEmpty();
    }

    @Test
    void whatGotOutBeforeTheFlagIsCountedApartFromWhatGotOutInAll() {
        AccountTimeline life = new TimelineFixture()
                .theft(at(6, 9, 0), ABROAD, 10)
                .theft(at(6, 9, 1), ABROAD, 20)
                .theft(at(6, 9, 2), ABROAD, 30)
                .theft(at(6, 9, 3), ABROAD, 40)
                .mail(at(6, 9, 4), HOME, 1)
                .life();
        AttackOutcome attack = only(score(life, new Scripted(Set.of(2), Set.of(1, 4), Set.of())));
        assertThat(attack.tried()).isEqualTo(4);
        assertThat(attack.messagesOut()).isEqualTo(3);
        assertThat(attack.recipientsOut()).isEqualTo(80);
        assertThat(attack.messagesUntilFlag()).isEqualTo(1);
        assertThat(attack.recipientsUntilFlag()).isEqualTo(10);
        assertThat(attack.secondsToFlag()).isEqualTo(120);
        assertThat(attack.flaggedBy()).isEqualTo("flag");
        assertThat(attack.ownersTried()).isEqualTo(1);
        assertThat(attack.ownersRefused()).isEqualTo(1);
    }

    @Test
    void aMissIsCountedInFull() {
        AccountTimeline life = new TimelineFixture()
                .theft(at(6, 9, 0), ABROAD, 10)
                .theft(at(6, 9, 1), ABROAD, 20)
                .life();
        AttackOutcome attack = only(score(life, new Scripted(Set.of(), Set.of(), Set.of())));
        assertThat(attack.flagged()).isFalse();
        assertThat(attack.messagesUntilFlag()).isEqualTo(2);
        assertThat(attack.recipientsUntilFlag()).isEqualTo(30);
        assertThat(EvaluationRowBuilder.caught(attack)).isFalse();
    }

    @Test
    void anAttackThatGetsNothingOutIsCaughtThoughNobodyIsTold() {
        AccountTimeline life =
                new TimelineFixture().theft(at(6, 9, 0), ABROAD, 10).life();
        AttackOutcome attack = only(score(life, new Scripted(Set.of(), Set.of(), Set.of(0))));
        assertThat(attack.flagged()).isFalse();
        assertThat(EvaluationRowBuilder.caught(attack)).isTrue();
    }

    @Test
    void aFlagThatTheOwnersMailRaisesTheDayAfterCountsForTheAttackAndALaterOneDoesNot() {
        TimelineFixture lives = new TimelineFixture().theft(at(6, 9, 0), ABROAD, 10);
        AttackOutcome soon =
                only(score(lives.mail(at(7, 8, 0), HOME, 1).life(), new Scripted(Set.of(1), Set.of(), Set.of())));
        assertThat(soon.flagged()).isTrue();
        AttackOutcome late =
                only(score(lives.mail(at(8, 9, 0), HOME, 1).life(), new Scripted(Set.of(2), Set.of(), Set.of())));
        assertThat(late.flagged()).isFalse();
    }

    @Test
    void theDaysBeforeAnAttackAreThoseOfAnHonestCustomer() {
        AccountTimeline life = new TimelineFixture()
                .mail(at(6, 9, 0), HOME, 1)
                .theft(at(8, 0, 0), ABROAD, 10)
                .mail(at(8, 9, 0), HOME, 1)
                .life();
        HonestAccountCounts honest =
                score(life, new Scripted(Set.of(0, 2), Set.of(), Set.of())).honestCounts("personal");
        assertThat(honest.days()).isEqualTo(3);
        assertThat(honest.byRule().get("flag")).containsEntry(Impact.FLAGGED, 1L);
    }

    @Test
    void aQuarantinedMessageIsNoBlockAndDidNotGetOut() {
        AccountTimeline life = new TimelineFixture()
                .mail(at(6, 9, 0), HOME, 1)
                .theft(at(8, 9, 0), ABROAD, 10)
                .mail(at(8, 9, 1), HOME, 1)
                .life();
        DetectorScores tally = score(life, new Scripted(Set.of(), Set.of(), Set.of(), Set.of(0, 1, 2)));
        HonestAccountCounts honest = tally.honestCounts("personal");
        assertThat(honest.per10000(Impact.BLOCKED).value()).isZero();
        assertThat(honest.byRule().get("doubt")).containsExactly(Map.entry(Impact.DELAYED, 1L));
        AttackOutcome attack = only(tally);
        assertThat(attack.messagesOut()).isZero();
        assertThat(attack.messagesQuarantined()).isEqualTo(1);
        assertThat(attack.ownersRefused()).isZero();

        QuarantineRow row = Objects.requireNonNull(EvaluationRowBuilder.quarantine(tally));
        assertThat(row.hostile()).isEqualTo(1);
        assertThat(EvaluationRowBuilder.quarantine(score(life, new Scripted(Set.of(), Set.of(0), Set.of()))))
                .isNull();
    }

    private static DetectorScores score(AccountTimeline life, Detector detector) {
        DetectorScores tally = new DetectorScores();
        AccountScorer score = new AccountScorer(life, TimelineFixture.SETTING, tally.honestCounts(life.honestClass()));
        new TimelinePlayer().play(life, detector, score);
        score.close(1, tally);
        return tally;
    }

    private static AttackOutcome only(DetectorScores tally) {
        assertThat(tally.attacks()).hasSize(1);
        return tally.attacks().get(0);
    }
}
