package org.sekimori.lab.judge.customers;

import org.jspecify.annotations.Nullable;
import org.sekimori.lab.judge.customers.TripAbroad.GrantTiming;
import org.sekimori.lab.judge.environment.NetworkParameters;
import org.sekimori.lab.judge.environment.TimeSpan;
import org.sekimori.lab.world.RandomStream;

/** An owner's reaction abroad: grants, a second try, webmail, or waiting until home again. */
final class TravelBehaviour {

    private final OwnerRouteSelector whereabouts;
    private final AccountEventCollector events;
    private int trip = -1;
    private int tries;
    private int patience;
    private boolean opened;
    private boolean givesUp;

    TravelBehaviour(OwnerRouteSelector whereabouts, AccountEventCollector events) {
        this.whereabouts = whereabouts;
        this.events = events;
    }

    /** Where and how the owner submits, null if he leaves it. */
    @Nullable
    SubmissionRoute route(RandomStream draw, long at, @Nullable TripAbroad now) {
        SubmissionRoute spot = whereabouts.route(draw, at);
        if (now == null || now.manner() != GrantTiming.NEVER || !spot.abroad()) {
            return spot;
        }
        begin(draw, now);
        if (tries < patience) {
            return spot;
        }
        return givesUp ? null : OwnerRouteSelector.webmail(draw);
    }

    /**
     * Handles a submission from abroad: an owner who opens a grant only now does so and submits again.
     *
     * @return when the owner is ready for the next message
     */
    long submittedAbroad(RandomStream draw, TripAbroad now, long at, SubmissionRoute spot, ComposedMessage message) {
        begin(draw, now);
        tries++;
        if (now.manner() != GrantTiming.AFTER_REFUSAL || opened) {
            return at;
        }
        opened = true;
        long open = TravelGrants.openAfterRefusal(draw, now, at, events);
        long again =
                open + TimeSpan.SECOND + (long) (draw.exponential(NetworkParameters.AGAIN_MINUTES) * TimeSpan.MINUTE);
        events.addOwnerMessage(again, spot, message);
        return again;
    }

    private void begin(RandomStream draw, TripAbroad now) {
        if (trip != now.index()) {
            trip = now.index();
            tries = 0;
            opened = false;
            patience = draw.between(1, NetworkParameters.MOST_TRIES);
            givesUp = draw.chance(NetworkParameters.GIVES_UP);
        }
    }
}
