package org.sekimori.lab.judge.customers;

import java.util.List;
import org.sekimori.lab.world.RandomStream;
import org.sekimori.lab.world.TimelineEvent.Bounce;
import org.sekimori.lab.world.TimelineEvent.Message;

/** A message without its time and route. */
public record ComposedMessage(long[] recipients, int recipientCount, int size, List<Bounce> bounces) {

    /** A message with all recipients named. */
    public static ComposedMessage to(long[] recipients, int size, List<Bounce> bounces) {
        return new ComposedMessage(recipients, recipients.length, size, bounces);
    }

    /** Number of named recipients. */
    static int named(int count) {
        return Math.min(count, Message.MOST_NAMED);
    }

    /** Octets of a message written by hand. */
    public static int handwritten(RandomStream draw) {
        boolean attached = draw.chance(CustomerParameters.ATTACHMENT);
        double size = attached
                ? draw.logNormal(CustomerParameters.ATTACHED_LOG, CustomerParameters.ATTACHED_SIGMA)
                : draw.logNormal(CustomerParameters.TEXT_LOG, CustomerParameters.TEXT_SIGMA);
        return (int) Math.max(CustomerParameters.LEAST_OCTETS, Math.min(CustomerParameters.MOST_OCTETS, size));
    }
}
