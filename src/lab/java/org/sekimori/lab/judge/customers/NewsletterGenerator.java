package org.sekimori.lab.judge.customers;

import org.sekimori.lab.judge.environment.RecipientIds;
import org.sekimori.lab.judge.environment.TimeSpan;
import org.sekimori.lab.judge.environment.WorldCalendar;
import org.sekimori.lab.judge.environment.WorldContext;
import org.sekimori.lab.world.RandomStream;

/** Generates the issues of a newsletter. */
public final class NewsletterGenerator {

    private final WorldContext world;
    private final MailboxOwner owner;
    private final AccountEventCollector events;
    private final boolean registered;
    private final double every;
    private final int subscribers;
    private final double dead;
    private final boolean singly;
    private final int chunk;
    private final double gapSeconds;
    private final int pauseAfter;
    private final boolean machine;

    public NewsletterGenerator(WorldContext world, MailboxOwner owner, AccountEventCollector events) {
        this.world = world;
        this.owner = owner;
        this.events = events;
        registered = owner.customer() == CustomerClass.NEWSLETTER_REGISTERED;
        RandomStream draw = world.draw("newsletter", owner.number());
        every = registered
                ? BulkSenderParameters.REGISTERED_DAYS[draw.weighted(BulkSenderParameters.REGISTERED_SHARES)]
                : BulkSenderParameters.UNREGISTERED_DAYS[draw.weighted(BulkSenderParameters.UNREGISTERED_SHARES)];
        subscribers = (int) size(draw);
        dead = draw.chance(BulkSenderParameters.OLD_LISTS)
                ? draw.beta(BulkSenderParameters.OLD_ALPHA, BulkSenderParameters.OLD_BETA)
                : draw.beta(BulkSenderParameters.KEPT_ALPHA, BulkSenderParameters.KEPT_BETA);
        singly = draw.chance(BulkSenderParameters.SINGLY);
        chunk = draw.between(BulkSenderParameters.CHUNK_LEAST, BulkSenderParameters.CHUNK_MOST);
        gapSeconds = draw.between(BulkSenderParameters.GAP_LEAST_SECONDS, BulkSenderParameters.GAP_MOST_SECONDS);
        pauseAfter = draw.between(BulkSenderParameters.PAUSE_AFTER_LEAST, BulkSenderParameters.PAUSE_AFTER_MOST);
        machine = registered && draw.chance(BulkSenderParameters.FROM_MACHINE);
    }

    private double size(RandomStream draw) {
        double size = registered
                ? draw.logNormal(BulkSenderParameters.REGISTERED_LOG, BulkSenderParameters.REGISTERED_SIGMA)
                : draw.logNormal(BulkSenderParameters.UNREGISTERED_LOG, BulkSenderParameters.UNREGISTERED_SIGMA);
        return Math.max(BulkSenderParameters.LIST_LEAST, Math.min(BulkSenderParameters.LIST_MOST, size));
    }

    /** The whole time. */
    public void generate() {
        RandomStream draw = world.draw("issues", owner.number());
        double at = draw.uniform() * every;
        int issue = 0;
        while (at < world.days().count()) {
            int day = (int) at;
            if (world.days().kind(day) != WorldCalendar.DayKind.LEAVE) {
                issue(day, issue++);
            }
            at += Math.max(1, every * (1 + BulkSenderParameters.LATE_SHARE * draw.gaussian()));
        }
    }

    private void issue(int day, int issue) {
        RandomStream draw = world.draw("issue", owner.number(), day);
        int hour = draw.between(BulkSenderParameters.ISSUE_FROM_HOUR, BulkSenderParameters.ISSUE_UNTIL_HOUR);
        long at = world.days().startOfDay(day) + hour * TimeSpan.HOUR + (long) (draw.uniform() * TimeSpan.HOUR);
        SubmissionRoute spot = SubmissionRoute.client(
                machine
                        ? world.access().rentedHome(world.draw("machine", owner.number()))
                        : owner.home().at(at));
        int count = (int) (subscribers * (1 + BulkSenderParameters.LIST_GROWS * issue));
        int each = singly && count <= BulkSenderParameters.ISSUE_MOST_MESSAGES ? 1 : chunk;
        int least = (count + BulkSenderParameters.ISSUE_MOST_MESSAGES - 1) / BulkSenderParameters.ISSUE_MOST_MESSAGES;
        each = Math.max(each, least);
        int size = (int) Math.min(
                CustomerParameters.MOST_OCTETS,
                draw.logNormal(BulkSenderParameters.LETTER_LOG, BulkSenderParameters.LETTER_SIGMA)
                        + CustomerParameters.LEAST_OCTETS);
        int messages = 0;
        for (int first = 0; first < count; first += each) {
            events.addOwnerMessage(at, spot, part(draw, first, Math.min(each, count - first), size));
            at += (long) (gapSeconds
                    * draw.between(BulkSenderParameters.GAP_EVEN_LEAST, BulkSenderParameters.GAP_EVEN_MOST)
                    * TimeSpan.SECOND);
            if (++messages % pauseAfter == 0) {
                at += (long) (draw.uniform() * BulkSenderParameters.PAUSE_MOST_MINUTES * TimeSpan.MINUTE);
            }
        }
    }

    private ComposedMessage part(RandomStream draw, int first, int count, int size) {
        long[] named = new long[ComposedMessage.named(count)];
        for (int i = 0; i < named.length; i++) {
            named[i] = RecipientIds.SUBSCRIBER.id(owner.number(), first + i);
        }
        int failing = draw.binomial(count, dead);
        return new ComposedMessage(named, count, size, BounceGenerator.of(draw, failing, CustomerParameters.AT_ONCE));
    }
}
