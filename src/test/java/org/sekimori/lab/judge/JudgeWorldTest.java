package org.sekimori.lab.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.sekimori.lab.judge.attacks.AttackScenario;
import org.sekimori.lab.judge.environment.AttackerParameters;
import org.sekimori.lab.world.AccountTimeline;
import org.sekimori.lab.world.Attack;
import org.sekimori.lab.world.TimelineEvent;
import org.sekimori.lab.world.TimelineEvent.Message;
import org.sekimori.lab.world.WorldSettings;
import org.sekimori.rig.LongRun;

/** What the contract of a world and the page ask of all lives. */
class JudgeWorldTest {

    private static final LocalDate START = LocalDate.of(2026, 4, 6);

    @Test
    void sameSeedGivesSameLives() {
        JudgeWorld again = JudgeWorldFixture.world(JudgeWorldFixture.SETTING, JudgeWorldFixture.SEED);
        for (int number = 0; number < 400; number++) {
            assertEquals(JudgeWorldFixture.WORLD.timeline(number), again.timeline(number));
        }
    }

    @Test
    void anotherSeedGivesOtherLives() {
        JudgeWorld other = JudgeWorldFixture.world(JudgeWorldFixture.SETTING, JudgeWorldFixture.SEED + 1);
        long equal = IntStream.range(0, 100)
                .filter(number ->
                        !JudgeWorldFixture.WORLD.timeline(number).happenings().isEmpty())
                .filter(number -> JudgeWorldFixture.WORLD.timeline(number).equals(other.timeline(number)))
                .count();
        assertEquals(0, equal);
    }

    @Test
    void numberOfAccountsChangesNoLife() {
        JudgeWorld larger = JudgeWorldFixture.world(new WorldSettings(70_000, START, 75, 25), JudgeWorldFixture.SEED);
        for (int number = 0; number < 400; number++) {
            assertEquals(JudgeWorldFixture.WORLD.timeline(number), larger.timeline(number));
        }
    }

    @Test
    void orderOfQuestionsChangesNoLife() {
        AccountTimeline before = JudgeWorldFixture.WORLD.timeline(7);
        for (int number = 300; number > 0; number--) {
            JudgeWorldFixture.WORLD.timeline(number);
        }
        assertEquals(before, JudgeWorldFixture.WORLD.timeline(7));
    }

    @Test
    void happeningsAreSortedAndInside() {
        Instant start = JudgeWorldFixture.SETTING.startOfDay(0);
        for (int number = 0; number < 2_000; number++) {
            Instant last = start;
            for (TimelineEvent happening :
                    JudgeWorldFixture.WORLD.timeline(number).happenings()) {
                assertFalse(happening.time().isBefore(last));
                assertTrue(happening.time().isBefore(JudgeWorldFixture.SETTING.end()));
                last = happening.time();
            }
        }
    }

    @Test
    void nobodyIsNamedTwiceInAMessage() {
        for (int number = 0; number < 2_000; number++) {
            for (TimelineEvent happening :
                    JudgeWorldFixture.WORLD.timeline(number).happenings()) {
                if (happening instanceof Message message) {
                    long distinct =
                            LongStream.of(message.recipients()).distinct().count();
                    assertEquals(message.recipients().length, distinct);
                }
            }
        }
    }

    @Test
    void attacksAreLabelledByTheirMessagesAndScored() {
        checkAttacks(JudgeWorldFixture.SETTING, JudgeWorldFixture.SEED);
    }

    @Test
    void attacksFitIntoShortSettings() {
        checkAttacks(new WorldSettings(2_000, START, 8, 2), 3);
        checkAttacks(new WorldSettings(1_000, START, 1, 0), 4);
    }

    private static void checkAttacks(WorldSettings setting, long seed) {
        JudgeWorld world = JudgeWorldFixture.world(setting, seed);
        for (int number = 0; number < setting.accounts(); number++) {
            AccountTimeline life = world.timeline(number);
            assertTrue(world.honestClasses().contains(life.honestClass()));
            List<Message> hostile = JudgeWorldFixture.hostile(life);
            Attack attack = life.attack();
            if (attack == null) {
                assertTrue(hostile.isEmpty());
                assertNull(AccountAssigner.of(seed).assignment(number).theft());
                continue;
            }
            assertTrue(world.attackClasses().contains(attack.attackClass()));
            assertEquals(hostile.get(0).time(), attack.from());
            assertEquals(hostile.get(hostile.size() - 1).time(), attack.until());
            assertFalse(attack.from().isBefore(setting.scoredFrom()));
            assertTrue(attack.until().isBefore(setting.end()));
            assertTrue(hostile.size() <= AttackerParameters.MOST_MESSAGES + 1, life.account() + " " + hostile.size());
        }
    }

    @Test
    void aboutOneInAHundredIsAttackedByEachClass() {
        Map<String, Integer> counts = new HashMap<>();
        int accounts = 100_000;
        for (int number = 0; number < accounts; number++) {
            AttackScenario theft = AccountAssigner.of(JudgeWorldFixture.SEED)
                    .assignment(number)
                    .theft();
            if (theft != null) {
                counts.merge(theft.word(), 1, Integer::sum);
            }
        }
        for (String word : JudgeWorldFixture.WORLD.attackClasses()) {
            assertEquals(0.01, counts.getOrDefault(word, 0) / (double) accounts, 0.0015, word);
        }
    }

    @Test
    void attackClassesAreThoseOfThePage() {
        assertEquals(
                List.of(
                        "blast",
                        "botnet",
                        "botnet-during-grant",
                        "home-proxies",
                        "neighbour",
                        "home-blast",
                        "reader",
                        "invoice",
                        "guessed",
                        "sleeper",
                        "careful"),
                JudgeWorldFixture.WORLD.attackClasses());
    }

    @Test
    void volumeIsBounded() {
        WorldSettings setting = new WorldSettings(LongRun.size(1_500, 4_000), START, 120, 30);
        JudgeWorld world = JudgeWorldFixture.world(setting, 5);
        long messages = 0;
        Set<String> seen = new HashSet<>();
        for (int number = 0; number < setting.accounts(); number++) {
            AccountTimeline life = world.timeline(number);
            seen.add(life.honestClass());
            messages +=
                    life.happenings().stream().filter(Message.class::isInstance).count();
        }
        double perDay = messages / (double) setting.accounts() / setting.days();
        assertTrue(perDay > 0.5 && perDay < 1.5, "messages per account and day: " + perDay);
        assertEquals(new HashSet<>(world.honestClasses()), seen);
    }

    @Test
    void registeredNewslettersHaveTheirDomainAndAreLeftAlone() {
        for (int number = 0; number < 2_000; number++) {
            AccountTimeline life = JudgeWorldFixture.WORLD.timeline(number);
            boolean registered = life.honestClass().equals("newsletter-registered");
            assertEquals(registered, life.account().domain().equals(WorldSettings.BULK_DOMAIN));
            assertTrue(!registered || life.attack() == null);
        }
    }
}
