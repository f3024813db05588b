package org.sekimori.lab.judge;

import java.util.List;
import org.sekimori.lab.world.Draw;
import org.sekimori.lab.world.Place;

/** A machine that sends by itself. */
final class Device {

    private final Ground ground;
    private final Owner owner;
    private final Diary diary;
    private final Draw draw;
    private final long[] operators;

    Device(Ground ground, Owner owner, Diary diary) {
        this.ground = ground;
        this.owner = owner;
        this.diary = diary;
        this.draw = ground.draw("device", owner.number());
        this.operators = new long[draw.between(1, SenderNumbers.OPERATORS_MOST)];
        for (int i = 0; i < operators.length; i++) {
            operators[i] = Mailboxes.PRIVATE.id(owner.number(), i);
        }
    }

    /** The whole time. */
    void all() {
        switch (draw.weighted(SenderNumbers.DEVICE_SHARES)) {
            case 0 -> reports(false);
            case 1 -> reports(true);
            case 2 -> orders();
            default -> alarms();
        }
    }

    private void reports(boolean workdaysOnly) {
        int each = draw.between(1, SenderNumbers.REPORTS_MOST);
        long[] times = new long[each];
        for (int i = 0; i < each; i++) {
            times[i] = draw.below(24) * Span.HOUR + draw.below(12) * 5 * Span.MINUTE;
        }
        for (int day = 0; day < ground.days().count(); day++) {
            Draw today = today(day);
            if (today.chance(SenderNumbers.OFF)
                    || (workdaysOnly && !ground.days().workday(day))) {
                continue;
            }
            for (long time : times) {
                double late = today.exponential(SenderNumbers.REPORT_JITTER_SECONDS);
                send(ground.days().dawn(day) + time + (long) (late * Span.SECOND), today);
            }
        }
    }

    private void alarms() {
        double day = draw.exponential(SenderNumbers.BREAKS_EVERY_DAYS);
        while (day < ground.days().count()) {
            long at = ground.days().dawn(0) + (long) (day * Span.DAY);
            Draw today = today((int) day);
            double seconds = today.between(SenderNumbers.ALARM_LEAST_SECONDS, SenderNumbers.ALARM_MOST_SECONDS);
            double drawn = today.logNormal(SenderNumbers.ALARMS_LOG, SenderNumbers.ALARMS_SIGMA);
            for (int left = (int) Math.min(SenderNumbers.ALARMS_MOST, drawn); left > 0; left--) {
                send(at, today);
                at += (long) (seconds
                        * today.between(SenderNumbers.ALARM_EVEN_LEAST, SenderNumbers.ALARM_EVEN_MOST)
                        * Span.SECOND);
            }
            day += draw.exponential(SenderNumbers.BREAKS_EVERY_DAYS);
        }
    }

    private void send(long at, Draw today) {
        diary.honest(at, Spot.client(owner.home().at(at)), Letter.to(operators, octets(today), List.of()));
    }

    private void orders() {
        Place rented = draw.chance(SenderNumbers.SHOP_ABROAD)
                ? ground.access().rentedAbroad(draw)
                : ground.access().rentedHome(draw);
        boolean moved = draw.chance(SenderNumbers.SHOP_RENTED);
        double drawn = draw.logNormal(SenderNumbers.ORDERS_LOG, SenderNumbers.ORDERS_SIGMA);
        double mean = Math.min(SenderNumbers.ORDERS_MOST, drawn);
        for (int day = 0; day < ground.days().count(); day++) {
            Draw today = today(day);
            for (int left = today.negativeBinomial(mean, SenderNumbers.ORDERS_BURST); left > 0; left--) {
                long at = ground.days().dawn(day) + Rhythm.HOME.time(today);
                order(today, at, moved ? rented : owner.home().at(at));
            }
        }
    }

    /** A confirmation to the customer and a copy to the shop. */
    private void order(Draw today, long at, Place place) {
        long customer = today.chance(SenderNumbers.BOUGHT_BEFORE)
                ? Mailboxes.SUBSCRIBER.id(owner.number(), today.below(SenderNumbers.SHOP_CUSTOMERS))
                : Mailboxes.stranger(today);
        int dead = today.chance(SenderNumbers.ORDER_DEAD) ? 1 : 0;
        long[] both = {customer, operators[0]};
        diary.honest(
                at, Spot.client(place), Letter.to(both, octets(today), Returns.of(today, dead, PeopleNumbers.AT_ONCE)));
    }

    private static int octets(Draw today) {
        return PeopleNumbers.LEAST_OCTETS + (int) today.logNormal(SenderNumbers.REPORT_LOG, SenderNumbers.REPORT_SIGMA);
    }

    private Draw today(int day) {
        return ground.draw("device on a day", owner.number(), day);
    }
}
