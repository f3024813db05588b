package org.sekimori.lab.shape;

import java.util.Collection;
import java.util.Set;
import org.sekimori.lab.world.Happening;
import org.sekimori.lab.world.Life;
import org.sekimori.lab.world.Place;
import org.sekimori.lab.world.Setting;
import org.sekimori.lab.world.World;

/** Takes the shape of what the owners of an invented world's accounts do; what thieves do is left out. */
public final class WorldCensus {

    private static final Set<String> HOME = Set.of(Setting.HOME);

    private WorldCensus() {}

    /**
     * The shape of some classes of a world, account after account.
     *
     * @param classes of {@link World#honestClasses()}
     * @throws IllegalStateException if nobody of these classes sends anything
     */
    public static Sample of(World world, Collection<String> classes) {
        Census census = new Census();
        for (int number = 0; number < world.setting().accounts(); number++) {
            Life life = world.life(number);
            if (classes.contains(life.honestClass())) {
                Sender sender = new Sender(Setting.ZONE);
                life.happenings().forEach(happening -> add(sender, happening, life.attack() != null));
                census.add(sender);
            }
        }
        return census.sample();
    }

    private static void add(Sender sender, Happening happening, boolean attacked) {
        if (happening instanceof Happening.Message message && !message.hostile()) {
            Place place = message.place();
            sender.add(new Act.Sent(
                    message.time(),
                    message.recipientCount(),
                    message.recipients(),
                    message.size(),
                    Act.network(message.channel(), place.origin()),
                    Act.Whereabouts.of(place.origin(), HOME)));
            for (Happening.Bounce bounce : message.bounces()) {
                sender.add(new Act.Bounced(bounce.recipients()));
            }
        } else if (happening instanceof Happening.FailedLogin failed && !(attacked && failed.hostile())) {
            // Strangers who guess in vain are part of every honest account's log.
            sender.add(new Act.Failed(failed.time()));
        }
    }
}
