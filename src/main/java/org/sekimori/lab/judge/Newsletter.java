package org.sekimori.lab.judge;

import org.sekimori.lab.world.Draw;

/** The issues of a newsletter. */
final class Newsletter {

    private final Ground ground;
    private final Owner owner;
    private final Diary diary;
    private final boolean registered;
    private final double every;
    private final int subscribers;
    private final double dead;
    private final boolean singly;
    private final int chunk;
    private final double gapSeconds;
    private final int pauseAfter;
    private final boolean machine;

    Newsletter(Ground ground, Owner owner, Diary diary) {
        this.ground = ground;
        this.owner = owner;
        this.diary = diary;
        registered = owner.customer() == Customer.NEWSLETTER_REGISTERED;
        Draw draw = ground.draw("newsletter", owner.number());
        every = registered
                ? SenderNumbers.REGISTERED_DAYS[draw.weighted(SenderNumbers.REGISTERED_SHARES)]
                : SenderNumbers.UNREGISTERED_DAYS[draw.weighted(SenderNumbers.UNREGISTERED_SHARES)];
        subscribers = (int) size(draw);
        dead = draw.chance(SenderNumbers.OLD_LISTS)
                ? draw.beta(SenderNumbers.OLD_ALPHA, SenderNumbers.OLD_BETA)
                : draw.beta(SenderNumbers.KEPT_ALPHA, SenderNumbers.KEPT_BETA);
        singly = draw.chance(SenderNumbers.SINGLY);
        chunk = draw.between(SenderNumbers.CHUNK_LEAST, SenderNumbers.CHUNK_MOST);
        gapSeconds = draw.between(SenderNumbers.GAP_LEAST_SECONDS, SenderNumbers.GAP_MOST_SECONDS);
        pauseAfter = draw.between(SenderNumbers.PAUSE_AFTER_LEAST, SenderNumbers.PAUSE_AFTER_MOST);
        machine = registered && draw.chance(SenderNumbers.FROM_MACHINE);
    }

    private double size(Draw draw) {
        double size = registered
                ? draw.logNormal(SenderNumbers.REGISTERED_LOG, SenderNumbers.REGISTERED_SIGMA)
                : draw.logNormal(SenderNumbers.UNREGISTERED_LOG, SenderNumbers.UNREGISTERED_SIGMA);
        return Math.max(SenderNumbers.LIST_LEAST, Math.min(SenderNumbers.LIST_MOST, size));
    }

    /** The whole time. */
    void all() {
        Draw draw = ground.draw("issues", owner.number());
        double at = draw.uniform() * every;
        int issue = 0;
        while (at < ground.days().count()) {
            int day = (int) at;
            if (ground.days().kind(day) != Days.Kind.LEAVE) {
                issue(day, issue++);
            }
            at += Math.max(1, every * (1 + SenderNumbers.LATE_SHARE * draw.gaussian()));
        }
    }

    private void issue(int day, int issue) {
        Draw draw = ground.draw("issue", owner.number(), day);
        int hour = draw.between(SenderNumbers.ISSUE_FROM_HOUR, SenderNumbers.ISSUE_UNTIL_HOUR);
        long at = ground.days().dawn(day) + hour * Span.HOUR + (long) (draw.uniform() * Span.HOUR);
        Spot spot = Spot.client(
                machine
                        ? ground.access().rentedHome(ground.draw("machine", owner.number()))
                        : owner.home().at(at));
        int count = (int) (subscribers * (1 + SenderNumbers.LIST_GROWS * issue));
        int each = singly && count <= SenderNumbers.ISSUE_MOST_MESSAGES ? 1 : chunk;
        int least = (count + SenderNumbers.ISSUE_MOST_MESSAGES - 1) / SenderNumbers.ISSUE_MOST_MESSAGES;
        each = Math.max(each, least);
        int size = (int) Math.min(
                PeopleNumbers.MOST_OCTETS,
                draw.logNormal(SenderNumbers.LETTER_LOG, SenderNumbers.LETTER_SIGMA) + PeopleNumbers.LEAST_OCTETS);
        int messages = 0;
        for (int first = 0; first < count; first += each) {
            diary.honest(at, spot, part(draw, first, Math.min(each, count - first), size));
            at += (long) (gapSeconds
                    * draw.between(SenderNumbers.GAP_EVEN_LEAST, SenderNumbers.GAP_EVEN_MOST)
                    * Span.SECOND);
            if (++messages % pauseAfter == 0) {
                at += (long) (draw.uniform() * SenderNumbers.PAUSE_MOST_MINUTES * Span.MINUTE);
            }
        }
    }

    private Letter part(Draw draw, int first, int count, int size) {
        long[] named = new long[Letter.named(count)];
        for (int i = 0; i < named.length; i++) {
            named[i] = Mailboxes.SUBSCRIBER.id(owner.number(), first + i);
        }
        int failing = draw.binomial(count, dead);
        return new Letter(named, count, size, Returns.of(draw, failing, PeopleNumbers.AT_ONCE));
    }
}
