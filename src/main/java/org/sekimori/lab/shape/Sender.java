package org.sekimori.lab.shape;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneRules;

/** One account while its acts come in, by rising days. */
final class Sender {

    private static final int DAY_SECONDS = 86_400;
    private static final long NO_DAY = Long.MIN_VALUE;
    /** 1970-01-01 was a Thursday. */
    private static final int EPOCH_WEEKDAY = 4;

    private final ZoneRules zone;
    private final Tally tally = new Tally();
    private final Acquaintances acquaintances = new Acquaintances();
    private final RecentNetworks networks = new RecentNetworks();
    private final ActiveDays days = new ActiveDays();
    private Day day = new Day(NO_DAY);
    private long recipients;
    private long bounced;

    Sender(ZoneId zone) {
        this.zone = zone.getRules();
    }

    /** @return false if a later day has begun before: the act is not counted */
    boolean add(Act act) {
        if (act instanceof Act.Bounced bounce) {
            bounced += bounce.recipients();
            return true;
        }
        Instant time = act instanceof Act.Sent sent ? sent.time() : ((Act.Failed) act).time();
        long second = time.getEpochSecond() + zone.getOffset(time).getTotalSeconds();
        long today = Math.floorDiv(second, DAY_SECONDS);
        if (today < day.number) {
            return false;
        }
        if (today > day.number) {
            endDay();
            day = new Day(today);
        }
        if (act instanceof Act.Sent sent) {
            sent(sent, second);
        } else {
            day.failures++;
        }
        return true;
    }

    private void sent(Act.Sent message, long second) {
        if (day.messages == 0) {
            days.begin(day.number, tally);
        }
        int hour = (int) (Math.floorMod(second, (long) DAY_SECONDS) / 3600);
        day.sent(second, hour, message.recipients());
        recipients += message.recipients();
        tally.add(Measure.MESSAGE_RECIPIENTS, message.recipients());
        tally.add(Measure.HOUR, hour);
        tally.add(Measure.WEEKDAY, Math.floorMod(day.number + EPOCH_WEEKDAY - 1, 7L) + 1);
        if (message.size() > 0) {
            tally.add(Measure.SIZE, message.size());
        }
        for (long recipient : message.named()) {
            Acquaintances.Standing standing = acquaintances.meet(recipient);
            if (standing != Acquaintances.Standing.UNSAID) {
                tally.add(Measure.NEW_RECIPIENT, standing == Acquaintances.Standing.NEW ? 1 : 0);
            }
        }
        if (message.whereabouts() != Act.Whereabouts.UNKNOWN) {
            tally.add(Measure.ABROAD, message.whereabouts() == Act.Whereabouts.ABROAD ? 1 : 0);
        }
        if (message.network() != Act.NOWHERE) {
            from(message.network());
        }
    }

    private void from(long network) {
        long last = networks.visit(network, day.number);
        if (last != day.number) {
            day.networks++;
        }
        if (day.number - days.first() >= Measure.SETTLING_DAYS) {
            boolean known = last != NO_DAY && day.number - last <= Measure.FORGETTING_DAYS;
            tally.add(Measure.NEW_NETWORK, known ? 0 : 1);
        }
    }

    private void endDay() {
        if (day.number == NO_DAY) {
            return;
        }
        day.tell(tally);
        if (day.messages > 0) {
            days.end(day.messages);
        }
    }

    /** Nothing is added afterwards. */
    Tally finish() {
        endDay();
        day = new Day(NO_DAY);
        days.tell(tally);
        int bad = (int) Math.min(bounced, recipients);
        tally.add(Measure.BOUNCED, 1, bad);
        tally.add(Measure.BOUNCED, 0, (int) Math.min(Integer.MAX_VALUE, recipients - bad));
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
