package org.sekimori.lab.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sekimori.lab.world.AccountTimeline;
import org.sekimori.lab.world.AssumptionFactors;
import org.sekimori.lab.world.SyntheticGeography;
import org.sekimori.lab.world.TimelineEvent;
import org.sekimori.lab.world.TimelineEvent.FailedLogin;
import org.sekimori.lab.world.TimelineEvent.Message;
import org.sekimori.lab.world.WorldSettings;
import org.sekimori.mail.Origin;
import org.sekimori.mail.SubmissionChannel;

/** What defines each class of honest customers that resembles an attack. */
class SimulatedClassesTest {

    /** From October, so that December is in it. */
    private static final WorldSettings SETTING = new WorldSettings(40, LocalDate.of(2026, 10, 5), 120, 60);

    @Test
    void greetersWriteToEverybodyOnOneDayMostlyInDecember() {
        int greeted = 0;
        int inDecember = 0;
        double dead = 0;
        double told = 0;
        for (AccountTimeline life : lives("greeter")) {
            Map<LocalDate, Integer> recipients = new HashMap<>();
            messages(life).forEach(m -> recipients.merge(day(m), m.recipientCount(), Integer::sum));
            LocalDate fullest = recipients.entrySet().stream()
                    .max(Map.Entry.comparingByValue())
                    .map(Map.Entry::getKey)
                    .orElse(SETTING.start());
            if (recipients.getOrDefault(fullest, 0) < 25) {
                continue;
            }
            greeted++;
            inDecember += fullest.getMonthValue() == 12 && fullest.getDayOfMonth() >= 10 ? 1 : 0;
            for (Message message : messages(life)) {
                if (day(message).equals(fullest)) {
                    told += message.recipientCount();
                    dead += bounced(message);
                }
            }
        }
        assertThat(greeted).isGreaterThan(25);
        assertThat(inDecember).isGreaterThan(greeted * 3 / 4);
        assertThat(dead / told).isBetween(0.01, 0.06);
    }

    @Test
    void oldAddressListsHaveTheSameDeadNamesEachTime() {
        double dead = 0;
        double told = 0;
        Set<Long> shares = new HashSet<>();
        for (AccountTimeline life : lives("old-address-list")) {
            Map<LocalDate, Integer> failing = new HashMap<>();
            for (Message message : circulars(life)) {
                told += message.recipientCount();
                dead += bounced(message);
                failing.merge(day(message), bounced(message), Integer::sum);
            }
            assertThat(new HashSet<>(failing.values()))
                    .as(life.account().name())
                    .hasSizeLessThan(2);
            failing.values().forEach(count -> shares.add((long) count));
        }
        assertThat(dead / told).isBetween(0.02, 0.15);
        assertThat(shares).hasSizeGreaterThan(5);
    }

    @Test
    void schoolListsHaveTwoToThreePercentDeadMembers() {
        double dead = 0;
        double told = 0;
        for (AccountTimeline life : lives("school-list")) {
            for (Message message : circulars(life)) {
                told += message.recipientCount();
                dead += bounced(message);
            }
        }
        assertThat(told).isGreaterThan(10_000);
        assertThat(dead / told).isBetween(0.018, 0.033);
    }

    @Test
    void returnersAreSilentForMonthsAndThenCatchUp() {
        int returned = 0;
        for (AccountTimeline life : lives("returner")) {
            java.time.Instant before = SETTING.startOfDay(0);
            for (Message message : messages(life)) {
                returned += Duration.between(before, message.time()).toDays() >= 55 ? 1 : 0;
                before = message.time();
            }
        }
        assertThat(returned).isGreaterThan(12);
    }

    @Test
    void aSharedBoxIsUsedFromTheNetworksOfSeveralPeople() {
        assertThat(networksOfAMonth("shared-box")).isGreaterThan(2 * networksOfAMonth("business"));
    }

    @Test
    void aRoamingTelephoneHasAnotherNetworkAtMostSittings() {
        int sittings = 0;
        int other = 0;
        for (AccountTimeline life : lives("roaming-phone")) {
            Message before = null;
            for (Message message : submissions(life)) {
                if (before != null && ChronoUnit.HOURS.between(before.time(), message.time()) >= 2) {
                    sittings++;
                    other += network(before).equals(network(message)) ? 0 : 1;
                }
                before = message;
            }
        }
        assertThat((double) other / sittings).isGreaterThan(0.75);
        assertThat(asNumbersOfAMonth("roaming-phone")).isLessThan(4);
    }

    @Test
    void manyCustomersShareTheAddressesOfACarrier() {
        Map<String, Set<String>> accounts = new HashMap<>();
        for (AccountTimeline life : lives("carrier-nat", 400)) {
            submissions(life).forEach(m -> accounts.computeIfAbsent(network(m), key -> new HashSet<>())
                    .add(life.account().name()));
        }
        assertThat(accounts.values()).anyMatch(sharing -> sharing.size() > 8);
    }

    @Test
    void whoLivesAbroadIsInOneCountryAndSometimesHasAGrant() {
        Set<String> countries = new HashSet<>();
        int withGrants = 0;
        for (AccountTimeline life : lives("abroad")) {
            Set<String> own = new HashSet<>();
            submissions(life).forEach(m -> own.add(country(m)));
            countries.addAll(own);
            // A VPN may add one.
            assertThat(own).hasSizeLessThan(4).doesNotContain("");
            withGrants += life.happenings().stream().anyMatch(TimelineEvent.GrantOpened.class::isInstance) ? 1 : 0;
        }
        assertThat(countries).hasSizeGreaterThan(4);
        assertThat(withGrants).isBetween(4, 24);
    }

    @Test
    void anOldPasswordFailsForWeeksFromTheOwnersOwnNetworks() {
        int devices = 0;
        for (AccountTimeline life : lives("old-password")) {
            Set<LocalDate> days = new HashSet<>();
            Set<String> failing = new HashSet<>();
            for (TimelineEvent event : life.happenings()) {
                if (event instanceof FailedLogin f && !f.hostile()) {
                    days.add(f.time().atZone(WorldSettings.ZONE).toLocalDate());
                    failing.add(f.place().origin().network());
                }
            }
            Set<String> own = new HashSet<>();
            submissions(life).forEach(m -> own.add(network(m)));
            own.retainAll(failing);
            devices += days.size() >= 7 && !own.isEmpty() ? 1 : 0;
        }
        assertThat(devices).isGreaterThan(10);
    }

    @Test
    void jobHuntersWriteMostlyToFirmsThatTheyNeverWroteTo() {
        assertThat(newShare("job-hunter")).isGreaterThan(2 * newShare("personal"));
    }

    @Test
    void newAccountsBeginInsideTheWorld() {
        int announced = 0;
        for (AccountTimeline life : lives("new-account")) {
            List<TimelineEvent> all = life.happenings();
            if (!all.isEmpty()) {
                assertThat(all.get(0).time()).isAfterOrEqualTo(SETTING.startOfDay(30));
                int told = 0;
                for (Message message : messages(life)) {
                    told += ChronoUnit.DAYS.between(all.get(0).time(), message.time()) < 3
                            ? message.recipientCount()
                            : 0;
                }
                announced += told > 20 ? 1 : 0;
            }
        }
        assertThat(announced).isBetween(8, 32);
    }

    @Test
    void aboutTwoFifthsOfTheCustomersHaveIpv6AndProgramsKeepTheirNames() {
        int ipv6 = 0;
        int names = 0;
        List<AccountTimeline> lives = lives("personal", 200);
        for (AccountTimeline life : lives) {
            ipv6 += submissions(life).stream()
                            .anyMatch(m -> !m.place().address().isIpv4())
                    ? 1
                    : 0;
            Set<String> helos = new HashSet<>();
            submissions(life).forEach(m -> helos.add(String.valueOf(m.helo())));
            names += helos.size();
        }
        assertThat(ipv6).isBetween(50, 100);
        assertThat(names).isLessThan(3 * lives.size());
    }

    private static double newShare(String kind) {
        double fresh = 0;
        double all = 0;
        for (AccountTimeline life : lives(kind)) {
            Set<Long> written = new HashSet<>();
            for (Message message : messages(life)) {
                for (long recipient : message.recipients()) {
                    boolean first = written.add(recipient);
                    if (!message.time().isBefore(SETTING.scoredFrom())) {
                        all++;
                        fresh += first ? 1 : 0;
                    }
                }
            }
        }
        return fresh / all;
    }

    private static double networksOfAMonth(String kind) {
        return ofAMonth(kind, SimulatedClassesTest::network);
    }

    private static double asNumbersOfAMonth(String kind) {
        return ofAMonth(kind, m -> m.place().origin() instanceof Origin.Country at ? "AS" + at.asn() : "");
    }

    private static double ofAMonth(String kind, java.util.function.Function<Message, String> key) {
        double sum = 0;
        for (AccountTimeline life : lives(kind)) {
            Set<String> keys = new HashSet<>();
            submissions(life).stream()
                    .filter(m -> m.time().isBefore(SETTING.startOfDay(30)))
                    .forEach(m -> keys.add(key.apply(m)));
            sum += keys.size();
        }
        return sum / SETTING.accounts();
    }

    private static List<AccountTimeline> lives(String kind) {
        return lives(kind, SETTING.accounts());
    }

    /** Honest customers of one class only. */
    private static List<AccountTimeline> lives(String kind, int accounts) {
        WorldSettings setting = new WorldSettings(accounts, SETTING.start(), SETTING.days(), SETTING.warmUpDays());
        SimulatorParameters numbers =
                SimulatorParameters.shipped().with("attacks.each", 0).with("population." + kind.replace('-', '_'), 1e9);
        SimulatorWorld world =
                SimulatorWorld.of(setting, 1, numbers, AssumptionFactors.PLAIN, SyntheticGeography.starter());
        List<AccountTimeline> lives = new ArrayList<>();
        for (int i = 0; i < accounts; i++) {
            lives.add(world.timeline(i));
            assertThat(lives.get(i).honestClass()).isEqualTo(kind);
        }
        return lives;
    }

    private static List<Message> messages(AccountTimeline life) {
        return life.happenings().stream()
                .filter(Message.class::isInstance)
                .map(Message.class::cast)
                .toList();
    }

    /** Those by mail programs. */
    private static List<Message> submissions(AccountTimeline life) {
        return messages(life).stream()
                .filter(m -> m.channel() == SubmissionChannel.SUBMISSION)
                .toList();
    }

    /** Messages to many old addresses, none of them a correspondent's. */
    private static List<Message> circulars(AccountTimeline life) {
        return messages(life).stream()
                .filter(m -> {
                    for (long recipient : m.recipients()) {
                        if ((recipient & 0xffff) < 40_000 || recipient >>> 44 != 1) {
                            return false;
                        }
                    }
                    return true;
                })
                .toList();
    }

    private static int bounced(Message message) {
        return message.bounces().stream()
                .mapToInt(TimelineEvent.Bounce::recipients)
                .sum();
    }

    private static LocalDate day(Message message) {
        return message.time().atZone(WorldSettings.ZONE).toLocalDate();
    }

    private static String network(Message message) {
        return String.valueOf(message.place().origin().network());
    }

    private static String country(Message message) {
        return message.place().origin() instanceof Origin.Country at ? at.country() : "";
    }
}
