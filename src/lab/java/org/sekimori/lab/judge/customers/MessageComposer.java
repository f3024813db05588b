package org.sekimori.lab.judge.customers;

import java.util.Arrays;
import org.sekimori.lab.judge.environment.RecipientIds;
import org.sekimori.lab.world.RandomStream;

/** Composes a person's messages: recipients, size, and nonexistent recipients. */
final class MessageComposer {

    private final MailboxOwner owner;

    MessageComposer(MailboxOwner owner) {
        this.owner = owner;
    }

    /** An ordinary message. */
    ComposedMessage compose(RandomStream draw, int day, boolean event) {
        int count =
                switch (draw.weighted(CustomerParameters.RECIPIENT_SHARES)) {
                    case 0 -> 1;
                    case 1 -> draw.between(CustomerParameters.FEW_LEAST, CustomerParameters.FEW_MOST);
                    case 2 -> draw.between(CustomerParameters.DOZEN_LEAST, CustomerParameters.DOZEN_MOST);
                    default -> 0;
                };
        if (count == 0) {
            return toAll(draw);
        }
        return to(draw, day, count, event ? CustomerParameters.EVENT_STRANGERS : CustomerParameters.ONCE_ONLY);
    }

    private ComposedMessage to(RandomStream draw, int day, int count, double strangers) {
        long[] recipients = new long[count];
        int named = 0;
        int dead = 0;
        for (int i = 0; i < count; i++) {
            boolean once = draw.chance(strangers);
            long recipient =
                    once ? RecipientIds.stranger(draw) : owner.contacts().pick(draw, day);
            if (!contains(recipients, named, recipient)) {
                recipients[named++] = recipient;
                dead += draw.chance(once ? CustomerParameters.NEW_DEAD : CustomerParameters.KNOWN_DEAD) ? 1 : 0;
            }
        }
        long[] distinct = named == count ? recipients : Arrays.copyOf(recipients, named);
        return ComposedMessage.to(
                distinct,
                ComposedMessage.handwritten(draw),
                BounceGenerator.of(draw, dead, CustomerParameters.AT_ONCE));
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
    ComposedMessage toAll(RandomStream draw) {
        int club = owner.number() / CustomerParameters.ACCOUNTS_A_CLUB;
        // The size follows from the club, the same for all who write to it.
        int size = CustomerParameters.CLUB_LEAST
                + (int) Math.floorMod(
                        RecipientIds.CLUB.id(club, 0),
                        (long) CustomerParameters.CLUB_MOST - CustomerParameters.CLUB_LEAST);
        long[] members = new long[size];
        for (int i = 0; i < size; i++) {
            members[i] = RecipientIds.CLUB.id(club, i);
        }
        int dead = draw.binomial(size, CustomerParameters.KNOWN_DEAD);
        return ComposedMessage.to(
                members, ComposedMessage.handwritten(draw), BounceGenerator.of(draw, dead, CustomerParameters.AT_ONCE));
    }
}
