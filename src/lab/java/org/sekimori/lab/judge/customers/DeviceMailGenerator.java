package org.sekimori.lab.judge.customers;

import java.util.List;
import org.sekimori.lab.judge.environment.RecipientIds;
import org.sekimori.lab.judge.environment.TimeSpan;
import org.sekimori.lab.judge.environment.WorldContext;
import org.sekimori.lab.world.ClientLocation;
import org.sekimori.lab.world.RandomStream;

/** Generates the mail of an automatic device. */
public final class DeviceMailGenerator {

    private final WorldContext world;
    private final MailboxOwner owner;
    private final AccountEventCollector events;
    private final RandomStream draw;
    private final long[] operators;

    public DeviceMailGenerator(WorldContext world, MailboxOwner owner, AccountEventCollector events) {
        this.world = world;
        this.owner = owner;
        this.events = events;
        this.draw = world.draw("device", owner.number());
        this.operators = new long[draw.between(1, BulkSenderParameters.OPERATORS_MOST)];
        for (int i = 0; i < operators.length; i++) {
            operators[i] = RecipientIds.PRIVATE.id(owner.number(), i);
        }
    }

    /** The whole time. */
    public void generate() {
        switch (draw.weighted(BulkSenderParameters.DEVICE_SHARES)) {
            case 0 -> reports(false);
            case 1 -> reports(true);
            case 2 -> orders();
            default -> alarms();
        }
    }

    private void reports(boolean workdaysOnly) {
        int each = draw.between(1, BulkSenderParameters.REPORTS_MOST);
        long[] times = new long[each];
        for (int i = 0; i < each; i++) {
            times[i] = draw.below(24) * TimeSpan.HOUR + draw.below(12) * 5 * TimeSpan.MINUTE;
        }
        for (int day = 0; day < world.days().count(); day++) {
            RandomStream today = today(day);
            if (today.chance(BulkSenderParameters.OFF)
                    || (workdaysOnly && !world.days().workday(day))) {
                continue;
            }
            for (long time : times) {
                double late = today.exponential(BulkSenderParameters.REPORT_JITTER_SECONDS);
                send(world.days().startOfDay(day) + time + (long) (late * TimeSpan.SECOND), today);
            }
        }
    }

    private void alarms() {
        double day = draw.exponential(BulkSenderParameters.BREAKS_EVERY_DAYS);
        while (day < world.days().count()) {
            long at = world.days().startOfDay(0) + (long) (day * TimeSpan.DAY);
            RandomStream today = today((int) day);
            double seconds =
                    today.between(BulkSenderParameters.ALARM_LEAST_SECONDS, BulkSenderParameters.ALARM_MOST_SECONDS);
            double drawn = today.logNormal(BulkSenderParameters.ALARMS_LOG, BulkSenderParameters.ALARMS_SIGMA);
            for (int left = (int) Math.min(BulkSenderParameters.ALARMS_MOST, drawn); left > 0; left--) {
                send(at, today);
                at += (long) (seconds
                        * today.between(BulkSenderParameters.ALARM_EVEN_LEAST, BulkSenderParameters.ALARM_EVEN_MOST)
                        * TimeSpan.SECOND);
            }
            day += draw.exponential(BulkSenderParameters.BREAKS_EVERY_DAYS);
        }
    }

    private void send(long at, RandomStream today) {
        events.addOwnerMessage(
                at,
                SubmissionRoute.client(owner.home().at(at)),
                ComposedMessage.to(operators, octets(today), List.of()));
    }

    private void orders() {
        ClientLocation rented = draw.chance(BulkSenderParameters.SHOP_ABROAD)
                ? world.access().rentedAbroad(draw)
                : world.access().rentedHome(draw);
        boolean moved = draw.chance(BulkSenderParameters.SHOP_RENTED);
        double drawn = draw.logNormal(BulkSenderParameters.ORDERS_LOG, BulkSenderParameters.ORDERS_SIGMA);
        double mean = Math.min(BulkSenderParameters.ORDERS_MOST, drawn);
        for (int day = 0; day < world.days().count(); day++) {
            RandomStream today = today(day);
            for (int left = today.negativeBinomial(mean, BulkSenderParameters.ORDERS_BURST); left > 0; left--) {
                long at = world.days().startOfDay(day) + HourDistribution.HOME.time(today);
                order(today, at, moved ? rented : owner.home().at(at));
            }
        }
    }

    /** A confirmation to the customer and a copy to the shop. */
    private void order(RandomStream today, long at, ClientLocation place) {
        long customer = today.chance(BulkSenderParameters.BOUGHT_BEFORE)
                ? RecipientIds.SUBSCRIBER.id(owner.number(), today.below(BulkSenderParameters.SHOP_CUSTOMERS))
                : RecipientIds.stranger(today);
        int dead = today.chance(BulkSenderParameters.ORDER_DEAD) ? 1 : 0;
        long[] both = {customer, operators[0]};
        events.addOwnerMessage(
                at,
                SubmissionRoute.client(place),
                ComposedMessage.to(both, octets(today), BounceGenerator.of(today, dead, CustomerParameters.AT_ONCE)));
    }

    private static int octets(RandomStream today) {
        return CustomerParameters.LEAST_OCTETS
                + (int) today.logNormal(BulkSenderParameters.REPORT_LOG, BulkSenderParameters.REPORT_SIGMA);
    }

    private RandomStream today(int day) {
        return world.draw("device on a day", owner.number(), day);
    }
}
