package org.sekimori.intake.publishers;

import java.util.List;
import java.util.Set;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.IpNetwork;
import org.sekimori.mail.SubmissionChannel;

/** Builds a publisher one component at a time; the components are described and checked by {@link Publisher}. */
final class PublisherBuilder {

    private final String id;
    private String grounds;
    private Set<EventKind> kinds;
    private Set<SubmissionChannel> channels = Set.of();
    private List<WildcardPattern> servers = List.of();
    private List<WildcardPattern> accounts = List.of();
    private List<IpNetwork> networks = List.of();
    private boolean history;
    private boolean beforeQueue;
    private boolean countsUnasked;
    private boolean ownIds;
    private int recipientsPerMessage = Integer.MAX_VALUE;
    private int eventsPerMinute = Integer.MAX_VALUE;

    PublisherBuilder(String id, String grounds, Set<EventKind> kinds) {
        this.id = id;
        this.grounds = grounds;
        this.kinds = kinds;
    }

    PublisherBuilder(Publisher from) {
        id = from.id();
        grounds = from.grounds();
        kinds = from.kinds();
        channels = from.channels();
        servers = from.servers();
        accounts = from.accounts();
        networks = from.networks();
        history = from.history();
        beforeQueue = from.beforeQueue();
        countsUnasked = from.countsUnasked();
        ownIds = from.ownIds();
        recipientsPerMessage = from.recipientsPerMessage();
        eventsPerMinute = from.eventsPerMinute();
    }

    PublisherBuilder grounds(String value) {
        grounds = value;
        return this;
    }

    PublisherBuilder kinds(Set<EventKind> value) {
        kinds = value;
        return this;
    }

    PublisherBuilder channels(Set<SubmissionChannel> value) {
        channels = value;
        return this;
    }

    PublisherBuilder servers(List<WildcardPattern> value) {
        servers = value;
        return this;
    }

    PublisherBuilder accounts(List<WildcardPattern> value) {
        accounts = value;
        return this;
    }

    PublisherBuilder networks(List<IpNetwork> value) {
        networks = value;
        return this;
    }

    PublisherBuilder history(boolean value) {
        history = value;
        return this;
    }

    PublisherBuilder beforeQueue(boolean value) {
        beforeQueue = value;
        return this;
    }

    PublisherBuilder countsUnasked(boolean value) {
        countsUnasked = value;
        return this;
    }

    PublisherBuilder ownIds(boolean value) {
        ownIds = value;
        return this;
    }

    PublisherBuilder recipientsPerMessage(int value) {
        recipientsPerMessage = value;
        return this;
    }

    PublisherBuilder eventsPerMinute(int value) {
        eventsPerMinute = value;
        return this;
    }

    /** The publisher. */
    Publisher build() {
        return new Publisher(
                id,
                grounds,
                kinds,
                channels,
                servers,
                accounts,
                networks,
                history,
                beforeQueue,
                countsUnasked,
                ownIds,
                recipientsPerMessage,
                eventsPerMinute);
    }
}
