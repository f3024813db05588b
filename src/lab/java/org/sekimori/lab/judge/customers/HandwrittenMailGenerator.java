package org.sekimori.lab.judge.customers;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.lab.judge.customers.CustomerParameters.MailHabits;
import org.sekimori.lab.judge.environment.NetworkParameters;
import org.sekimori.lab.judge.environment.TimeSpan;
import org.sekimori.lab.judge.environment.WorldContext;
import org.sekimori.lab.world.RandomStream;

/** Generates a person's handwritten mail, day by day. */
public final class HandwrittenMailGenerator {

    private final WorldContext world;
    private final MailboxOwner owner;
    private final AccountEventCollector events;
    private final MessageComposer composer;
    private final TravelBehaviour travelling;
    private final OwnerLoginFailures failures;

    public HandwrittenMailGenerator(
            WorldContext world, MailboxOwner owner, OwnerRouteSelector whereabouts, AccountEventCollector events) {
        this.world = world;
        this.owner = owner;
        this.events = events;
        this.composer = new MessageComposer(owner);
        this.travelling = new TravelBehaviour(whereabouts, events);
        this.failures = new OwnerLoginFailures(world, owner, whereabouts, events);
    }

    /** The whole time. */
    public void generate() {
        BitSet silent = SilentDays.silent(world, owner);
        for (TripAbroad trip : owner.trips()) {
            if (trip.manner() == TripAbroad.GrantTiming.BEFORE) {
                TravelGrants.openBefore(world, owner.number(), trip, events);
            }
        }
        for (int day = 0; day < world.days().count(); day++) {
            if (!silent.get(day)) {
                day(day);
            }
        }
    }

    private void day(int day) {
        RandomStream draw = world.draw("writing", owner.number(), day);
        MailHabits habits = owner.habits();
        TripAbroad trip = owner.tripAt(world.days().startOfDay(day) + TimeSpan.DAY / 2);
        double mean = owner.perDay() * owner.factor(world.days().kind(day)) * onTrip(trip);
        int left = draw.negativeBinomial(mean, habits.burst());
        boolean event = trip == null && draw.chance(habits.eventsAYear() / NetworkParameters.DAYS_A_YEAR);
        if (event) {
            double more = draw.logNormal(CustomerParameters.EVENT_LOG, CustomerParameters.EVENT_SIGMA);
            left += (int) Math.min(CustomerParameters.EVENT_MOST, more);
        }
        int toAll = event ? draw.between(1, CustomerParameters.EVENT_TO_ALL_MOST) : 0;
        long[] starts = starts(draw, day, left, sittingMean(event));
        for (int i = 0; i < starts.length; i++) {
            int messages = left / starts.length + (i < left % starts.length ? 1 : 0);
            sit(draw, starts[i], day, messages, i == 0 ? toAll : 0, event);
        }
    }

    /** When the sittings of a day begin, by rising time. */
    private long[] starts(RandomStream draw, int day, int messages, double each) {
        int sittings = 0;
        for (int left = messages; left > 0; sittings++) {
            left -= 1 + draw.poisson(each - 1);
        }
        long[] starts = new long[sittings];
        for (int i = 0; i < sittings; i++) {
            starts[i] = world.days().startOfDay(day) + owner.rhythm().time(draw);
        }
        Arrays.sort(starts);
        return starts;
    }

    private static double sittingMean(boolean event) {
        return event ? CustomerParameters.EVENT_SITTING_MEAN : CustomerParameters.SITTING_MEAN;
    }

    private double onTrip(@Nullable TripAbroad trip) {
        if (trip == null) {
            return 1;
        }
        return owner.customer() == CustomerClass.TRAVELLER
                ? NetworkParameters.BUSINESS_WRITING
                : NetworkParameters.HOLIDAY_WRITING;
    }

    /** Some messages from one place, one after the other. */
    private void sit(RandomStream draw, long start, int day, int messages, int toAll, boolean event) {
        TripAbroad trip = owner.tripAt(start);
        SubmissionRoute spot = travelling.route(draw, start, trip);
        if (spot == null) {
            return;
        }
        failures.mistype(draw, start, spot);
        long at = start;
        for (int i = 0; i < messages; i++) {
            ComposedMessage message = i < toAll ? composer.toAll(draw) : composer.compose(draw, day, event);
            events.addOwnerMessage(at, spot, message);
            if (trip != null && spot.abroad()) {
                at = travelling.submittedAbroad(draw, trip, at, spot, message);
            }
            at += TimeSpan.SECOND + (long) (draw.exponential(CustomerParameters.SITTING_GAP_MINUTES) * TimeSpan.MINUTE);
        }
    }
}
