package org.sekimori.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sekimori.follow.delivery.FollowedServer;
import org.sekimori.follow.delivery.FollowerSettings;
import org.sekimori.follow.delivery.LogFollowers.FollowerPlan;
import org.sekimori.follow.records.KumoRecordAssembler;
import org.sekimori.follow.source.FileLogSource;
import org.sekimori.follow.source.JournalLogSource;
import org.sekimori.follow.source.LogSource;
import org.sekimori.follow.source.TopicLogSource;
import org.sekimori.stream.LogClientSettings;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of one follower of a log: {@code sekimori.follow.NAME.…}. Exactly one of {@code file}, {@code journal} and {@code topic}
 * is given.
 *
 * @param type kind of server
 * @param file its log
 * @param journal matches of fields of systemd's journal; {@code mail} for those of the mail system
 * @param topic with its log lines, on the Kafka of this service
 * @param zone of the server, for stamps without one; by default this machine's
 * @param server name of the server, the one under which it asks; by default as this service was asked, else as the lines say
 * @param accountKey of KumoMTA, the key of the log-in name in {@code meta}; never one that clients can set
 * @param from where to begin the first time, {@code end} or {@code beginning}
 */
record FollowerProperties(
        @Nullable String type,
        @Nullable Path file,
        @Nullable List<String> journal,
        @Nullable String topic,
        @Nullable ZoneId zone,
        @DefaultValue("") String server,
        @DefaultValue(KumoRecordAssembler.AUTHENTICATED) String accountKey,
        @DefaultValue("end") LogSource.Start from) {

    /**
     * What to start.
     *
     * @throws UserFacingException if a setting makes no sense, naming it
     */
    static List<FollowerPlan> plans(Map<String, FollowerProperties> all, LogClientSettings log, Clock clock) {
        return all.entrySet().stream()
                .map(one -> one.getValue().plan(one.getKey(), log, clock))
                .toList();
    }

    private FollowerPlan plan(String name, LogClientSettings log, Clock clock) {
        String prefix = "sekimori.follow." + name;
        FollowedServer kind = kind(prefix);
        try {
            FollowerSettings settings = new FollowerSettings(
                    name, kind, zone == null ? ZoneId.systemDefault() : zone, serverName(kind), accountKey, from);
            return new FollowerPlan(settings, source(prefix, log, clock));
        } catch (IllegalArgumentException e) {
            throw new UserFacingException("the property " + prefix + ": " + e.getMessage());
        }
    }

    private FollowedServer kind(String prefix) {
        if (type == null) {
            throw new UserFacingException(
                    "the property " + prefix + ".type is missing; name the kind of server, such as postfix");
        }
        try {
            return FollowedServer.of(type);
        } catch (IllegalArgumentException e) {
            throw new UserFacingException("the property " + prefix + ".type " + e.getMessage());
        }
    }

    private LogSource source(String prefix, LogClientSettings log, Clock clock) {
        int given = (file == null ? 0 : 1) + (journal == null ? 0 : 1) + (topic == null ? 0 : 1);
        if (given != 1) {
            throw new UserFacingException("give one of the properties " + prefix + ".file, " + prefix + ".journal and "
                    + prefix + ".topic, not " + (given == 0 ? "none" : "several"));
        }
        if (file != null) {
            return new FileLogSource(file, clock, FileLogSource.QUIET);
        }
        if (journal != null) {
            List<String> matches = journal.equals(List.of("mail")) ? JournalLogSource.MAIL : journal;
            return new JournalLogSource(List.of("journalctl"), matches, clock);
        }
        return new TopicLogSource(log, String.valueOf(topic), clock);
    }

    /** Exim's own files name no host: they are this machine's. */
    private String serverName(FollowedServer kind) {
        if (!server.isEmpty() || kind != FollowedServer.EXIM || file == null) {
            return server;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
