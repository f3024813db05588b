package org.sekimori.lab.judge;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sekimori.lab.judge.attacks.AttackScenario;
import org.sekimori.lab.judge.attacks.AttackTarget;
import org.sekimori.lab.judge.attacks.PasswordGuessingNoise;
import org.sekimori.lab.judge.customers.AccountEventCollector;
import org.sekimori.lab.judge.customers.CustomerClass;
import org.sekimori.lab.judge.customers.DeviceMailGenerator;
import org.sekimori.lab.judge.customers.HandwrittenMailGenerator;
import org.sekimori.lab.judge.customers.MailboxOwner;
import org.sekimori.lab.judge.customers.NewsletterGenerator;
import org.sekimori.lab.judge.customers.OwnerLoginFailures;
import org.sekimori.lab.judge.customers.OwnerRouteSelector;
import org.sekimori.lab.judge.environment.TimeSpan;
import org.sekimori.lab.judge.environment.WorldCalendar;
import org.sekimori.lab.judge.environment.WorldContext;
import org.sekimori.lab.world.AccountTimeline;
import org.sekimori.lab.world.AssumptionFactors;
import org.sekimori.lab.world.Attack;
import org.sekimori.lab.world.SyntheticGeography;
import org.sekimori.lab.world.SyntheticWorld;
import org.sekimori.lab.world.WorldSettings;
import org.sekimori.mail.Account;

/**
 * The world on which rules are measured. Made from {@code docs/judge.md} without knowledge of the rules; authors of rules must
 * not read it.
 */
public final class JudgeWorld implements SyntheticWorld {

    private final WorldContext world;
    private final AccountAssigner census;

    private JudgeWorld(WorldContext world, AccountAssigner census) {
        this.world = world;
        this.census = census;
    }

    /**
     * A population.
     *
     * @param seed another seed gives other people and other attacks
     * @param geography where addresses lie; the same may serve many worlds
     */
    public static JudgeWorld of(
            WorldSettings setting, long seed, AssumptionFactors assumptions, SyntheticGeography geography) {
        return new JudgeWorld(WorldContext.of(setting, seed, assumptions, geography), AccountAssigner.of(seed));
    }

    @Override
    public String name() {
        return "judge";
    }

    @Override
    public WorldSettings setting() {
        return world.setting();
    }

    @Override
    public List<String> honestClasses() {
        return CustomerClass.words();
    }

    @Override
    public List<String> attackClasses() {
        return AttackScenario.words();
    }

    @Override
    public AccountTimeline timeline(int number) {
        if (number < 0 || number >= setting().accounts()) {
            throw new IllegalArgumentException(
                    "there are accounts 0 to " + (setting().accounts() - 1) + ", not " + number);
        }
        AccountAssigner.Assignment entry = census.assignment(number);
        AttackScenario theft = entry.theft();
        MailboxOwner owner =
                MailboxOwner.of(world, number, entry.customer(), theft == AttackScenario.BOTNET_DURING_GRANT);
        WorldCalendar days = world.days();
        AccountEventCollector events =
                new AccountEventCollector(new TimeSpan(days.startOfDay(0), days.startOfDay(days.count())));
        if (theft != AttackScenario.SLEEPER) {
            live(owner, events);
        }
        PasswordGuessingNoise.generate(world, number, events);
        return new AccountTimeline(
                name(number, owner), owner.customer().word(), attack(owner, theft, events), events.sorted());
    }

    private void live(MailboxOwner owner, AccountEventCollector events) {
        if (owner.customer() == CustomerClass.DEVICE) {
            new DeviceMailGenerator(world, owner, events).generate();
            return;
        }
        if (!owner.customer().person()) {
            new NewsletterGenerator(world, owner, events).generate();
        }
        new HandwrittenMailGenerator(world, owner, new OwnerRouteSelector(world, owner), events).generate();
        new OwnerLoginFailures(world, owner, new OwnerRouteSelector(world, owner), events).staleDevice();
    }

    private @Nullable Attack attack(MailboxOwner owner, @Nullable AttackScenario theft, AccountEventCollector events) {
        if (theft == null) {
            return null;
        }
        theft.campaign().execute(new AttackTarget(world, owner, events), world.scored());
        return events.attack(theft.word());
    }

    private static Account name(int number, MailboxOwner owner) {
        boolean bulk = owner.customer() == CustomerClass.NEWSLETTER_REGISTERED;
        String local = String.format(Locale.ROOT, "j%05d", number);
        return Account.of(local + "@" + (bulk ? WorldSettings.BULK_DOMAIN : WorldSettings.DOMAIN));
    }
}
