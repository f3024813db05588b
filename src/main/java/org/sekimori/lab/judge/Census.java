package org.sekimori.lab.judge;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.lab.world.Draw;

/**
 * Who an account is and what is done to it, by the seed and its number alone. Each class of attacks has its own slot of the
 * same hash, so that adding one leaves the accounts of all others as they were.
 */
final class Census {

    private final long seed;
    private final Choice<Customer> customers;

    private Census(long seed, Choice<Customer> customers) {
        this.seed = seed;
        this.customers = customers;
    }

    /**
     * One account.
     *
     * @param theft what is done to it, null for most
     */
    record Entry(Customer customer, @Nullable Theft theft) {}

    static Census of(long seed) {
        List<Choice.Weight<Customer>> weights = new ArrayList<>();
        for (Customer customer : Customer.values()) {
            weights.add(new Choice.Weight<>(customer, PeopleNumbers.share(customer)));
        }
        return new Census(seed, Choice.of(weights));
    }

    Entry entry(int number) {
        Customer customer = customers.pick(Draw.of(seed, "customer", number));
        Theft theft = slot(Draw.of(seed, "theft", number).uniform());
        if (theft == null || !theft.suits(customer)) {
            return new Entry(customer, null);
        }
        // What lies fallow for months belongs to somebody who hardly uses it.
        return new Entry(theft == Theft.SLEEPER ? Customer.SELDOM : customer, theft);
    }

    private static @Nullable Theft slot(double at) {
        int slot = (int) (at / ThiefNumbers.SLOT);
        Theft[] all = Theft.values();
        return slot < all.length ? all[slot] : null;
    }
}
