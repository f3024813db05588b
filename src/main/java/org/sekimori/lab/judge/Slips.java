package org.sekimori.lab.judge;

import org.sekimori.lab.world.Draw;
import org.sekimori.lab.world.Place;

/** Wrong passwords of the owner: mistyped ones, and a device that nobody told the new one. */
final class Slips {

    private final Ground ground;
    private final Owner owner;
    private final Whereabouts whereabouts;
    private final Diary diary;

    Slips(Ground ground, Owner owner, Whereabouts whereabouts, Diary diary) {
        this.ground = ground;
        this.owner = owner;
        this.whereabouts = whereabouts;
        this.diary = diary;
    }

    /** Before a sitting. */
    void mistype(Draw draw, long at, Spot spot) {
        if (draw.chance(PeopleNumbers.TYPO)) {
            for (int left = draw.between(1, PeopleNumbers.TYPO_MOST); left > 0; left--) {
                diary.failed(at - left * PeopleNumbers.RETRY_SECONDS * Span.SECOND, false, spot.place());
            }
        }
    }

    /** A device that tries again and again until somebody notices. */
    void staleDevice() {
        Draw draw = ground.draw("stale device", owner.number());
        double every = PlaceNumbers.DAYS_A_YEAR / PeopleNumbers.STALE_A_YEAR;
        double begins = draw.exponential(every);
        while (begins < ground.days().count()) {
            double drawn = draw.logNormal(PeopleNumbers.STALE_LOG_DAYS, PeopleNumbers.STALE_SIGMA);
            double ends = begins + Math.min(PeopleNumbers.STALE_MOST_DAYS, drawn);
            tries(draw, begins, ends);
            begins = ends + draw.exponential(every);
        }
    }

    private void tries(Draw draw, double begins, double ends) {
        long at = ground.days().dawn(0) + (long) (begins * Span.DAY);
        long until =
                ground.days().dawn(0) + (long) (Math.min(ends, ground.days().count()) * Span.DAY);
        boolean atHome = draw.chance(PeopleNumbers.STALE_AT_HOME);
        double minutes = StrictMath.exp(draw.between(
                StrictMath.log(PeopleNumbers.STALE_LEAST_MINUTES), StrictMath.log(PeopleNumbers.STALE_MOST_MINUTES)));
        while (at < until) {
            Place place = atHome ? owner.home().at(at) : whereabouts.client(draw, at);
            diary.failed(at, false, place);
            at += (long) (minutes
                    * draw.between(PeopleNumbers.STALE_EVEN_LEAST, PeopleNumbers.STALE_EVEN_MOST)
                    * Span.MINUTE);
        }
    }
}
