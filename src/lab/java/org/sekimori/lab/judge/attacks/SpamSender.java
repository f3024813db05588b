package org.sekimori.lab.judge.attacks;

import org.sekimori.lab.judge.customers.ComposedMessage;
import org.sekimori.lab.judge.customers.CustomerParameters;
import org.sekimori.lab.judge.environment.AttackerParameters;
import org.sekimori.lab.world.ClientLocation;
import org.sekimori.lab.world.RandomStream;
import org.sekimori.mail.SubmissionChannel;

/** Sends the spam of one campaign: the same message to one entry of a list after the other. */
final class SpamSender {

    private final AttackTarget target;
    private final RandomStream draw;
    private final HarvestedAddressList list;
    private final int least;
    private final int most;
    private final int size;
    private int sent;

    private SpamSender(AttackTarget target, RandomStream draw, HarvestedAddressList list, int least, int most) {
        this.target = target;
        this.draw = draw;
        this.list = list;
        this.least = least;
        this.most = most;
        double octets = draw.logNormal(AttackerParameters.SPAM_LOG, AttackerParameters.SPAM_SIGMA);
        this.size = CustomerParameters.LEAST_OCTETS + (int) Math.min(CustomerParameters.MOST_OCTETS / 2.0, octets);
    }

    /** In any of the usual styles. */
    static SpamSender of(AttackTarget target, RandomStream draw) {
        HarvestedAddressList list = HarvestedAddressList.harvested(target.world(), draw);
        return switch (draw.weighted(AttackerParameters.STYLES)) {
            case 0 -> new SpamSender(target, draw, list, 1, 1);
            case 1 -> new SpamSender(target, draw, list, 1, draw.between(2, AttackerParameters.FEW_MOST));
            default -> {
                int most = draw.between(AttackerParameters.COPIES_LEAST, AttackerParameters.COPIES_MOST);
                yield new SpamSender(target, draw, list, most, most);
            }
        };
    }

    /** With few recipients for each message. */
    static SpamSender few(AttackTarget target, RandomStream draw, int most) {
        return new SpamSender(target, draw, HarvestedAddressList.harvested(target.world(), draw), 1, most);
    }

    /** Whether the thief has not had enough. */
    boolean belowLimit() {
        return sent < AttackerParameters.MOST_MESSAGES;
    }

    /** Mean number of recipients of a message. */
    double recipients() {
        return (least + most) / 2.0;
    }

    void send(long at, ClientLocation place) {
        int count = draw.between(least, most);
        long[] recipients = new long[count];
        for (int i = 0; i < count; i++) {
            recipients[i] = list.next();
        }
        int octets = size + draw.below((int) (size * AttackerParameters.SPAM_VARIES) + 1);
        target.events()
                .addAttackMessage(
                        at,
                        place,
                        SubmissionChannel.SUBMISSION,
                        ComposedMessage.to(recipients, octets, list.bounces(draw, count)));
        sent++;
    }
}
