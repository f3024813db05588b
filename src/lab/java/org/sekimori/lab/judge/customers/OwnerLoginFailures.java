package org.sekimori.lab.judge.customers;

import org.sekimori.lab.judge.environment.NetworkParameters;
import org.sekimori.lab.judge.environment.TimeSpan;
import org.sekimori.lab.judge.environment.WorldContext;
import org.sekimori.lab.world.ClientLocation;
import org.sekimori.lab.world.RandomStream;

/** Wrong passwords of the owner: mistyped ones, and a device that nobody told the new one. */
public final class OwnerLoginFailures {

    private final WorldContext world;
    private final MailboxOwner owner;
    private final OwnerRouteSelector whereabouts;
    private final AccountEventCollector events;

    public OwnerLoginFailures(
            WorldContext world, MailboxOwner owner, OwnerRouteSelector whereabouts, AccountEventCollector events) {
        this.world = world;
        this.owner = owner;
        this.whereabouts = whereabouts;
        this.events = events;
    }

    /** Before a sitting. */
    void mistype(RandomStream draw, long at, SubmissionRoute spot) {
        if (draw.chance(CustomerParameters.TYPO)) {
            for (int left = draw.between(1, CustomerParameters.TYPO_MOST); left > 0; left--) {
                events.addFailedLogin(
                        at - left * CustomerParameters.RETRY_SECONDS * TimeSpan.SECOND, false, spot.place());
            }
        }
    }

    /** A device that tries again and again until somebody notices. */
    public void staleDevice() {
        RandomStream draw = world.draw("stale device", owner.number());
        double every = NetworkParameters.DAYS_A_YEAR / CustomerParameters.STALE_A_YEAR;
        double begins = draw.exponential(every);
        while (begins < world.days().count()) {
            double drawn = draw.logNormal(CustomerParameters.STALE_LOG_DAYS, CustomerParameters.STALE_SIGMA);
            double ends = begins + Math.min(CustomerParameters.STALE_MOST_DAYS, drawn);
            tries(draw, begins, ends);
            begins = ends + draw.exponential(every);
        }
    }

    private void tries(RandomStream draw, double begins, double ends) {
        long at = world.days().startOfDay(0) + (long) (begins * TimeSpan.DAY);
        long until =
                world.days().startOfDay(0) + (long) (Math.min(ends, world.days().count()) * TimeSpan.DAY);
        boolean atHome = draw.chance(CustomerParameters.STALE_AT_HOME);
        double minutes = StrictMath.exp(draw.between(
                StrictMath.log(CustomerParameters.STALE_LEAST_MINUTES),
                StrictMath.log(CustomerParameters.STALE_MOST_MINUTES)));
        while (at < until) {
            ClientLocation place = atHome ? owner.home().at(at) : whereabouts.client(draw, at);
            events.addFailedLogin(at, false, place);
            at += (long) (minutes
                    * draw.between(CustomerParameters.STALE_EVEN_LEAST, CustomerParameters.STALE_EVEN_MOST)
                    * TimeSpan.MINUTE);
        }
    }
}
