package org.sekimori.lab.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sekimori.grants.GrantCommand;
import org.sekimori.grants.GrantCommandResult;
import org.sekimori.grants.GrantPolicy;
import org.sekimori.grants.GrantSet;
import org.sekimori.lab.world.AccountTimeline;
import org.sekimori.lab.world.AssumptionFactors;
import org.sekimori.lab.world.Attack;
import org.sekimori.lab.world.SyntheticGeography;
import org.sekimori.lab.world.SyntheticLogEntryFactory;
import org.sekimori.lab.world.TimelineEvent;
import org.sekimori.lab.world.TimelineEvent.FailedLogin;
import org.sekimori.lab.world.TimelineEvent.Message;
import org.sekimori.lab.world.WorldSettings;
import org.sekimori.mail.Origin;
import org.sekimori.rig.LongRun;

class SimulatorWorldTest {

    private static final SyntheticGeography GEOGRAPHY = SyntheticGeography.starter();
    private static final WorldSettings SETTING = new WorldSettings(3_000, LocalDate.of(2026, 3, 2), 90, 45);
    private static final SimulatorWorld WORLD = world(SETTING, 1);
    private static final List<AccountTimeline> LIVES = lives(WORLD, SETTING.accounts());

    private static SimulatorWorld world(WorldSettings setting, long seed) {
        return SimulatorWorld.of(setting, seed, SimulatorParameters.shipped(), AssumptionFactors.PLAIN, GEOGRAPHY);
    }

    private static List<AccountTimeline> lives(SimulatorWorld world, int count) {
        List<AccountTimeline> lives = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lives.add(world.timeline(i));
        }
        return lives;
    }

    @Test
    void equalSeedsGiveEqualLivesAndOtherSeedsOthers() {
        assertThat(lives(world(SETTING, 1), 100)).isEqualTo(LIVES.subList(0, 100));
        assertThat(lives(world(SETTING, 2), 100)).isNotEqualTo(LIVES.subList(0, 100));
    }

    @Test
    void aLifeDoesNotDependOnHowManyAccountsThereAreOrInWhichOrderTheyAreAskedFor() {
        SimulatorWorld larger = world(new WorldSettings(50_000, SETTING.start(), 90, 45), 1);
        for (int number = 99; number >= 0; number--) {
            assertThat(larger.timeline(number)).isEqualTo(LIVES.get(number));
        }
        assertThatThrownBy(() -> WORLD.timeline(3_000)).hasMessageContaining("no account 3000");
    }

    @Test
    void withoutThievesTheOwnersDoWhatTheyDoWithThem() {
        SimulatorWorld peaceful = SimulatorWorld.honest(SETTING, 1, GEOGRAPHY);
        for (int number = 0; number < LongRun.size(800, SETTING.accounts()); number++) {
            AccountTimeline life = LIVES.get(number);
            AccountTimeline without = peaceful.timeline(number);
            assertThat(without.attack()).isNull();
            if (life.attack() == null) {
                assertThat(without).isEqualTo(life);
            } else if (!life.attack().attackClass().contains("granted")
                    && !life.attack().attackClass().equals("dormant")) {
                // Those two give the owner a trip or take his mail away.
                assertThat(honest(without)).isEqualTo(honest(life));
            }
        }
    }

    @Test
    void anotherTravelRateLeavesThoseAloneWhoStayAtHome() {
        SimulatorWorld travelling = SimulatorWorld.of(
                SETTING, 1, SimulatorParameters.shipped(), new AssumptionFactors(1, 3, 1, 1), GEOGRAPHY);
        int same = 0;
        for (int number = 0; number < 500; number++) {
            same += travelling.timeline(number).equals(LIVES.get(number)) ? 1 : 0;
        }
        assertThat(same).isBetween(350, 499);
    }

    @Test
    void happeningsAreInOrderAndInsideTheWorld() {
        for (AccountTimeline life : LIVES) {
            TimelineEvent before = null;
            for (TimelineEvent happening : life.happenings()) {
                assertThat(happening.time()).isBetween(SETTING.startOfDay(0), SETTING.end());
                if (before != null) {
                    assertThat(happening.time()).isAfterOrEqualTo(before.time());
                }
                before = happening;
            }
        }
    }

    @Test
    void attacksLieInTheScoredDaysAndAreLabelledByTheirFirstAndLastMessage() {
        for (AccountTimeline life : attacked()) {
            Attack attack = Objects.requireNonNull(life.attack());
            List<Message> hostile = hostile(life);
            assertThat(hostile.get(0).time()).isEqualTo(attack.from()).isAfterOrEqualTo(SETTING.scoredFrom());
            assertThat(hostile.get(hostile.size() - 1).time())
                    .isEqualTo(attack.until())
                    .isBefore(SETTING.end());
        }
        for (AccountTimeline life : LIVES) {
            if (life.attack() == null) {
                assertThat(hostile(life)).isEmpty();
            }
        }
    }

    @Test
    void everyClassOfCustomersAndAttacksOccurs() {
        assertThat(LIVES)
                .extracting(AccountTimeline::honestClass)
                .contains(WORLD.honestClasses().toArray(new String[0]));
        assertThat(attacked())
                .extracting(life -> Objects.requireNonNull(life.attack()).attackClass())
                .contains(WORLD.attackClasses().toArray(new String[0]));
    }

    @Test
    void aBurstIsOneMachineAtHighSpeedAndABotnetIsManyCountries() {
        for (AccountTimeline life : attacked("burst")) {
            assertThat(addresses(life)).hasSize(1);
            assertThat(hostile(life)).hasSizeGreaterThan(300);
        }
        for (AccountTimeline life : attacked("botnet-round-robin")) {
            assertThat(countries(hostile(life))).hasSizeGreaterThan(2);
        }
    }

    @Test
    void thePublishedBurstIsPlayedAtItsPublishedSpeed() {
        List<Double> perMinute = new ArrayList<>();
        for (AccountTimeline life : attacked("burst")) {
            Attack attack = Objects.requireNonNull(life.attack());
            double minutes =
                    java.time.Duration.between(attack.from(), attack.until()).toSeconds() / 60.0;
            perMinute.add(hostile(life).size() / minutes);
        }
        // Either 84 a minute or 311 an hour.
        assertThat(perMinute).allMatch(rate -> rate > 75 && rate < 93 || rate > 4.2 && rate < 6.2);
    }

    @Test
    void peopleOfASharedOfficeShareAnAddressWithManyAndLettersAreWrittenInOfficeHours() {
        java.util.Map<String, Set<String>> accounts = new java.util.HashMap<>();
        for (AccountTimeline life : LIVES) {
            if (life.honestClass().equals("shared-office")) {
                honest(life).forEach(message -> accounts.computeIfAbsent(
                                message.place().address().text(), address -> new HashSet<>())
                        .add(life.account().name()));
            }
        }
        assertThat(accounts.values()).anyMatch(sharing -> sharing.size() > 40);
        for (AccountTimeline life : attacked("bec")) {
            for (Message message : hostile(life)) {
                assertThat(message.time().atZone(WorldSettings.ZONE).getHour()).isBetween(9, 17);
            }
        }
    }

    @Test
    void aBotnetDuringAGrantFindsOneOpen() {
        for (AccountTimeline life : attacked("botnet-sticky-granted")) {
            Attack attack = Objects.requireNonNull(life.attack());
            GrantSet grants = GrantSet.NONE;
            int number = 0;
            for (TimelineEvent happening : life.happenings()) {
                GrantCommand command = SyntheticLogEntryFactory.grant(life.account(), happening, number++);
                if (command != null && !happening.time().isAfter(attack.from())) {
                    grants = ((GrantCommandResult.Done) grants.apply(command, GrantPolicy.DEFAULT)).set();
                }
            }
            assertThat(grants.grants())
                    .as(life.account() + " at " + attack.from())
                    .anyMatch(grant -> !grant.from().isAfter(attack.from())
                            && grant.until().isAfter(attack.from()));
        }
    }

    @Test
    void aNeighbourSitsInANetworkOfTheOwnersProvider() {
        for (AccountTimeline life : attacked("neighbour-slow")) {
            if (!life.honestClass().equals("abroad")) {
                assertThat(countries(hostile(life))).containsExactly("JP");
            }
            assertThat(addresses(life)).hasSize(1);
        }
        for (AccountTimeline life : attacked("single-slow")) {
            assertThat(countries(hostile(life))).containsExactly("JP");
            assertThat(addresses(life)).hasSize(1);
        }
    }

    @Test
    void aThiefInTheOwnersCarrierUsesItsNumberAndManyOfItsNetworks() {
        for (AccountTimeline life : attacked("carrier-slow")) {
            assertThat(asNumbers(hostile(life))).hasSize(1);
            assertThat(addresses(life)).hasSizeGreaterThan(3);
        }
    }

    @Test
    void aMimicWritesAtTheOwnersHoursFromTheOwnersCarrier() {
        int known = 0;
        int all = 0;
        for (AccountTimeline life : attacked("mimic")) {
            assertThat(asNumbers(hostile(life))).hasSize(1);
            Set<Long> days = new HashSet<>();
            Set<Long> written = new HashSet<>();
            honest(life).forEach(message -> {
                for (long recipient : message.recipients()) {
                    written.add(recipient);
                }
            });
            for (Message message : hostile(life)) {
                days.add(message.time().getEpochSecond() / 86_400);
                all += message.recipients().length;
                for (long recipient : message.recipients()) {
                    known += written.contains(recipient) ? 1 : 0;
                }
            }
            assertThat((double) hostile(life).size() / days.size()).isLessThan(15);
        }
        assertThat((double) known / all).isBetween(0.1, 0.4);
    }

    @Test
    void aThiefInTheGrantedCountryComesFromWhereTheOwnerTravels() {
        for (AccountTimeline life : attacked("granted-country")) {
            assertThat(countries(hostile(life))).hasSize(1).doesNotContain("JP");
            Set<String> granted = new HashSet<>();
            for (TimelineEvent event : life.happenings()) {
                if (event instanceof TimelineEvent.GrantOpened opened) {
                    granted.addAll(opened.countries());
                }
            }
            assertThat(granted.isEmpty() || granted.containsAll(countries(hostile(life))))
                    .isTrue();
        }
    }

    @Test
    void aPhishGoesToTheAddressBookOnceEach() {
        for (AccountTimeline life : attacked("contact-phish")) {
            Set<Long> told = new HashSet<>();
            int count = 0;
            for (Message message : hostile(life)) {
                for (long recipient : message.recipients()) {
                    told.add(recipient);
                    count++;
                }
            }
            assertThat(told).hasSize(count);
            Attack attack = Objects.requireNonNull(life.attack());
            assertThat(attack.until()).isBefore(attack.from().plusSeconds(7_200));
        }
    }

    @Test
    void letterWritersWriteToThoseWhomTheOwnerWritesTo() {
        int known = 0;
        int letters = 0;
        for (AccountTimeline life : attacked("bec")) {
            assertThat(hostile(life)).hasSizeLessThan(10);
            Set<Long> written = new HashSet<>();
            honest(life).forEach(message -> {
                for (long recipient : message.recipients()) {
                    written.add(recipient);
                }
            });
            if (written.size() < 15) {
                // Of an owner who hardly writes, the contacts are in the mailbox and not in what was sent.
                continue;
            }
            for (Message message : hostile(life)) {
                letters++;
                known += written.contains(message.recipients()[0]) ? 1 : 0;
            }
        }
        assertThat(letters).isPositive();
        assertThat(known).isGreaterThan(letters / 2);
    }

    @Test
    void beforeAStuffedAccountIsUsedManyGuessesFail() {
        for (AccountTimeline life : attacked("stuffing")) {
            Attack attack = Objects.requireNonNull(life.attack());
            long failures = life.happenings().stream()
                    .filter(h -> h instanceof FailedLogin f
                            && f.hostile()
                            && !f.time().isAfter(attack.from()))
                    .count();
            assertThat(failures).isGreaterThanOrEqualTo(40);
            assertThat(hostile(life).get(0).recipientCount()).isEqualTo(1);
        }
    }

    @Test
    void theOwnerOfADormantAccountHasBeenSilent() {
        for (AccountTimeline life : attacked("dormant")) {
            Attack attack = Objects.requireNonNull(life.attack());
            assertThat(honest(life))
                    .noneMatch(message -> message.time().isAfter(attack.from().minusSeconds(59 * 86_400L)));
        }
    }

    @Test
    void halfOfTheHostileBouncesComeLate() {
        long late = 0;
        long all = 0;
        for (AccountTimeline life : attacked()) {
            for (Message message : hostile(life)) {
                for (TimelineEvent.Bounce bounce : message.bounces()) {
                    all += bounce.recipients();
                    late += bounce.afterSeconds() >= 60 ? bounce.recipients() : 0;
                    assertThat(bounce.afterSeconds()).isLessThanOrEqualTo(3600);
                }
            }
        }
        assertThat((double) late / all).isBetween(0.45, 0.55);
    }

    private static List<AccountTimeline> attacked() {
        return LIVES.stream().filter(life -> life.attack() != null).toList();
    }

    private static List<AccountTimeline> attacked(String attackClass) {
        List<AccountTimeline> found = attacked().stream()
                .filter(life ->
                        Objects.requireNonNull(life.attack()).attackClass().equals(attackClass))
                .toList();
        assertThat(found).hasSizeGreaterThan(5);
        return found;
    }

    private static List<Message> hostile(AccountTimeline life) {
        return messages(life).stream().filter(Message::hostile).toList();
    }

    private static List<Message> honest(AccountTimeline life) {
        return messages(life).stream().filter(message -> !message.hostile()).toList();
    }

    private static List<Message> messages(AccountTimeline life) {
        return life.happenings().stream()
                .filter(Message.class::isInstance)
                .map(Message.class::cast)
                .toList();
    }

    private static Set<String> addresses(AccountTimeline life) {
        Set<String> addresses = new HashSet<>();
        hostile(life).forEach(message -> addresses.add(message.place().address().text()));
        return addresses;
    }

    private static Set<Long> asNumbers(List<Message> messages) {
        Set<Long> numbers = new HashSet<>();
        for (Message message : messages) {
            numbers.add(message.place().origin() instanceof Origin.Country at ? at.asn() : 0L);
        }
        return numbers;
    }

    private static Set<String> countries(List<Message> messages) {
        Set<String> countries = new HashSet<>();
        for (Message message : messages) {
            if (message.place().origin() instanceof Origin.Country at) {
                countries.add(at.country());
            }
        }
        return countries;
    }
}
