package org.sekimori.lab.judge.customers;

import org.sekimori.lab.judge.environment.RecipientIds;
import org.sekimori.lab.judge.environment.WorldContext;
import org.sekimori.lab.world.RandomStream;

/** A person's contacts, the most important first; new ones are appended over time. */
public final class PersonalContacts {

    private final long[] known;
    private final int atStart;
    private final double perDay;

    private PersonalContacts(long[] known, int atStart, double perDay) {
        this.known = known;
        this.atStart = atStart;
        this.perDay = perDay;
    }

    /** The contacts of a person with this rate of messages. */
    static PersonalContacts of(WorldContext world, int number, double median, double rate) {
        RandomStream draw = world.draw("contacts", number);
        double drawn = draw.logNormal(StrictMath.log(median), CustomerParameters.CONTACTS_SIGMA);
        int atStart =
                (int) Math.max(CustomerParameters.CONTACTS_LEAST, Math.min(CustomerParameters.CONTACTS_MOST, drawn));
        double perDay = rate * CustomerParameters.CONTACTS_GROW;
        long[] known = new long[atStart + (int) (perDay * world.days().count()) + 1];
        for (int i = 0; i < known.length; i++) {
            known[i] = contact(draw, number, i);
        }
        return new PersonalContacts(known, atStart, perDay);
    }

    private static long contact(RandomStream draw, int number, int index) {
        int block = number / CustomerParameters.ACCOUNTS_A_NEIGHBOURHOOD;
        return switch (draw.weighted(CustomerParameters.CONTACT_KINDS)) {
            case 0 ->
                RecipientIds.CUSTOMER.id(
                        0,
                        (long) block * CustomerParameters.ACCOUNTS_A_NEIGHBOURHOOD
                                + draw.below(CustomerParameters.ACCOUNTS_A_NEIGHBOURHOOD));
            case 1 -> RecipientIds.COMMUNITY.id(block, draw.below(CustomerParameters.NEIGHBOURS));
            case 2 -> RecipientIds.PUBLIC.id(0, rank(draw, CustomerParameters.PUBLIC_ADDRESSES));
            default -> RecipientIds.PRIVATE.id(number, index);
        };
    }

    /** How many are known on a day. */
    public int count(int day) {
        return Math.min(known.length, atStart + (int) (perDay * Math.max(0, day)));
    }

    /** The one with this rank, 0 for the most important. */
    public long ranked(int rank) {
        return known[rank];
    }

    /** Draws a contact known on this day: important ones more often, now and then one of the newest. */
    public long pick(RandomStream draw, int day) {
        int count = count(day);
        if (draw.chance(CustomerParameters.NEWEST)) {
            return known[count - 1 - rank(draw, count)];
        }
        return known[rank(draw, count)];
    }

    /** From 0 to one below the count, about as often as one over the rank. */
    public static int rank(RandomStream draw, int count) {
        double at = StrictMath.exp(draw.uniform() * StrictMath.log(count + 1.0));
        return Math.min(count - 1, (int) at - 1);
    }
}
