package org.sekimori.lab.judge;

import java.util.Arrays;
import org.sekimori.lab.world.Draw;

/** Messages as a person writes them: to whom, how large, and who of them does not exist. */
final class Pen {

    private final Owner owner;

    Pen(Owner owner) {
        this.owner = owner;
    }

    /** An ordinary message. */
    Letter letter(Draw draw, int day, boolean event) {
        int count =
                switch (draw.weighted(PeopleNumbers.RECIPIENT_SHARES)) {
                    case 0 -> 1;
                    case 1 -> draw.between(PeopleNumbers.FEW_LEAST, PeopleNumbers.FEW_MOST);
                    case 2 -> draw.between(PeopleNumbers.DOZEN_LEAST, PeopleNumbers.DOZEN_MOST);
                    default -> 0;
                };
        if (count == 0) {
            return toAll(draw);
        }
        return to(draw, day, count, event ? PeopleNumbers.EVENT_STRANGERS : PeopleNumbers.ONCE_ONLY);
    }

    private Letter to(Draw draw, int day, int count, double strangers) {
        long[] recipients = new long[count];
        int named = 0;
        int dead = 0;
        for (int i = 0; i < count; i++) {
            boolean once = draw.chance(strangers);
            long recipient = once ? Mailboxes.stranger(draw) : owner.contacts().pick(draw, day);
            if (!contains(recipients, named, recipient)) {
                recipients[named++] = recipient;
                dead += draw.chance(once ? PeopleNumbers.NEW_DEAD : PeopleNumbers.KNOWN_DEAD) ? 1 : 0;
            }
        }
        long[] distinct = named == count ? recipients : Arrays.copyOf(recipients, named);
        return Letter.to(distinct, Letter.handwritten(draw), Returns.of(draw, dead, PeopleNumbers.AT_ONCE));
    }

    private static boolean contains(long[] all, int count, long one) {
        for (int i = 0; i < count; i++) {
            if (all[i] == one) {
                return true;
            }
        }
        return false;
    }

    /** To the whole club, whose other officers write to the same members. */
    Letter toAll(Draw draw) {
        int club = owner.number() / PeopleNumbers.ACCOUNTS_A_CLUB;
        // The size follows from the club, the same for all who write to it.
        int size = PeopleNumbers.CLUB_LEAST
                + (int) Math.floorMod(
                        Mailboxes.CLUB.id(club, 0), (long) PeopleNumbers.CLUB_MOST - PeopleNumbers.CLUB_LEAST);
        long[] members = new long[size];
        for (int i = 0; i < size; i++) {
            members[i] = Mailboxes.CLUB.id(club, i);
        }
        int dead = draw.binomial(size, PeopleNumbers.KNOWN_DEAD);
        return Letter.to(members, Letter.handwritten(draw), Returns.of(draw, dead, PeopleNumbers.AT_ONCE));
    }
}
