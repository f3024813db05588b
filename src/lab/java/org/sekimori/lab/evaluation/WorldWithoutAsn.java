package org.sekimori.lab.evaluation;

import java.util.List;
import org.sekimori.lab.world.AccountTimeline;
import org.sekimori.lab.world.ClientLocation;
import org.sekimori.lab.world.SyntheticWorld;
import org.sekimori.lab.world.TimelineEvent;
import org.sekimori.lab.world.TimelineEvent.FailedLogin;
import org.sekimori.lab.world.TimelineEvent.Message;
import org.sekimori.lab.world.WorldSettings;
import org.sekimori.mail.Origin;

/** A world seen by a service without a database of autonomous systems: networks' providers are unknown. */
record WorldWithoutAsn(SyntheticWorld world) implements SyntheticWorld {

    @Override
    public String name() {
        return world.name();
    }

    @Override
    public WorldSettings setting() {
        return world.setting();
    }

    @Override
    public List<String> honestClasses() {
        return world.honestClasses();
    }

    @Override
    public List<String> attackClasses() {
        return world.attackClasses();
    }

    @Override
    public AccountTimeline timeline(int number) {
        AccountTimeline life = world.timeline(number);
        return new AccountTimeline(
                life.account(),
                life.honestClass(),
                life.attack(),
                life.happenings().stream().map(WorldWithoutAsn::without).toList());
    }

    private static TimelineEvent without(TimelineEvent happening) {
        if (happening instanceof Message m) {
            return new Message(
                    m.time(),
                    m.hostile(),
                    without(m.place()),
                    m.channel(),
                    m.recipients(),
                    m.recipientCount(),
                    m.size(),
                    m.bounces(),
                    m.helo());
        }
        return happening instanceof FailedLogin f
                ? new FailedLogin(f.time(), f.hostile(), without(f.place()))
                : happening;
    }

    private static ClientLocation without(ClientLocation place) {
        return place.origin() instanceof Origin.Country at
                ? new ClientLocation(
                        place.address(),
                        place.clientName(),
                        new Origin.Country(at.country(), at.network(), 0, at.source()))
                : place;
    }
}
