package org.sekimori.lab.judge;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.lab.judge.attacks.AttackScenario;
import org.sekimori.lab.judge.customers.CustomerClass;
import org.sekimori.lab.judge.customers.CustomerParameters;
import org.sekimori.lab.judge.environment.AttackerParameters;
import org.sekimori.lab.judge.environment.WeightedChoice;
import org.sekimori.lab.world.RandomStream;

/**
 * Assigns class and attack of an account by the seed and its number alone. Each class of attacks has its own slot of the same
 * hash, so that adding one leaves all other accounts unchanged.
 */
final class AccountAssigner {

    private final long seed;
    private final WeightedChoice<CustomerClass> customers;

    private AccountAssigner(long seed, WeightedChoice<CustomerClass> customers) {
        this.seed = seed;
        this.customers = customers;
    }

    /**
     * One account.
     *
     * @param theft its attack; null for most
     */
    record Assignment(CustomerClass customer, @Nullable AttackScenario theft) {}

    static AccountAssigner of(long seed) {
        List<WeightedChoice.Weight<CustomerClass>> weights = new ArrayList<>();
        for (CustomerClass customer : CustomerClass.values()) {
            weights.add(new WeightedChoice.Weight<>(customer, CustomerParameters.share(customer)));
        }
        return new AccountAssigner(seed, WeightedChoice.of(weights));
    }

    Assignment assignment(int number) {
        CustomerClass customer = customers.pick(RandomStream.of(seed, "customer", number));
        AttackScenario theft = slot(RandomStream.of(seed, "theft", number).uniform());
        if (theft == null || !theft.suits(customer)) {
            return new Assignment(customer, null);
        }
        // A mailbox unused for months belongs to a seldom user.
        return new Assignment(theft == AttackScenario.SLEEPER ? CustomerClass.SELDOM : customer, theft);
    }

    private static @Nullable AttackScenario slot(double at) {
        int slot = (int) (at / AttackerParameters.SLOT);
        AttackScenario[] all = AttackScenario.values();
        return slot < all.length ? all[slot] : null;
    }
}
