package org.sekimori.lab.judge;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.sekimori.lab.judge.attacks.AttackScenario;
import org.sekimori.lab.judge.customers.MailboxOwner;
import org.sekimori.lab.judge.environment.WorldContext;
import org.sekimori.lab.world.AccountTimeline;
import org.sekimori.lab.world.AssumptionFactors;
import org.sekimori.lab.world.Attack;
import org.sekimori.lab.world.SyntheticGeography;
import org.sekimori.lab.world.TimelineEvent;
import org.sekimori.lab.world.TimelineEvent.Message;
import org.sekimori.lab.world.WorldSettings;
import org.sekimori.mail.Origin;

/** A world for tests and what can be asked about its lives. The geography takes a second, so all tests share one. */
final class JudgeWorldFixture {

    static final SyntheticGeography GEOGRAPHY = SyntheticGeography.starter();
    static final WorldSettings SETTING = new WorldSettings(5_000, LocalDate.of(2026, 4, 6), 75, 25);
    static final long SEED = 11;
    static final JudgeWorld WORLD = world(SETTING, SEED);
    private static final Map<AttackScenario, List<AccountTimeline>> ATTACKED = attacked();

    private JudgeWorldFixture() {}

    static JudgeWorld world(WorldSettings setting, long seed) {
        return JudgeWorld.of(setting, seed, AssumptionFactors.PLAIN, GEOGRAPHY);
    }

    static JudgeWorld assuming(AssumptionFactors assumptions) {
        return JudgeWorld.of(SETTING, SEED, assumptions, GEOGRAPHY);
    }

    private static Map<AttackScenario, List<AccountTimeline>> attacked() {
        Map<AttackScenario, List<AccountTimeline>> lives = new EnumMap<>(AttackScenario.class);
        for (AttackScenario theft : AttackScenario.values()) {
            lives.put(theft, new ArrayList<>());
        }
        for (int number = 0; number < SETTING.accounts(); number++) {
            AttackScenario theft = AccountAssigner.of(SEED).assignment(number).theft();
            if (theft != null) {
                lives.getOrDefault(theft, List.of()).add(WORLD.timeline(number));
            }
        }
        return lives;
    }

    /** All lives with this attack. */
    static List<AccountTimeline> attacked(AttackScenario theft) {
        return ATTACKED.getOrDefault(theft, List.of());
    }

    static Attack attack(AccountTimeline life) {
        Attack attack = life.attack();
        if (attack == null) {
            throw new AssertionError(life.account() + " was not attacked");
        }
        return attack;
    }

    static Duration duration(AccountTimeline life) {
        return Duration.between(attack(life).from(), attack(life).until());
    }

    static int number(AccountTimeline life) {
        return Integer.parseInt(
                life.account().name().substring(1, life.account().name().indexOf('@')));
    }

    /** The owner, as the world made him. */
    static MailboxOwner owner(AccountTimeline life) {
        WorldContext world = WorldContext.of(SETTING, SEED, AssumptionFactors.PLAIN, GEOGRAPHY);
        AccountAssigner.Assignment entry = AccountAssigner.of(SEED).assignment(number(life));
        return MailboxOwner.of(
                world, number(life), entry.customer(), entry.theft() == AttackScenario.BOTNET_DURING_GRANT);
    }

    static Stream<Message> messages(AccountTimeline life, boolean hostile) {
        return life.happenings().stream()
                .filter(Message.class::isInstance)
                .map(Message.class::cast)
                .filter(message -> message.hostile() == hostile);
    }

    static List<Message> hostile(AccountTimeline life) {
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

    static boolean hostileFailure(TimelineEvent happening) {
        return happening instanceof TimelineEvent.FailedLogin failed && failed.hostile();
    }
}
