package org.sekimori.lab.judge;

import org.sekimori.lab.world.Draw;

/** Whom a person knows, the most important first; new ones join at the end as the days go by. */
final class Contacts {

    private final long[] known;
    private final int atStart;
    private final double perDay;

    private Contacts(long[] known, int atStart, double perDay) {
        this.known = known;
        this.atStart = atStart;
        this.perDay = perDay;
    }

    /** Those of a person who writes so many messages a day. */
    static Contacts of(Ground ground, int number, double median, double rate) {
        Draw draw = ground.draw("contacts", number);
        double drawn = draw.logNormal(StrictMath.log(median), PeopleNumbers.CONTACTS_SIGMA);
        int atStart = (int) Math.max(PeopleNumbers.CONTACTS_LEAST, Math.min(PeopleNumbers.CONTACTS_MOST, drawn));
        double perDay = rate * PeopleNumbers.CONTACTS_GROW;
        long[] known = new long[atStart + (int) (perDay * ground.days().count()) + 1];
        for (int i = 0; i < known.length; i++) {
            known[i] = contact(draw, number, i);
        }
        return new Contacts(known, atStart, perDay);
    }

    private static long contact(Draw draw, int number, int index) {
        int block = number / PeopleNumbers.ACCOUNTS_A_NEIGHBOURHOOD;
        return switch (draw.weighted(PeopleNumbers.CONTACT_KINDS)) {
            case 0 ->
                Mailboxes.CUSTOMER.id(
                        0,
                        (long) block * PeopleNumbers.ACCOUNTS_A_NEIGHBOURHOOD
                                + draw.below(PeopleNumbers.ACCOUNTS_A_NEIGHBOURHOOD));
            case 1 -> Mailboxes.COMMUNITY.id(block, draw.below(PeopleNumbers.NEIGHBOURS));
            case 2 -> Mailboxes.PUBLIC.id(0, rank(draw, PeopleNumbers.PUBLIC_ADDRESSES));
            default -> Mailboxes.PRIVATE.id(number, index);
        };
    }

    /** How many are known on a day. */
    int count(int day) {
        return Math.min(known.length, atStart + (int) (perDay * Math.max(0, day)));
    }

    /** The one with this rank, 0 for the most important. */
    long ranked(int rank) {
        return known[rank];
    }

    /** Somebody known on this day: important ones more often, and now and then one of the newest. */
    long pick(Draw draw, int day) {
        int count = count(day);
        if (draw.chance(PeopleNumbers.NEWEST)) {
            return known[count - 1 - rank(draw, count)];
        }
        return known[rank(draw, count)];
    }

    /** From 0 to one below the count, about as often as one over the rank. */
    static int rank(Draw draw, int count) {
        double at = StrictMath.exp(draw.uniform() * StrictMath.log(count + 1.0));
        return Math.min(count - 1, (int) at - 1);
    }
}
