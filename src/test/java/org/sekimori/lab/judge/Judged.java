package org.sekimori.lab.judge;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.sekimori.lab.world.Assumptions;
import org.sekimori.lab.world.Attack;
import org.sekimori.lab.world.Geography;
import org.sekimori.lab.world.Happening;
import org.sekimori.lab.world.Happening.Message;
import org.sekimori.lab.world.Life;
import org.sekimori.lab.world.Setting;
import org.sekimori.mail.Origin;

/** A world for tests and what can be asked about its lives. The geography takes a second, so all tests share one. */
final class Judged {

    static final Geography GEOGRAPHY = Geography.starter();
    static final Setting SETTING = new Setting(5_000, LocalDate.of(2026, 4, 6), 75, 25);
    static final long SEED = 11;
    static final JudgeWorld WORLD = world(SETTING, SEED);
    private static final Map<Theft, List<Life>> ATTACKED = attacked();

    private Judged() {}

    static JudgeWorld world(Setting setting, long seed) {
        return JudgeWorld.of(setting, seed, Assumptions.PLAIN, GEOGRAPHY);
    }

    static JudgeWorld assuming(Assumptions assumptions) {
        return JudgeWorld.of(SETTING, SEED, assumptions, GEOGRAPHY);
    }

    private static Map<Theft, List<Life>> attacked() {
        Map<Theft, List<Life>> lives = new EnumMap<>(Theft.class);
        for (Theft theft : Theft.values()) {
            lives.put(theft, new ArrayList<>());
        }
        for (int number = 0; number < SETTING.accounts(); number++) {
            Theft theft = Census.of(SEED).entry(number).theft();
            if (theft != null) {
                lives.getOrDefault(theft, List.of()).add(WORLD.life(number));
            }
        }
        return lives;
    }

    /** All lives with this attack. */
    static List<Life> attacked(Theft theft) {
        return ATTACKED.getOrDefault(theft, List.of());
    }

    static Attack attack(Life life) {
        Attack attack = life.attack();
        if (attack == null) {
            throw new AssertionError(life.account() + " was not attacked");
        }
        return attack;
    }

    static Duration duration(Life life) {
        return Duration.between(attack(life).from(), attack(life).until());
    }

    static int number(Life life) {
        return Integer.parseInt(
                life.account().name().substring(1, life.account().name().indexOf('@')));
    }

    /** The owner, as the world made him. */
    static Owner owner(Life life) {
        Ground ground = Ground.of(SETTING, SEED, Assumptions.PLAIN, GEOGRAPHY);
        Census.Entry entry = Census.of(SEED).entry(number(life));
        return Owner.of(ground, number(life), entry.customer(), entry.theft() == Theft.BOTNET_DURING_GRANT);
    }

    static Stream<Message> messages(Life life, boolean hostile) {
        return life.happenings().stream()
                .filter(Message.class::isInstance)
                .map(Message.class::cast)
                .filter(message -> message.hostile() == hostile);
    }

    static List<Message> hostile(Life life) {
        return messages(life, true).toList();
    }

    /** The countries of messages, without those that have none. */
    static List<String> countries(List<Message> messages) {
        return messages.stream()
                .map(message -> message.place().origin())
                .filter(Origin.Country.class::isInstance)
                .map(origin -> ((Origin.Country) origin).country())
                .toList();
    }

    static long addresses(List<Message> messages) {
        return messages.stream()
                .map(message -> message.place().address())
                .distinct()
                .count();
    }

    static boolean hostileFailure(Happening happening) {
        return happening instanceof Happening.FailedLogin failed && failed.hostile();
    }
}
