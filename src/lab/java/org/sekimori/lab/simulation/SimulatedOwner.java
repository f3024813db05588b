package org.sekimori.lab.simulation;

import org.jspecify.annotations.Nullable;
import org.sekimori.lab.world.RandomStream;
import org.sekimori.lab.world.WorldSettings;
import org.sekimori.mail.Account;

/**
 * Constant properties of an account's owner.
 *
 * @param number of the account
 * @param kind class of the customer
 * @param attack the attack on the account; null for most
 * @param active probability of mail on a working day
 * @param mean messages on a day with mail, at least 1
 * @param spread variance to mean of the messages beyond the first
 * @param night whether the day begins in the evening
 * @param relay whether the mail is written at a large mail provider, with 'send mail as'
 */
record SimulatedOwner(
        int number,
        SimulatedCustomerClass kind,
        @Nullable AttackClass attack,
        double active,
        double mean,
        double spread,
        boolean night,
        boolean relay) {

    /** More than a world has accounts. */
    private static final int NUMBERS_OF_ACCOUNTS = 1 << 24;

    Account account() {
        String digits = Integer.toString(number);
        return Account.of("u" + "0".repeat(Math.max(0, 5 - digits.length())) + digits + "@"
                + (kind == SimulatedCustomerClass.NEWSLETTER ? WorldSettings.BULK_DOMAIN : WorldSettings.DOMAIN));
    }

    /** One of the people who use a shared mailbox: with places of their own, those of an account that no other has. */
    SimulatedOwner person(int which) {
        return new SimulatedOwner(
                number + (which + 1) * NUMBERS_OF_ACCOUNTS,
                SimulatedCustomerClass.BUSINESS,
                null,
                active,
                mean,
                spread,
                night,
                false);
    }

    /** Draws owners. */
    static final class OwnerFactory {

        private static final SimulatedCustomerClass[] SHARES = {
            SimulatedCustomerClass.PERSONAL,
            SimulatedCustomerClass.BUSINESS,
            SimulatedCustomerClass.WEBMAIL,
            SimulatedCustomerClass.SHARED_OFFICE,
            SimulatedCustomerClass.LIST,
            SimulatedCustomerClass.NEWSLETTER,
            SimulatedCustomerClass.DEVICE,
            SimulatedCustomerClass.GREETER,
            SimulatedCustomerClass.OLD_ADDRESS_LIST,
            SimulatedCustomerClass.RETURNER,
            SimulatedCustomerClass.SHARED_BOX,
            SimulatedCustomerClass.ROAMING_PHONE,
            SimulatedCustomerClass.CARRIER_NAT,
            SimulatedCustomerClass.ABROAD,
            SimulatedCustomerClass.OLD_PASSWORD,
            SimulatedCustomerClass.SCHOOL_LIST,
            SimulatedCustomerClass.JOB_HUNTER,
            SimulatedCustomerClass.NEW_ACCOUNT
        };

        private final long seed;
        private final double[] shares;
        private final double registered;
        private final double attacksEach;
        private final double mu;
        private final double sigma;
        private final double spreadLow;
        private final double spreadHigh;
        private final double personalActive;
        private final double businessActive;
        private final double activeShape;
        private final double nightOwls;
        private final double relayUsers;
        private final double sharedActive;
        private final double abroadActive;

        OwnerFactory(long seed, SimulatorParameters numbers) {
            this.seed = seed;
            this.shares = new double[SHARES.length];
            for (int i = 0; i < shares.length; i++) {
                shares[i] = numbers.number("population." + SHARES[i].name().toLowerCase(java.util.Locale.ROOT));
            }
            this.registered = numbers.number("bulk.registered");
            this.attacksEach = numbers.number("attacks.each");
            this.mu = numbers.number("sending.active_mu");
            this.sigma = numbers.number("sending.active_sigma");
            this.spreadLow = numbers.number("sending.spread_low");
            this.spreadHigh = numbers.number("sending.spread_high");
            this.personalActive = numbers.number("sending.personal_active");
            this.businessActive = numbers.number("sending.business_active");
            this.activeShape = numbers.number("sending.active_shape");
            this.nightOwls = numbers.number("sending.night_owls");
            this.sharedActive = numbers.number("shared_boxes.least_active");
            this.abroadActive = numbers.number("abroad.least_active");
            this.relayUsers = numbers.number("networks.relay_users");
        }

        SimulatedOwner owner(int number) {
            RandomStream draw = RandomStream.of(seed, "owner", number);
            SimulatedCustomerClass kind = SHARES[draw.weighted(shares)];
            if (kind == SimulatedCustomerClass.NEWSLETTER && !draw.chance(registered)) {
                kind = SimulatedCustomerClass.UNREGISTERED_NEWSLETTER;
            }
            double mean = kind.office() ? businessActive : personalActive;
            // Beta with this mean: from people who hardly write to some who write every day.
            double active = Math.max(draw.beta(activeShape * mean, activeShape * (1 - mean)), leastActive(kind));
            return new SimulatedOwner(
                    number,
                    kind,
                    attack(number),
                    active,
                    Math.max(1, draw.logNormal(mu, sigma)),
                    draw.logNormal(
                            (StrictMath.log(spreadLow) + StrictMath.log(spreadHigh)) / 2,
                            (StrictMath.log(spreadHigh) - StrictMath.log(spreadLow)) / 3),
                    draw.chance(nightOwls),
                    kind == SimulatedCustomerClass.PERSONAL && draw.chance(relayUsers));
        }

        /** Nobody would share a mailbox, or keep one from abroad, that hardly sends. */
        private double leastActive(SimulatedCustomerClass kind) {
            return kind == SimulatedCustomerClass.SHARED_BOX
                    ? sharedActive
                    : kind == SimulatedCustomerClass.ABROAD ? abroadActive : 0;
        }

        private @Nullable AttackClass attack(int number) {
            if (attacksEach == 0) {
                return null;
            }
            int slot = (int) Math.min(
                    AttackClass.values().length,
                    RandomStream.of(seed, "attacked", number).uniform() / attacksEach);
            return slot < AttackClass.values().length ? AttackClass.values()[slot] : null;
        }
    }
}
