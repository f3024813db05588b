package org.sekimori.lab.evaluation;

import java.util.List;
import org.sekimori.lab.world.Happening;
import org.sekimori.lab.world.Happening.FailedLogin;
import org.sekimori.lab.world.Happening.Message;
import org.sekimori.lab.world.Life;
import org.sekimori.lab.world.Place;
import org.sekimori.lab.world.Setting;
import org.sekimori.lab.world.World;
import org.sekimori.mail.Origin;

/** A world as a service sees it that has no database of autonomous systems: which provider a network belongs to is unknown. */
record WithoutAsn(World world) implements World {

    @Override
    public String name() {
        return world.name();
    }

    @Override
    public Setting setting() {
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
    public Life life(int number) {
        Life life = world.life(number);
        return new Life(
                life.account(),
                life.honestClass(),
                life.attack(),
                life.happenings().stream().map(WithoutAsn::without).toList());
    }

    private static Happening without(Happening happening) {
        if (happening instanceof Message m) {
            return new Message(
                    m.time(),
                    m.hostile(),
                    without(m.place()),
                    m.channel(),
                    m.recipients(),
                    m.recipientCount(),
                    m.size(),
                    m.bounces());
        }
        return happening instanceof FailedLogin f
                ? new FailedLogin(f.time(), f.hostile(), without(f.place()))
                : happening;
    }

    private static Place without(Place place) {
        return place.origin() instanceof Origin.Country at
                ? new Place(
                        place.address(),
                        place.clientName(),
                        new Origin.Country(at.country(), at.network(), 0, at.source()))
                : place;
    }
}
