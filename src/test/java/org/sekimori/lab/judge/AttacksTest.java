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
import org.sekimori.lab.world.Happening;
import org.sekimori.lab.world.Happening.Message;
import org.sekimori.lab.world.Life;
import org.sekimori.lab.world.Setting;
import org.sekimori.mail.Origin;

/** The shape of each class of attacks. */
class AttacksTest {

    @Test
    void blastIsFastAndComesFromFewAddresses() {
        int abroad = 0;
        for (Life life : Judged.attacked(Theft.BLAST)) {
            List<Message> hostile = Judged.hostile(life);
            assertTrue(Judged.addresses(hostile) <= CampaignNumbers.HOSTS_MOST);
            assertTrue(Judged.duration(life).toHours() < 24);
            abroad += Judged.countries(hostile).contains(Setting.HOME) ? 0 : 1;
        }
        assertTrue(abroad > Judged.attacked(Theft.BLAST).size() / 2);
    }

    @Test
    void botnetComesFromManyCountries() {
        for (Life life : Judged.attacked(Theft.BOTNET)) {
            List<Message> hostile = Judged.hostile(life);
            if (hostile.size() > 100) {
                assertTrue(
                        new HashSet<>(Judged.countries(hostile)).size() >= 5,
                        life.account().name());
            }
        }
    }

    @Test
    void botnetDuringGrantComesWhileAGrantIsOpen() {
        assertFalse(Judged.attacked(Theft.BOTNET_DURING_GRANT).isEmpty());
        for (Life life : Judged.attacked(Theft.BOTNET_DURING_GRANT)) {
            boolean covered = life.happenings().stream()
                    .filter(Happening.GrantOpened.class::isInstance)
                    .map(Happening.GrantOpened.class::cast)
                    .anyMatch(grant -> covers(grant, life));
            assertTrue(covered, life.account().name());
        }
    }

    private static boolean covers(Happening.GrantOpened grant, Life life) {
        Instant from = Judged.attack(life).from();
        Instant until = Judged.attack(life).until();
        return !grant.time().isAfter(from)
                && !grant.from().isAfter(from)
                && until.isBefore(grant.from().plus(Duration.ofDays(7)));
    }

    @Test
    void homeProxiesAreSlowAndManyInTheOwnersCountry() {
        for (Life life : Judged.attacked(Theft.HOME_PROXIES)) {
            List<Message> hostile = Judged.hostile(life);
            assertEquals(Set.of(Setting.HOME), new HashSet<>(Judged.countries(hostile)));
            assertTrue(
                    hostile.size() <= 30 * (Judged.duration(life).toHours() + 1),
                    life.account().name());
            assertTrue(hostile.size() < 100 || Judged.addresses(hostile) >= 4);
        }
    }

    @Test
    void neighbourHasOneAddressOfTheOwnersProvider() {
        for (Life life : Judged.attacked(Theft.NEIGHBOUR)) {
            List<Message> hostile = Judged.hostile(life);
            assertEquals(1, Judged.addresses(hostile));
            Origin.Country origin = (Origin.Country) hostile.get(0).place().origin();
            long from = Judged.attack(life).from().toEpochMilli();
            assertEquals(Judged.owner(life).home().providerAt(from).asn(), origin.asn());
        }
    }

    @Test
    void homeBlastStaysBelowAThousandAnHour() {
        for (Life life : Judged.attacked(Theft.HOME_BLAST)) {
            List<Message> hostile = Judged.hostile(life);
            assertEquals(Set.of(Setting.HOME), new HashSet<>(Judged.countries(hostile)));
            long recipients =
                    hostile.stream().mapToLong(Message::recipientCount).sum();
            assertTrue(recipients <= 400 * (Judged.duration(life).toHours() + 1));
        }
    }

    @Test
    void readerWritesToTheOwnersContactsInOfficeHours() {
        int outside = 0;
        int all = 0;
        for (Life life : Judged.attacked(Theft.READER)) {
            Set<Long> known = known(life);
            for (Message message : Judged.hostile(life)) {
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
        for (Life life : Judged.attacked(Theft.INVOICE)) {
            List<Message> hostile = Judged.hostile(life);
            assertTrue(hostile.size() <= CampaignNumbers.INVOICES_MOST);
            Set<Long> known = known(life);
            hostile.forEach(message -> assertTrue(known.contains(message.recipients()[0])));
        }
    }

    private static Set<Long> known(Life life) {
        Contacts contacts = Judged.owner(life).contacts();
        Set<Long> known = new HashSet<>();
        for (int rank = 0; rank < contacts.count(Judged.SETTING.days()); rank++) {
            known.add(contacts.ranked(rank));
        }
        return known;
    }

    @Test
    void guessedBeginsWithFailuresATestAndSilence() {
        for (Life life : Judged.attacked(Theft.GUESSED)) {
            List<Message> hostile = Judged.hostile(life);
            assertEquals(1, hostile.get(0).recipientCount());
            Instant tested = hostile.get(0).time();
            assertTrue(life.happenings().stream()
                    .anyMatch(one -> Judged.hostileFailure(one) && !one.time().isAfter(tested)));
            assertTrue(
                    Duration.between(tested, hostile.get(1).time()).toMinutes() > 20,
                    life.account().name());
        }
    }

    @Test
    void sleepersOwnersHaveWrittenNothing() {
        for (Life life : Judged.attacked(Theft.SLEEPER)) {
            assertEquals(0, Judged.messages(life, false).count());
        }
    }

    @Test
    void carefulComesFromTheOwnersCountryAndGrows() {
        long earlier = 0;
        long later = 0;
        for (Life life : Judged.attacked(Theft.CAREFUL)) {
            List<Message> hostile = Judged.hostile(life);
            assertEquals(Set.of(Setting.HOME), new HashSet<>(Judged.countries(hostile)));
            Instant middle =
                    Judged.attack(life).from().plus(Judged.duration(life).dividedBy(2));
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
        for (Life life : Judged.attacked(Theft.BOTNET)) {
            for (Message message : Judged.hostile(life)) {
                recipients += message.recipientCount();
                for (Happening.Bounce bounce : message.bounces()) {
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
