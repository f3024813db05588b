package org.sekimori.lab.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sekimori.lab.world.Assumptions;
import org.sekimori.lab.world.Happening;
import org.sekimori.lab.world.Happening.Message;
import org.sekimori.lab.world.Life;
import org.sekimori.lab.world.Setting;
import org.sekimori.mail.Channel;

/** How honest customers live. */
class PeopleTest {

    private static List<Life> lives(JudgeWorld world, Customer customer, int most) {
        List<Life> found = new ArrayList<>();
        for (int number = 0; number < Judged.SETTING.accounts() && found.size() < most; number++) {
            Census.Entry entry = Census.of(Judged.SEED).entry(number);
            if (entry.customer() == customer && entry.theft() == null) {
                found.add(world.life(number));
            }
        }
        return found;
    }

    @Test
    void officesAreEmptyAtNightAndOnWeekends() {
        long rest = 0;
        long night = 0;
        long all = 0;
        for (Life life : lives(Judged.WORLD, Customer.FIRM_STAFF, 200)) {
            for (Message message : Judged.messages(life, false).toList()) {
                var local = message.time().atZone(Setting.ZONE);
                all++;
                rest += Holidays.kind(local.toLocalDate()) == Days.Kind.WORKDAY ? 0 : 1;
                night += local.getHour() < 6 ? 1 : 0;
            }
        }
        assertTrue(rest < 0.12 * all && night < 0.05 * all, rest + " and " + night + " of " + all);
    }

    @Test
    void colleaguesShareAnAddress() {
        List<Life> staff = lives(Judged.WORLD, Customer.FIRM_STAFF, 40);
        Set<Object> offices = new HashSet<>();
        staff.forEach(life -> offices.add(Judged.owner(life).work()));
        assertTrue(offices.size() < staff.size() / 4);
    }

    @Test
    void mostMessagesGoToOneKnownRecipient() {
        long one = 0;
        long known = 0;
        long all = 0;
        for (Life life : lives(Judged.WORLD, Customer.FIRM_STAFF, 100)) {
            Set<Long> before = new HashSet<>();
            for (Message message : Judged.messages(life, false).toList()) {
                boolean scored = !message.time().isBefore(Judged.SETTING.scoredFrom());
                all += scored ? 1 : 0;
                one += scored && message.recipientCount() == 1 ? 1 : 0;
                known += scored && before.contains(message.recipients()[0]) ? 1 : 0;
                for (long recipient : message.recipients()) {
                    before.add(recipient);
                }
            }
        }
        assertTrue(one > 0.7 * all && known > 0.5 * all, one + ", " + known + " of " + all);
    }

    @Test
    void someTravellersOpenGrantsAndSomeExtendThem() {
        List<Happening> all = new ArrayList<>();
        lives(Judged.WORLD, Customer.TRAVELLER, 150).forEach(life -> all.addAll(life.happenings()));
        assertTrue(all.stream().anyMatch(Happening.GrantOpened.class::isInstance));
        assertTrue(all.stream().anyMatch(Happening.GrantExtended.class::isInstance));
        assertTrue(all.stream()
                .filter(Happening.GrantOpened.class::isInstance)
                .map(Happening.GrantOpened.class::cast)
                .noneMatch(grant -> grant.from().isBefore(grant.time())));
        assertTrue(all.stream().anyMatch(one -> one instanceof Message m && m.channel() == Channel.WEBMAIL));
    }

    @Test
    void issuesOfNewslettersAreBounded() {
        for (Life life : lives(Judged.WORLD, Customer.NEWSLETTER_REGISTERED, 40)) {
            long days = Judged.SETTING.days();
            assertTrue(Judged.messages(life, false).count() < days * SenderNumbers.ISSUE_MOST_MESSAGES / 2 + 20 * days);
        }
    }

    @Test
    void assumptionsScaleTravelVpnAndChurn() {
        Assumptions more = new Assumptions(5, 5, 5, 1);
        Assumptions none = new Assumptions(0, 0, 0, 1);
        long plain = abroad(Judged.WORLD);
        assertTrue(abroad(Judged.assuming(more)) > 2 * plain);
        assertEquals(0, abroad(Judged.assuming(none)));
        assertTrue(addresses(Judged.assuming(more)) > addresses(Judged.WORLD));
        assertTrue(addresses(Judged.assuming(none)) < addresses(Judged.WORLD) / 2);
    }

    private static long abroad(JudgeWorld world) {
        return lives(world, Customer.HOUSEHOLD, 600).stream()
                .flatMap(life -> Judged.messages(life, false))
                .filter(message -> new Spot(message.place(), message.channel()).abroad())
                .count();
    }

    private static long addresses(JudgeWorld world) {
        return lives(world, Customer.HOUSEHOLD, 600).stream()
                .mapToLong(life -> Judged.addresses(Judged.messages(life, false).toList()))
                .sum();
    }

    @Test
    void domesticProxiesBringAttacksHome() {
        Assumptions more = new Assumptions(1, 1, 1, 10);
        JudgeWorld world = Judged.assuming(more);
        long plain = 0;
        long moved = 0;
        for (Life life : Judged.attacked(Theft.BOTNET)) {
            plain += home(life);
            moved += home(world.life(Judged.number(life)));
        }
        assertTrue(moved > 4 * plain, moved + " instead of " + plain);
    }

    @Test
    void extremeAssumptionsStillGiveAWorld() {
        for (double factor : new double[] {0, 100}) {
            JudgeWorld world = Judged.assuming(new Assumptions(factor, factor, factor, factor));
            for (int number = 0; number < 300; number++) {
                Life plain = Judged.WORLD.life(number);
                Life life = world.life(number);
                assertEquals(plain.honestClass(), life.honestClass());
                assertEquals(plain.attack() == null, life.attack() == null);
            }
        }
    }

    private static long home(Life life) {
        return Judged.countries(Judged.hostile(life)).stream()
                .filter(Setting.HOME::equals)
                .count();
    }

    @Test
    void holidaysAreThoseOfTheCalendar() {
        // 2026: equinox on 20 March; 22 September lies between two holidays; 6 May is in lieu of Sunday, 3 May.
        assertEquals(Days.Kind.REST, Holidays.kind(LocalDate.of(2026, 3, 20)));
        assertEquals(Days.Kind.REST, Holidays.kind(LocalDate.of(2026, 9, 22)));
        assertEquals(Days.Kind.REST, Holidays.kind(LocalDate.of(2026, 9, 23)));
        assertEquals(Days.Kind.REST, Holidays.kind(LocalDate.of(2026, 5, 6)));
        assertEquals(Days.Kind.LEAVE, Holidays.kind(LocalDate.of(2026, 8, 14)));
        assertEquals(Days.Kind.LEAVE, Holidays.kind(LocalDate.of(2027, 1, 2)));
        assertEquals(Days.Kind.WORKDAY, Holidays.kind(LocalDate.of(2026, 6, 10)));
    }
}
