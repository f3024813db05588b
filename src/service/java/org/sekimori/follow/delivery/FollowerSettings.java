package org.sekimori.follow.delivery;

import java.time.ZoneId;
import org.sekimori.follow.records.KumoRecordAssembler;
import org.sekimori.follow.source.LogSource;

/**
 * What a follower does.
 *
 * @param name of the follower, 1 to 40 lower-case letters, digits, hyphens and underscores
 * @param server the kind of server whose log it is
 * @param zone of the server, for stamps without one
 * @param serverName name of the server, instead of the hosts that the lines name; empty: as the lines say
 * @param accountKey key of the account in the {@code meta} of KumoMTA's records
 * @param start where to begin without a position
 */
public record FollowerSettings(
        String name, FollowedServer server, ZoneId zone, String serverName, String accountKey, LogSource.Start start) {

    public FollowerSettings {
        FollowerName.checked(name);
    }

    /** One with the key that KumoMTA itself sets. */
    public FollowerSettings(String name, FollowedServer server, ZoneId zone, String serverName, LogSource.Start start) {
        this(name, server, zone, serverName, KumoRecordAssembler.AUTHENTICATED, start);
    }
}
