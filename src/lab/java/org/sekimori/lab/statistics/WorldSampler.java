package org.sekimori.lab.statistics;

import java.util.Collection;
import java.util.Set;
import org.sekimori.lab.world.AccountTimeline;
import org.sekimori.lab.world.ClientLocation;
import org.sekimori.lab.world.SyntheticWorld;
import org.sekimori.lab.world.TimelineEvent;
import org.sekimori.lab.world.WorldSettings;

/** Samples the owners' traffic of a synthetic world, without the thieves'. */
public final class WorldSampler {

    private static final Set<String> HOME = Set.of(WorldSettings.HOME);

    private WorldSampler() {}

    /**
     * Samples some classes of a world, account after account.
     *
     * @param classes of {@link SyntheticWorld#honestClasses()}
     * @throws IllegalStateException if these classes send no mail
     */
    public static PopulationSample of(SyntheticWorld world, Collection<String> classes) {
        PopulationSampleBuilder census = new PopulationSampleBuilder();
        for (int number = 0; number < world.setting().accounts(); number++) {
            AccountTimeline life = world.timeline(number);
            if (classes.contains(life.honestClass())) {
                AccountSampler sender = new AccountSampler(WorldSettings.ZONE);
                life.happenings().forEach(happening -> add(sender, happening, life.attack() != null));
                census.add(sender);
            }
        }
        return census.sample();
    }

    private static void add(AccountSampler sender, TimelineEvent happening, boolean attacked) {
        if (happening instanceof TimelineEvent.Message message && !message.hostile()) {
            ClientLocation place = message.place();
            sender.add(new AccountActivity.Sent(
                    message.time(),
                    message.recipientCount(),
                    message.recipients(),
                    message.size(),
                    AccountActivity.network(message.channel(), place.origin()),
                    AccountActivity.ClientRegion.of(place.origin(), HOME)));
            for (TimelineEvent.Bounce bounce : message.bounces()) {
                sender.add(new AccountActivity.Bounced(bounce.recipients()));
            }
        } else if (happening instanceof TimelineEvent.FailedLogin failed && !(attacked && failed.hostile())) {
            // Strangers who guess in vain are part of every honest account's log.
            sender.add(new AccountActivity.Failed(failed.time()));
        }
    }
}
