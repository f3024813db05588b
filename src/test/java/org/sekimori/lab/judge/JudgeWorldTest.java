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
import org.sekimori.lab.world.Attack;
import org.sekimori.lab.world.Happening;
import org.sekimori.lab.world.Happening.Message;
import org.sekimori.lab.world.Life;
import org.sekimori.lab.world.Setting;

/** What the contract of a world and the page ask of all lives. */
class JudgeWorldTest {

    private static final LocalDate START = LocalDate.of(2026, 4, 6);

    @Test
    void sameSeedGivesSameLives() {
        JudgeWorld again = Judged.world(Judged.SETTING, Judged.SEED);
        for (int number = 0; number < 400; number++) {
            assertEquals(Judged.WORLD.life(number), again.life(number));
        }
    }

    @Test
    void anotherSeedGivesOtherLives() {
        JudgeWorld other = Judged.world(Judged.SETTING, Judged.SEED + 1);
        long equal = IntStream.range(0, 100)
                .filter(number -> !Judged.WORLD.life(number).happenings().isEmpty())
                .filter(number -> Judged.WORLD.life(number).equals(other.life(number)))
                .count();
        assertEquals(0, equal);
    }

    @Test
    void numberOfAccountsChangesNoLife() {
        JudgeWorld larger = Judged.world(new Setting(70_000, START, 75, 25), Judged.SEED);
        for (int number = 0; number < 400; number++) {
            assertEquals(Judged.WORLD.life(number), larger.life(number));
        }
    }

    @Test
    void orderOfQuestionsChangesNoLife() {
        Life before = Judged.WORLD.life(7);
        for (int number = 300; number > 0; number--) {
            Judged.WORLD.life(number);
        }
        assertEquals(before, Judged.WORLD.life(7));
    }

    @Test
    void happeningsAreSortedAndInside() {
        Instant start = Judged.SETTING.dawn(0);
        for (int number = 0; number < 2_000; number++) {
            Instant last = start;
            for (Happening happening : Judged.WORLD.life(number).happenings()) {
                assertFalse(happening.time().isBefore(last));
                assertTrue(happening.time().isBefore(Judged.SETTING.end()));
                last = happening.time();
            }
        }
    }

    @Test
    void nobodyIsNamedTwiceInAMessage() {
        for (int number = 0; number < 2_000; number++) {
            for (Happening happening : Judged.WORLD.life(number).happenings()) {
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
        checkAttacks(Judged.SETTING, Judged.SEED);
    }

    @Test
    void attacksFitIntoShortSettings() {
        checkAttacks(new Setting(2_000, START, 8, 2), 3);
        checkAttacks(new Setting(1_000, START, 1, 0), 4);
    }

    private static void checkAttacks(Setting setting, long seed) {
        JudgeWorld world = Judged.world(setting, seed);
        for (int number = 0; number < setting.accounts(); number++) {
            Life life = world.life(number);
            assertTrue(world.honestClasses().contains(life.honestClass()));
            List<Message> hostile = Judged.hostile(life);
            Attack attack = life.attack();
            if (attack == null) {
                assertTrue(hostile.isEmpty());
                assertNull(Census.of(seed).entry(number).theft());
                continue;
            }
            assertTrue(world.attackClasses().contains(attack.attackClass()));
            assertEquals(hostile.get(0).time(), attack.from());
            assertEquals(hostile.get(hostile.size() - 1).time(), attack.until());
            assertFalse(attack.from().isBefore(setting.scoredFrom()));
            assertTrue(attack.until().isBefore(setting.end()));
            assertTrue(hostile.size() <= ThiefNumbers.MOST_MESSAGES + 1, life.account() + " " + hostile.size());
        }
    }

    @Test
    void aboutOneInAHundredIsAttackedByEachClass() {
        Map<String, Integer> counts = new HashMap<>();
        int accounts = 100_000;
        for (int number = 0; number < accounts; number++) {
            Theft theft = Census.of(Judged.SEED).entry(number).theft();
            if (theft != null) {
                counts.merge(theft.word(), 1, Integer::sum);
            }
        }
        for (String word : Judged.WORLD.attackClasses()) {
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
                Judged.WORLD.attackClasses());
    }

    @Test
    void volumeIsBounded() {
        Setting setting = new Setting(4_000, START, 120, 30);
        JudgeWorld world = Judged.world(setting, 5);
        long messages = 0;
        Set<String> seen = new HashSet<>();
        for (int number = 0; number < setting.accounts(); number++) {
            Life life = world.life(number);
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
            Life life = Judged.WORLD.life(number);
            boolean registered = life.honestClass().equals("newsletter-registered");
            assertEquals(registered, life.account().domain().equals(Setting.BULK_DOMAIN));
            assertTrue(!registered || life.attack() == null);
        }
    }
}
