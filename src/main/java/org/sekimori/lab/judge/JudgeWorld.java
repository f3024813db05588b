package org.sekimori.lab.judge;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sekimori.lab.world.Assumptions;
import org.sekimori.lab.world.Attack;
import org.sekimori.lab.world.Geography;
import org.sekimori.lab.world.Life;
import org.sekimori.lab.world.Setting;
import org.sekimori.lab.world.World;
import org.sekimori.mail.Account;

/**
 * The world on which rules are measured. It was made from {@code docs/judge.md} without knowledge of the rules, and whoever
 * writes rules must not read it.
 */
public final class JudgeWorld implements World {

    private final Ground ground;
    private final Census census;

    private JudgeWorld(Ground ground, Census census) {
        this.ground = ground;
        this.census = census;
    }

    /**
     * A population.
     *
     * @param seed another seed gives other people and other attacks
     * @param geography where addresses lie; the same may serve many worlds
     */
    public static JudgeWorld of(Setting setting, long seed, Assumptions assumptions, Geography geography) {
        return new JudgeWorld(Ground.of(setting, seed, assumptions, geography), Census.of(seed));
    }

    @Override
    public String name() {
        return "judge";
    }

    @Override
    public Setting setting() {
        return ground.setting();
    }

    @Override
    public List<String> honestClasses() {
        return Customer.words();
    }

    @Override
    public List<String> attackClasses() {
        return Theft.words();
    }

    @Override
    public Life life(int number) {
        if (number < 0 || number >= setting().accounts()) {
            throw new IllegalArgumentException(
                    "there are accounts 0 to " + (setting().accounts() - 1) + ", not " + number);
        }
        Census.Entry entry = census.entry(number);
        Theft theft = entry.theft();
        Owner owner = Owner.of(ground, number, entry.customer(), theft == Theft.BOTNET_DURING_GRANT);
        Days days = ground.days();
        Diary diary = new Diary(new Span(days.dawn(0), days.dawn(days.count())));
        if (theft != Theft.SLEEPER) {
            live(owner, diary);
        }
        Guessers.knock(ground, number, diary);
        return new Life(name(number, owner), owner.customer().word(), attack(owner, theft, diary), diary.sorted());
    }

    private void live(Owner owner, Diary diary) {
        if (owner.customer() == Customer.DEVICE) {
            new Device(ground, owner, diary).all();
            return;
        }
        if (!owner.customer().person()) {
            new Newsletter(ground, owner, diary).all();
        }
        new Writing(ground, owner, new Whereabouts(ground, owner), diary).all();
        new Slips(ground, owner, new Whereabouts(ground, owner), diary).staleDevice();
    }

    private @Nullable Attack attack(Owner owner, @Nullable Theft theft, Diary diary) {
        if (theft == null) {
            return null;
        }
        theft.campaign().strike(new Target(ground, owner, diary), ground.scored());
        return diary.attack(theft);
    }

    private static Account name(int number, Owner owner) {
        boolean bulk = owner.customer() == Customer.NEWSLETTER_REGISTERED;
        String local = String.format(Locale.ROOT, "j%05d", number);
        return Account.of(local + "@" + (bulk ? Setting.BULK_DOMAIN : Setting.DOMAIN));
    }
}
