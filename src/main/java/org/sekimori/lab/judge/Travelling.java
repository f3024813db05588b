package org.sekimori.lab.judge;

import org.jspecify.annotations.Nullable;
import org.sekimori.lab.judge.Trip.Manner;
import org.sekimori.lab.world.Draw;

/** What an owner does about the mailbox when abroad: grants, a second try, webmail, or nothing until home again. */
final class Travelling {

    private final Whereabouts whereabouts;
    private final Diary diary;
    private int trip = -1;
    private int tries;
    private int patience;
    private boolean opened;
    private boolean givesUp;

    Travelling(Whereabouts whereabouts, Diary diary) {
        this.whereabouts = whereabouts;
        this.diary = diary;
    }

    /** Where and how the owner submits, null if he leaves it. */
    @Nullable
    Spot spot(Draw draw, long at, @Nullable Trip now) {
        Spot spot = whereabouts.spot(draw, at);
        if (now == null || now.manner() != Manner.NEVER || !spot.abroad()) {
            return spot;
        }
        begin(draw, now);
        if (tries < patience) {
            return spot;
        }
        return givesUp ? null : Whereabouts.webmail(draw);
    }

    /**
     * A message went out from abroad; whoever opens a grant only now does it, and sends the message again.
     *
     * @return when the owner is ready for the next message
     */
    long submittedAbroad(Draw draw, Trip now, long at, Spot spot, Letter letter) {
        begin(draw, now);
        tries++;
        if (now.manner() != Manner.AFTER_REFUSAL || opened) {
            return at;
        }
        opened = true;
        long open = Grants.openAfterRefusal(draw, now, at, diary);
        long again = open + Span.SECOND + (long) (draw.exponential(PlaceNumbers.AGAIN_MINUTES) * Span.MINUTE);
        diary.honest(again, spot, letter);
        return again;
    }

    private void begin(Draw draw, Trip now) {
        if (trip != now.index()) {
            trip = now.index();
            tries = 0;
            opened = false;
            patience = draw.between(1, PlaceNumbers.MOST_TRIES);
            givesUp = draw.chance(PlaceNumbers.GIVES_UP);
        }
    }
}
