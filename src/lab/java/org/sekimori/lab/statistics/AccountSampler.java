package org.sekimori.lab.statistics;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneRules;

/** Samples one account from its activities, by rising days. */
final class AccountSampler {

    private static final int DAY_SECONDS = 86_400;
    private static final long NO_DAY = Long.MIN_VALUE;
    /** 1970-01-01 was a Thursday. */
    private static final int EPOCH_WEEKDAY = 4;

    private final ZoneRules zone;
    private final AccountHistograms tally = new AccountHistograms();
    private final RecipientHistory acquaintances = new RecipientHistory();
    private final RecentNetworks networks = new RecentNetworks();
    private final ActiveDayStatistics days = new ActiveDayStatistics();
    private AccountDay day = new AccountDay(NO_DAY);
    private long recipients;
    private long bounced;

    AccountSampler(ZoneId zone) {
        this.zone = zone.getRules();
    }

    /** @return false if a later day has begun before: the act is not counted */
    boolean add(AccountActivity act) {
        if (act instanceof AccountActivity.Bounced bounce) {
            bounced += bounce.recipients();
            return true;
        }
        Instant time = act instanceof AccountActivity.Sent sent ? sent.time() : ((AccountActivity.Failed) act).time();
        long second = time.getEpochSecond() + zone.getOffset(time).getTotalSeconds();
        long today = Math.floorDiv(second, DAY_SECONDS);
        if (today < day.number) {
            return false;
        }
        if (today > day.number) {
            endDay();
            day = new AccountDay(today);
        }
        if (act instanceof AccountActivity.Sent sent) {
            sent(sent, second);
        } else {
            day.failures++;
        }
        return true;
    }

    private void sent(AccountActivity.Sent message, long second) {
        if (day.messages == 0) {
            days.begin(day.number, tally);
        }
        int hour = (int) (Math.floorMod(second, (long) DAY_SECONDS) / 3600);
        day.sent(second, hour, message.recipients());
        recipients += message.recipients();
        tally.add(TrafficMeasure.MESSAGE_RECIPIENTS, message.recipients());
        tally.add(TrafficMeasure.HOUR, hour);
        tally.add(TrafficMeasure.WEEKDAY, Math.floorMod(day.number + EPOCH_WEEKDAY - 1, 7L) + 1);
        if (message.size() > 0) {
            tally.add(TrafficMeasure.SIZE, message.size());
        }
        for (long recipient : message.named()) {
            RecipientHistory.Novelty standing = acquaintances.classify(recipient);
            if (standing != RecipientHistory.Novelty.UNSAID) {
                tally.add(TrafficMeasure.NEW_RECIPIENT, standing == RecipientHistory.Novelty.NEW ? 1 : 0);
            }
        }
        if (message.whereabouts() != AccountActivity.ClientRegion.UNKNOWN) {
            tally.add(TrafficMeasure.ABROAD, message.whereabouts() == AccountActivity.ClientRegion.ABROAD ? 1 : 0);
        }
        if (message.network() != AccountActivity.NOWHERE) {
            from(message.network());
        }
    }

    private void from(long network) {
        long last = networks.visit(network, day.number);
        if (last != day.number) {
            day.networks++;
        }
        if (day.number - days.first() >= TrafficMeasure.SETTLING_DAYS) {
            boolean known = last != NO_DAY && day.number - last <= TrafficMeasure.FORGETTING_DAYS;
            tally.add(TrafficMeasure.NEW_NETWORK, known ? 0 : 1);
        }
    }

    private void endDay() {
        if (day.number == NO_DAY) {
            return;
        }
        day.addTo(tally);
        if (day.messages > 0) {
            days.end(day.messages);
        }
    }

    /** Nothing is added afterwards. */
    AccountHistograms finish() {
        endDay();
        day = new AccountDay(NO_DAY);
        days.addTo(tally);
        int bad = (int) Math.min(bounced, recipients);
        tally.add(TrafficMeasure.BOUNCED, 1, bad);
        tally.add(TrafficMeasure.BOUNCED, 0, (int) Math.min(Integer.MAX_VALUE, recipients - bad));
        return tally;
    }

    long messages() {
        return days.messages() + day.messages;
    }

    long recipients() {
        return recipients;
    }

    /** Number of the first active day since 1970-01-01; only if there are {@link #messages}. */
    long firstDay() {
        return days.first();
    }

    /** Number of the last active day; only if there are {@link #messages}. */
    long lastDay() {
        return days.last();
    }

    /** Recipients of an active day in the mean; 0 for an account that never sent. */
    double dailyRecipients() {
        return days.count() == 0 ? 0 : (double) recipients / days.count();
    }
}
