package org.sekimori.lab.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sekimori.lab.judge.attacks.AttackScenario;
import org.sekimori.lab.judge.attacks.CampaignParameters;
import org.sekimori.lab.judge.customers.PersonalContacts;
import org.sekimori.lab.world.AccountTimeline;
import org.sekimori.lab.world.TimelineEvent;
import org.sekimori.lab.world.TimelineEvent.Message;
import org.sekimori.lab.world.WorldSettings;
import org.sekimori.mail.Origin;

/** The shape of each class of attacks. */
class JudgeAttacksTest {

    @Test
    void blastIsFastAndComesFromFewAddresses() {
        int abroad = 0;
        for (AccountTimeline life : JudgeWorldFixture.attacked(AttackScenario.BLAST)) {
            List<Message> hostile = JudgeWorldFixture.hostile(life);
            assertTrue(JudgeWorldFixture.addresses(hostile) <= CampaignParameters.HOSTS_MOST);
            assertTrue(JudgeWorldFixture.duration(life).toHours() < 24);
            abroad += JudgeWorldFixture.countries(hostile).contains(WorldSettings.HOME) ? 0 : 1;
        }
        assertTrue(abroad > JudgeWorldFixture.attacked(AttackScenario.BLAST).size() / 2);
    }

    @Test
    void botnetComesFromManyCountries() {
        for (AccountTimeline life : JudgeWorldFixture.attacked(AttackScenario.BOTNET)) {
            List<Message> hostile = JudgeWorldFixture.hostile(life);
            if (hostile.size() > 100) {
                assertTrue(
                        new HashSet<>(JudgeWorldFixture.countries(hostile)).size() >= 5,
                        life.account().name());
            }
        }
    }

    @Test
    void botnetDuringGrantComesWhileAGrantIsOpen() {
        assertFalse(
                JudgeWorldFixture.attacked(AttackScenario.BOTNET_DURING_GRANT).isEmpty());
        for (AccountTimeline life : JudgeWorldFixture.attacked(AttackScenario.BOTNET_DURING_GRANT)) {
            boolean covered = life.happenings().stream()
                    .filter(TimelineEvent.GrantOpened.class::isInstance)
                    .map(TimelineEvent.GrantOpened.class::cast)
                    .anyMatch(grant -> covers(grant, life));
            assertTrue(covered, life.account().name());
        }
    }

    private static boolean covers(TimelineEvent.GrantOpened grant, AccountTimeline life) {
        Instant from = JudgeWorldFixture.attack(life).from();
        Instant until = JudgeWorldFixture.attack(life).until();
        return !grant.time().isAfter(from)
                && !grant.from().isAfter(from)
                && until.isBefore(grant.from().plus(Duration.ofDays(7)));
    }

    @Test
    void homeProxiesAreSlowAndManyInTheOwnersCountry() {
        for (AccountTimeline life : JudgeWorldFixture.attacked(AttackScenario.HOME_PROXIES)) {
            List<Message> hostile = JudgeWorldFixture.hostile(life);
            assertEquals(Set.of(WorldSettings.HOME), new HashSet<>(JudgeWorldFixture.countries(hostile)));
            assertTrue(
                    hostile.size() <= 30 * (JudgeWorldFixture.duration(life).toHours() + 1),
                    life.account().name());
            assertTrue(hostile.size() < 100 || JudgeWorldFixture.addresses(hostile) >= 4);
        }
    }

    @Test
    void neighbourHasOneAddressOfTheOwnersProvider() {
        for (AccountTimeline life : JudgeWorldFixture.attacked(AttackScenario.NEIGHBOUR)) {
            List<Message> hostile = JudgeWorldFixture.hostile(life);
            assertEquals(1, JudgeWorldFixture.addresses(hostile));
            Origin.Country origin = (Origin.Country) hostile.get(0).place().origin();
            long from = JudgeWorldFixture.attack(life).from().toEpochMilli();
            assertEquals(JudgeWorldFixture.owner(life).home().providerAt(from).asn(), origin.asn());
        }
    }

    @Test
    void homeBlastStaysBelowAThousandAnHour() {
        for (AccountTimeline life : JudgeWorldFixture.attacked(AttackScenario.HOME_BLAST)) {
            List<Message> hostile = JudgeWorldFixture.hostile(life);
            assertEquals(Set.of(WorldSettings.HOME), new HashSet<>(JudgeWorldFixture.countries(hostile)));
            long recipients =
                    hostile.stream().mapToLong(Message::recipientCount).sum();
            assertTrue(recipients <= 400 * (JudgeWorldFixture.duration(life).toHours() + 1));
        }
    }

    @Test
    void readerWritesToTheOwnersContactsInOfficeHours() {
        int outside = 0;
        int all = 0;
        for (AccountTimeline life : JudgeWorldFixture.attacked(AttackScenario.READER)) {
            Set<Long> known = known(life);
            for (Message message : JudgeWorldFixture.hostile(life)) {
                for (long recipient : message.recipients()) {
                    assertTrue(known.contains(recipient));
                }
                int hour = message.time().atZone(ZoneOffset.UTC).getHour();
                all++;
                // Then it is neither office time in Africa nor in Asia; in Venezuela it is.
                outside += hour >= 17 && hour < 24 ? 1 : 0;
            }
        }
        assertTrue(outside < all / 3, outside + " of " + all);
    }

    @Test
    void invoicesAreFewAndToKnownRecipients() {
        for (AccountTimeline life : JudgeWorldFixture.attacked(AttackScenario.INVOICE)) {
            List<Message> hostile = JudgeWorldFixture.hostile(life);
            assertTrue(hostile.size() <= CampaignParameters.INVOICES_MOST);
            Set<Long> known = known(life);
            hostile.forEach(message -> assertTrue(known.contains(message.recipients()[0])));
        }
    }

    private static Set<Long> known(AccountTimeline life) {
        PersonalContacts contacts = JudgeWorldFixture.owner(life).contacts();
        Set<Long> known = new HashSet<>();
        for (int rank = 0; rank < contacts.count(JudgeWorldFixture.SETTING.days()); rank++) {
            known.add(contacts.ranked(rank));
        }
        return known;
    }

    @Test
    void guessedBeginsWithFailuresATestAndSilence() {
        for (AccountTimeline life : JudgeWorldFixture.attacked(AttackScenario.GUESSED)) {
            List<Message> hostile = JudgeWorldFixture.hostile(life);
            assertEquals(1, hostile.get(0).recipientCount());
            Instant tested = hostile.get(0).time();
            assertTrue(life.happenings().stream()
                    .anyMatch(one ->
                            JudgeWorldFixture.hostileFailure(one) && !one.time().isAfter(tested)));
            assertTrue(
                    Duration.between(tested, hostile.get(1).time()).toMinutes() > 20,
                    life.account().name());
        }
    }

    @Test
    void sleepersOwnersHaveWrittenNothing() {
        for (AccountTimeline life : JudgeWorldFixture.attacked(AttackScenario.SLEEPER)) {
            assertEquals(0, JudgeWorldFixture.messages(life, false).count());
        }
    }

    @Test
    void carefulComesFromTheOwnersCountryAndGrows() {
        long earlier = 0;
        long later = 0;
        for (AccountTimeline life : JudgeWorldFixture.attacked(AttackScenario.CAREFUL)) {
            List<Message> hostile = JudgeWorldFixture.hostile(life);
            assertEquals(Set.of(WorldSettings.HOME), new HashSet<>(JudgeWorldFixture.countries(hostile)));
            Instant middle = JudgeWorldFixture.attack(life)
                    .from()
                    .plus(JudgeWorldFixture.duration(life).dividedBy(2));
            long first = hostile.stream().filter(m -> m.time().isBefore(middle)).count();
            earlier += first;
            later += hostile.size() - first;
        }
        assertTrue(later > 1.3 * earlier, later + " after " + earlier);
    }

    @Test
    void listsAreStrangersAndPartlyDead() {
        long recipients = 0;
        long atOnce = 0;
        long late = 0;
        for (AccountTimeline life : JudgeWorldFixture.attacked(AttackScenario.BOTNET)) {
            for (Message message : JudgeWorldFixture.hostile(life)) {
                recipients += message.recipientCount();
                for (TimelineEvent.Bounce bounce : message.bounces()) {
                    assertTrue(bounce.afterSeconds() <= 3_600);
                    atOnce += bounce.afterSeconds() == 1 ? bounce.recipients() : 0;
                    late += bounce.afterSeconds() >= 60 ? bounce.recipients() : 0;
                }
            }
        }
        assertTrue(atOnce > 0.02 * recipients && late > 0.02 * recipients);
        assertTrue(atOnce + late < 0.6 * recipients);
    }
}
