package org.sekimori.lab.evaluation;

import java.time.Instant;
import org.sekimori.lab.world.Happening;
import org.sekimori.lab.world.Happening.Message;
import org.sekimori.lab.world.Life;
import org.sekimori.mail.Origin;

/** What plugins of Postfix do: an account used from so many countries within 24 hours is refused and reported. */
final class ManyCountries implements Detector {

    private static final long DAY = 86_400;

    private final int most;
    private final RecentUses seen = new RecentUses();

    ManyCountries(int most) {
        this.most = most;
    }

    @Override
    public void begin(Life life) {
        seen.clear();
    }

    @Override
    public Reaction submitted(Message message, int number) {
        if (!(message.place().origin() instanceof Origin.Country at)) {
            return Reaction.PASSED;
        }
        long now = message.time().getEpochSecond();
        seen.forget(now - DAY + 1);
        seen.add(now, at.country());
        return seen.different() >= most ? Reaction.caught(most + " countries") : Reaction.PASSED;
    }

    @Override
    public void bounced(Message message, int number, Instant time, int count) {
        // Knows places only.
    }

    @Override
    public void heard(Happening happening) {
        // Knows submissions only.
    }
}
