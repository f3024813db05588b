package org.sekimori.lab.evaluation.detectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekimori.lab.evaluation.TimelineFixture.at;
import static org.sekimori.lab.evaluation.TimelineFixture.in;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekimori.lab.evaluation.TimelineFixture;
import org.sekimori.lab.world.AccountTimeline;
import org.sekimori.lab.world.ClientLocation;
import org.sekimori.lab.world.TimelineEvent.Bounce;

class BaselineDetectorsTest {

    private static final ClientLocation HOME = in("JP", 1);

    @Test
    void aLimitLetsExactlySoManyRecipientsPassInAnHourAndCountsNothingThatItRefused() {
        AccountTimeline life = new TimelineFixture()
                .mail(at(6, 9, 0), HOME, 60)
                .mail(at(6, 9, 10), HOME, 40)
                .mail(at(6, 9, 20), HOME, 1)
                .mail(at(6, 9, 59), HOME, 1)
                .mail(at(6, 10, 0), HOME, 60)
                .life();
        assertThat(passed(life, SendLimitDetector.recipientsAnHour(100)))
                .containsExactly(true, true, false, false, true);
    }

    @Test
    void aLimitOnMessagesLooksADayBack() {
        TimelineFixture lives = new TimelineFixture();
        for (int minute = 0; minute < 4; minute++) {
            lives.mail(at(6, 23, minute), HOME, 1);
        }
        AccountTimeline life =
                lives.mail(at(7, 22, 59), HOME, 1).mail(at(7, 23, 0), HOME, 1).life();
        assertThat(passed(life, SendLimitDetector.messagesADay(4)))
                .containsExactly(true, true, true, true, false, true);
    }

    @Test
    void aRegisteredBulkSenderHasNoLimit() {
        AccountTimeline life =
                new TimelineFixture().registered().mail(at(6, 9, 0), HOME, 5000).life();
        assertThat(passed(life, SendLimitDetector.recipientsAnHour(100))).containsExactly(true);
    }

    @Test
    void countryOnlyRefusesFromAbroadButWebmailAndUnderAGrantAndFlagsNobody() {
        AccountTimeline life = new TimelineFixture()
                .mail(at(5, 9, 0), HOME, 1)
                .mail(at(6, 9, 0), in("DE", 1), 1)
                .webmail(at(6, 9, 5), in("DE", 1))
                .grant(at(6, 10, 0), "DE")
                .mail(at(6, 11, 0), in("DE", 1), 1)
                .mail(at(6, 12, 0), in("FR", 1), 1)
                .life();
        assertThat(passed(life, new CountryOnlyDetector())).containsExactly(true, false, true, true, false);
        assertThat(TimelineFixture.reactions(life, new CountryOnlyDetector()))
                .allMatch(reaction -> reaction.flags().isEmpty())
                .allMatch(reaction -> reaction.passed() || reaction.policy());
    }

    @Test
    void theThirdCountryOfADayIsCaughtAndTheNextDayIsAnother() {
        AccountTimeline life = new TimelineFixture()
                .mail(at(6, 9, 0), HOME, 1)
                .mail(at(6, 10, 0), in("IN", 1), 1)
                .mail(at(6, 11, 0), in("RU", 1), 1)
                .mail(at(7, 10, 30), in("BR", 1), 1)
                .life();
        assertThat(passed(life, new ManyCountriesDetector(3))).containsExactly(true, true, false, true);
    }

    @Test
    void weakforcedsExampleNeedsSixAddressesInAnHourAndACountryThatIsNew() {
        TimelineFixture lives = new TimelineFixture();
        for (int i = 0; i < 6; i++) {
            lives.mail(at(6, 9, i), in("JP", i), 1);
        }
        AccountTimeline life = lives.mail(at(6, 9, 20), in("IN", 1), 1)
                .mail(at(6, 12, 0), in("IN", 2), 1)
                .life();
        assertThat(passed(life, new WeakforcedDetector()))
                .containsExactly(true, true, true, true, true, true, false, true);
    }

    @Test
    void theSequentialTestFiresAfterAFewBouncesAndNeverWithoutOne() {
        TimelineFixture bad = new TimelineFixture();
        TimelineFixture good = new TimelineFixture();
        for (int minute = 0; minute < 30; minute++) {
            bad.mail(at(6, 9, minute), HOME, 1, new Bounce(1, 1));
            good.mail(at(6, 9, minute), HOME, 1);
        }
        List<Boolean> passed = passed(bad.life(), new BounceSprtDetector());
        assertThat(passed.subList(0, 2)).containsOnly(true);
        assertThat(passed.subList(8, 30)).containsOnly(false);
        assertThat(passed(good.life(), new BounceSprtDetector())).containsOnly(true);
    }

    @Test
    void theSequentialTestForgivesALargeMailingAFewBounces() {
        TimelineFixture list = new TimelineFixture();
        for (int day = 1; day < 9; day++) {
            list.mail(at(day, 9, 0), HOME, 100, new Bounce(60, 4));
            list.mail(at(day, 10, 0), HOME, 1);
        }
        assertThat(passed(list.life(), new BounceSprtDetector())).containsOnly(true);
        TimelineFixture spam = new TimelineFixture();
        for (int minute = 0; minute < 4; minute++) {
            spam.mail(at(6, 9, 2 * minute), HOME, 100, new Bounce(60, 40));
        }
        assertThat(passed(spam.life(), new BounceSprtDetector())).containsExactly(true, false, false, false);
    }

    @Test
    void whatIsRefusedDoesNotBounce() {
        Instant[] heard = new Instant[1];
        Detector refuser = new Detector() {
            @Override
            public void startAccount(AccountTimeline life) {
                heard[0] = null;
            }

            @Override
            public DetectorResult onMessage(org.sekimori.lab.world.TimelineEvent.Message message, int number) {
                return number == 0 ? DetectorResult.caught("test") : DetectorResult.PASSED;
            }

            @Override
            public void onBounce(
                    org.sekimori.lab.world.TimelineEvent.Message message, int number, Instant time, int recipients) {
                assertThat(number).isEqualTo(1);
                heard[0] = time;
            }

            @Override
            public void onOtherEvent(org.sekimori.lab.world.TimelineEvent happening) {
                throw new AssertionError("nothing else happens");
            }
        };
        AccountTimeline life = new TimelineFixture()
                .mail(at(6, 9, 0), HOME, 1, new Bounce(60, 1))
                .mail(at(6, 9, 1), HOME, 1, new Bounce(60, 1))
                .mail(at(6, 9, 5), HOME, 1)
                .life();
        TimelineFixture.reactions(life, refuser);
        assertThat(heard[0]).isEqualTo(at(6, 9, 2));
    }

    private static List<Boolean> passed(AccountTimeline life, Detector detector) {
        return TimelineFixture.reactions(life, detector).stream()
                .map(DetectorResult::passed)
                .toList();
    }
}
