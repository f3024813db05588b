package org.sekimori.lab.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sekimori.lab.judge.attacks.AttackScenario;
import org.sekimori.lab.judge.customers.BulkSenderParameters;
import org.sekimori.lab.judge.customers.CustomerClass;
import org.sekimori.lab.judge.customers.SubmissionRoute;
import org.sekimori.lab.judge.environment.JapaneseHolidays;
import org.sekimori.lab.judge.environment.WorldCalendar;
import org.sekimori.lab.world.AccountTimeline;
import org.sekimori.lab.world.AssumptionFactors;
import org.sekimori.lab.world.TimelineEvent;
import org.sekimori.lab.world.TimelineEvent.Message;
import org.sekimori.lab.world.WorldSettings;
import org.sekimori.mail.SubmissionChannel;

/** How honest customers live. */
class JudgeCustomersTest {

    private static List<AccountTimeline> lives(JudgeWorld world, CustomerClass customer, int most) {
        List<AccountTimeline> found = new ArrayList<>();
        for (int number = 0; number < JudgeWorldFixture.SETTING.accounts() && found.size() < most; number++) {
            AccountAssigner.Assignment entry =
                    AccountAssigner.of(JudgeWorldFixture.SEED).assignment(number);
            if (entry.customer() == customer && entry.theft() == null) {
                found.add(world.timeline(number));
            }
        }
        return found;
    }

    @Test
    void officesAreEmptyAtNightAndOnWeekends() {
        long rest = 0;
        long night = 0;
        long all = 0;
        for (AccountTimeline life : lives(JudgeWorldFixture.WORLD, CustomerClass.FIRM_STAFF, 200)) {
            for (Message message : JudgeWorldFixture.messages(life, false).toList()) {
                var local = message.time().atZone(WorldSettings.ZONE);
                all++;
                rest += JapaneseHolidays.kind(local.toLocalDate()) == WorldCalendar.DayKind.WORKDAY ? 0 : 1;
                night += local.getHour() < 6 ? 1 : 0;
            }
        }
        assertTrue(rest < 0.12 * all && night < 0.05 * all, rest + " and " + night + " of " + all);
    }

    @Test
    void colleaguesShareAnAddress() {
        List<AccountTimeline> staff = lives(JudgeWorldFixture.WORLD, CustomerClass.FIRM_STAFF, 40);
        Set<Object> offices = new HashSet<>();
        staff.forEach(life -> offices.add(JudgeWorldFixture.owner(life).work()));
        assertTrue(offices.size() < staff.size() / 4);
    }

    @Test
    void mostMessagesGoToOneKnownRecipient() {
        long one = 0;
        long known = 0;
        long all = 0;
        for (AccountTimeline life : lives(JudgeWorldFixture.WORLD, CustomerClass.FIRM_STAFF, 100)) {
            Set<Long> before = new HashSet<>();
            for (Message message : JudgeWorldFixture.messages(life, false).toList()) {
                boolean scored = !message.time().isBefore(JudgeWorldFixture.SETTING.scoredFrom());
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
        List<TimelineEvent> all = new ArrayList<>();
        lives(JudgeWorldFixture.WORLD, CustomerClass.TRAVELLER, 150).forEach(life -> all.addAll(life.happenings()));
        assertTrue(all.stream().anyMatch(TimelineEvent.GrantOpened.class::isInstance));
        assertTrue(all.stream().anyMatch(TimelineEvent.GrantExtended.class::isInstance));
        assertTrue(all.stream()
                .filter(TimelineEvent.GrantOpened.class::isInstance)
                .map(TimelineEvent.GrantOpened.class::cast)
                .noneMatch(grant -> grant.from().isBefore(grant.time())));
        assertTrue(all.stream().anyMatch(one -> one instanceof Message m && m.channel() == SubmissionChannel.WEBMAIL));
    }

    @Test
    void issuesOfNewslettersAreBounded() {
        for (AccountTimeline life : lives(JudgeWorldFixture.WORLD, CustomerClass.NEWSLETTER_REGISTERED, 40)) {
            long days = JudgeWorldFixture.SETTING.days();
            assertTrue(JudgeWorldFixture.messages(life, false).count()
                    < days * BulkSenderParameters.ISSUE_MOST_MESSAGES / 2 + 20 * days);
        }
    }

    @Test
    void assumptionsScaleTravelVpnAndChurn() {
        AssumptionFactors more = new AssumptionFactors(5, 5, 5, 1);
        AssumptionFactors none = new AssumptionFactors(0, 0, 0, 1);
        long plain = abroad(JudgeWorldFixture.WORLD);
        assertTrue(abroad(JudgeWorldFixture.assuming(more)) > 2 * plain);
        assertEquals(0, abroad(JudgeWorldFixture.assuming(none)));
        assertTrue(addresses(JudgeWorldFixture.assuming(more)) > addresses(JudgeWorldFixture.WORLD));
        assertTrue(addresses(JudgeWorldFixture.assuming(none)) < addresses(JudgeWorldFixture.WORLD) / 2);
    }

    private static long abroad(JudgeWorld world) {
        return lives(world, CustomerClass.HOUSEHOLD, 600).stream()
                .flatMap(life -> JudgeWorldFixture.messages(life, false))
                .filter(message -> new SubmissionRoute(message.place(), message.channel()).abroad())
                .count();
    }

    private static long addresses(JudgeWorld world) {
        return lives(world, CustomerClass.HOUSEHOLD, 600).stream()
                .mapToLong(life -> JudgeWorldFixture.addresses(
                        JudgeWorldFixture.messages(life, false).toList()))
                .sum();
    }

    @Test
    void domesticProxiesBringAttacksHome() {
        AssumptionFactors more = new AssumptionFactors(1, 1, 1, 10);
        JudgeWorld world = JudgeWorldFixture.assuming(more);
        long plain = 0;
        long moved = 0;
        for (AccountTimeline life : JudgeWorldFixture.attacked(AttackScenario.BOTNET)) {
            plain += home(life);
            moved += home(world.timeline(JudgeWorldFixture.number(life)));
        }
        assertTrue(moved > 4 * plain, moved + " instead of " + plain);
    }

    @Test
    void extremeAssumptionsStillGiveAWorld() {
        for (double factor : new double[] {0, 100}) {
            JudgeWorld world = JudgeWorldFixture.assuming(new AssumptionFactors(factor, factor, factor, factor));
            for (int number = 0; number < 300; number++) {
                AccountTimeline plain = JudgeWorldFixture.WORLD.timeline(number);
                AccountTimeline life = world.timeline(number);
                assertEquals(plain.honestClass(), life.honestClass());
                assertEquals(plain.attack() == null, life.attack() == null);
            }
        }
    }

    private static long home(AccountTimeline life) {
        return JudgeWorldFixture.countries(JudgeWorldFixture.hostile(life)).stream()
                .filter(WorldSettings.HOME::equals)
                .count();
    }

    @Test
    void holidaysAreThoseOfTheCalendar() {
        // 2026: equinox on 20 March; 22 September lies between two holidays; 6 May is in lieu of Sunday, 3 May.
        assertEquals(WorldCalendar.DayKind.REST, JapaneseHolidays.kind(LocalDate.of(2026, 3, 20)));
        assertEquals(WorldCalendar.DayKind.REST, JapaneseHolidays.kind(LocalDate.of(2026, 9, 22)));
        assertEquals(WorldCalendar.DayKind.REST, JapaneseHolidays.kind(LocalDate.of(2026, 9, 23)));
        assertEquals(WorldCalendar.DayKind.REST, JapaneseHolidays.kind(LocalDate.of(2026, 5, 6)));
        assertEquals(WorldCalendar.DayKind.LEAVE, JapaneseHolidays.kind(LocalDate.of(2026, 8, 14)));
        assertEquals(WorldCalendar.DayKind.LEAVE, JapaneseHolidays.kind(LocalDate.of(2027, 1, 2)));
        assertEquals(WorldCalendar.DayKind.WORKDAY, JapaneseHolidays.kind(LocalDate.of(2026, 6, 10)));
    }
}
