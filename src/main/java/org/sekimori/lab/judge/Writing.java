package org.sekimori.lab.judge;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.lab.judge.PeopleNumbers.Habits;
import org.sekimori.lab.world.Draw;

/** What a person writes by hand, day by day. */
final class Writing {

    private final Ground ground;
    private final Owner owner;
    private final Diary diary;
    private final Pen pen;
    private final Travelling travelling;
    private final Slips slips;

    Writing(Ground ground, Owner owner, Whereabouts whereabouts, Diary diary) {
        this.ground = ground;
        this.owner = owner;
        this.diary = diary;
        this.pen = new Pen(owner);
        this.travelling = new Travelling(whereabouts, diary);
        this.slips = new Slips(ground, owner, whereabouts, diary);
    }

    /** The whole time. */
    void all() {
        BitSet silent = Presence.silent(ground, owner);
        for (Trip trip : owner.trips()) {
            if (trip.manner() == Trip.Manner.BEFORE) {
                Grants.openBefore(ground, owner.number(), trip, diary);
            }
        }
        for (int day = 0; day < ground.days().count(); day++) {
            if (!silent.get(day)) {
                day(day);
            }
        }
    }

    private void day(int day) {
        Draw draw = ground.draw("writing", owner.number(), day);
        Habits habits = owner.habits();
        Trip trip = owner.tripAt(ground.days().dawn(day) + Span.DAY / 2);
        double mean = owner.perDay() * owner.factor(ground.days().kind(day)) * onTrip(trip);
        int left = draw.negativeBinomial(mean, habits.burst());
        boolean event = trip == null && draw.chance(habits.eventsAYear() / PlaceNumbers.DAYS_A_YEAR);
        if (event) {
            double more = draw.logNormal(PeopleNumbers.EVENT_LOG, PeopleNumbers.EVENT_SIGMA);
            left += (int) Math.min(PeopleNumbers.EVENT_MOST, more);
        }
        int toAll = event ? draw.between(1, PeopleNumbers.EVENT_TO_ALL_MOST) : 0;
        long[] starts = starts(draw, day, left, sittingMean(event));
        for (int i = 0; i < starts.length; i++) {
            int messages = left / starts.length + (i < left % starts.length ? 1 : 0);
            sit(draw, starts[i], day, messages, i == 0 ? toAll : 0, event);
        }
    }

    /** When the sittings of a day begin, by rising time. */
    private long[] starts(Draw draw, int day, int messages, double each) {
        int sittings = 0;
        for (int left = messages; left > 0; sittings++) {
            left -= 1 + draw.poisson(each - 1);
        }
        long[] starts = new long[sittings];
        for (int i = 0; i < sittings; i++) {
            starts[i] = ground.days().dawn(day) + owner.rhythm().time(draw);
        }
        Arrays.sort(starts);
        return starts;
    }

    private static double sittingMean(boolean event) {
        return event ? PeopleNumbers.EVENT_SITTING_MEAN : PeopleNumbers.SITTING_MEAN;
    }

    private double onTrip(@Nullable Trip trip) {
        if (trip == null) {
            return 1;
        }
        return owner.customer() == Customer.TRAVELLER ? PlaceNumbers.BUSINESS_WRITING : PlaceNumbers.HOLIDAY_WRITING;
    }

    /** Some messages from one place, one after the other. */
    private void sit(Draw draw, long start, int day, int messages, int toAll, boolean event) {
        Trip trip = owner.tripAt(start);
        Spot spot = travelling.spot(draw, start, trip);
        if (spot == null) {
            return;
        }
        slips.mistype(draw, start, spot);
        long at = start;
        for (int i = 0; i < messages; i++) {
            Letter letter = i < toAll ? pen.toAll(draw) : pen.letter(draw, day, event);
            diary.honest(at, spot, letter);
            if (trip != null && spot.abroad()) {
                at = travelling.submittedAbroad(draw, trip, at, spot, letter);
            }
            at += Span.SECOND + (long) (draw.exponential(PeopleNumbers.SITTING_GAP_MINUTES) * Span.MINUTE);
        }
    }
}
