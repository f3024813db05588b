package org.sekimori.lab.evaluation.detectors;

import java.time.Instant;
import org.sekimori.lab.world.AccountTimeline;
import org.sekimori.lab.world.TimelineEvent;
import org.sekimori.lab.world.TimelineEvent.Message;
import org.sekimori.lab.world.WorldSettings;

/**
 * The usual send limit of providers: recipients in an hour or messages in a day, the same for every account. Counts accepted
 * mail; registered bulk senders have no limit, as under the rulebook.
 */
final class SendLimitDetector implements Detector {

    private static final long HOUR = 3600;
    private static final long DAY = 86_400;

    private final String name;
    private final long most;
    private final boolean recipients;
    private final SlidingWindowSum sum;
    private boolean lifted;

    private SendLimitDetector(String name, long most, boolean recipients, long seconds) {
        this.name = name;
        this.most = most;
        this.recipients = recipients;
        this.sum = new SlidingWindowSum(seconds);
    }

    static SendLimitDetector recipientsAnHour(int most) {
        return new SendLimitDetector(most + " recipients/h", most, true, HOUR);
    }

    static SendLimitDetector messagesADay(int most) {
        return new SendLimitDetector(most + " messages/day", most, false, DAY);
    }

    @Override
    public void startAccount(AccountTimeline life) {
        sum.clear();
        lifted = life.account().domain().equals(WorldSettings.BULK_DOMAIN);
    }

    @Override
    public DetectorResult onMessage(Message message, int number) {
        int amount = recipients ? message.recipientCount() : 1;
        long now = message.time().getEpochSecond();
        if (!lifted && sum.at(now) + amount > most) {
            return DetectorResult.caught(name);
        }
        sum.add(now, amount);
        return DetectorResult.PASSED;
    }

    @Override
    public void onBounce(Message message, int number, Instant time, int count) {
        // Knows counts only.
    }

    @Override
    public void onOtherEvent(TimelineEvent happening) {
        // Knows counts only.
    }
}
