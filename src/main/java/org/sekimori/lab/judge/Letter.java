package org.sekimori.lab.judge;

import java.util.List;
import org.sekimori.lab.world.Draw;
import org.sekimori.lab.world.Happening.Bounce;
import org.sekimori.lab.world.Happening.Message;

/** A message apart from when and where it is submitted. */
record Letter(long[] recipients, int recipientCount, int size, List<Bounce> bounces) {

    /** To recipients of whom all are named. */
    static Letter to(long[] recipients, int size, List<Bounce> bounces) {
        return new Letter(recipients, recipients.length, size, bounces);
    }

    /** How many of so many recipients can be named. */
    static int named(int count) {
        return Math.min(count, Message.MOST_NAMED);
    }

    /** Octets of a message written by hand. */
    static int handwritten(Draw draw) {
        boolean attached = draw.chance(PeopleNumbers.ATTACHMENT);
        double size = attached
                ? draw.logNormal(PeopleNumbers.ATTACHED_LOG, PeopleNumbers.ATTACHED_SIGMA)
                : draw.logNormal(PeopleNumbers.TEXT_LOG, PeopleNumbers.TEXT_SIGMA);
        return (int) Math.max(PeopleNumbers.LEAST_OCTETS, Math.min(PeopleNumbers.MOST_OCTETS, size));
    }
}
