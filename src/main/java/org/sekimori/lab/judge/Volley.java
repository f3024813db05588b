package org.sekimori.lab.judge;

import org.sekimori.lab.world.Draw;
import org.sekimori.lab.world.Place;
import org.sekimori.mail.Channel;

/** The spam of one campaign: the same letter to one entry of a list after the other. */
final class Volley {

    private final Target target;
    private final Draw draw;
    private final SpamList list;
    private final int least;
    private final int most;
    private final int size;
    private int sent;

    private Volley(Target target, Draw draw, SpamList list, int least, int most) {
        this.target = target;
        this.draw = draw;
        this.list = list;
        this.least = least;
        this.most = most;
        double octets = draw.logNormal(ThiefNumbers.SPAM_LOG, ThiefNumbers.SPAM_SIGMA);
        this.size = PeopleNumbers.LEAST_OCTETS + (int) Math.min(PeopleNumbers.MOST_OCTETS / 2.0, octets);
    }

    /** In any of the usual styles. */
    static Volley of(Target target, Draw draw) {
        SpamList list = SpamList.bought(target.ground(), draw);
        return switch (draw.weighted(ThiefNumbers.STYLES)) {
            case 0 -> new Volley(target, draw, list, 1, 1);
            case 1 -> new Volley(target, draw, list, 1, draw.between(2, ThiefNumbers.FEW_MOST));
            default -> {
                int most = draw.between(ThiefNumbers.COPIES_LEAST, ThiefNumbers.COPIES_MOST);
                yield new Volley(target, draw, list, most, most);
            }
        };
    }

    /** With few recipients for each message. */
    static Volley few(Target target, Draw draw, int most) {
        return new Volley(target, draw, SpamList.bought(target.ground(), draw), 1, most);
    }

    /** Whether the thief has not had enough. */
    boolean open() {
        return sent < ThiefNumbers.MOST_MESSAGES;
    }

    /** Mean number of recipients of a message. */
    double recipients() {
        return (least + most) / 2.0;
    }

    void send(long at, Place place) {
        int count = draw.between(least, most);
        long[] recipients = new long[count];
        for (int i = 0; i < count; i++) {
            recipients[i] = list.take();
        }
        int octets = size + draw.below((int) (size * ThiefNumbers.SPAM_VARIES) + 1);
        target.diary().hostile(at, place, Channel.SUBMISSION, Letter.to(recipients, octets, list.bounces(draw, count)));
        sent++;
    }
}
