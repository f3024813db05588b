package org.sekimori.lab.evaluation;

import java.time.Instant;
import org.sekimori.lab.world.Happening;
import org.sekimori.lab.world.Happening.Message;
import org.sekimori.lab.world.Life;
import org.sekimori.lab.world.Setting;

/**
 * What most providers have: so many recipients in an hour or messages in a day, for every account alike. Counts what was accepted;
 * registered bulk senders have no limit, as under the rulebook.
 */
final class Limit implements Detector {

    private static final long HOUR = 3600;
    private static final long DAY = 86_400;

    private final String name;
    private final long most;
    private final boolean recipients;
    private final SlidingSum sum;
    private boolean lifted;

    private Limit(String name, long most, boolean recipients, long seconds) {
        this.name = name;
        this.most = most;
        this.recipients = recipients;
        this.sum = new SlidingSum(seconds);
    }

    static Limit recipientsAnHour(int most) {
        return new Limit(most + " recipients/h", most, true, HOUR);
    }

    static Limit messagesADay(int most) {
        return new Limit(most + " messages/day", most, false, DAY);
    }

    @Override
    public void begin(Life life) {
        sum.clear();
        lifted = life.account().domain().equals(Setting.BULK_DOMAIN);
    }

    @Override
    public Reaction submitted(Message message, int number) {
        int amount = recipients ? message.recipientCount() : 1;
        long now = message.time().getEpochSecond();
        if (!lifted && sum.at(now) + amount > most) {
            return Reaction.caught(name);
        }
        sum.add(now, amount);
        return Reaction.PASSED;
    }

    @Override
    public void bounced(Message message, int number, Instant time, int count) {
        // Knows counts only.
    }

    @Override
    public void heard(Happening happening) {
        // Knows counts only.
    }
}
