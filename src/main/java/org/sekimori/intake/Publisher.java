package org.sekimori.intake;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Account;
import org.sekimori.mail.Channel;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.Kind;
import org.sekimori.mail.Network;
import org.sekimori.mail.Quoted;
import org.sekimori.mail.ServerName;

/**
 * Who says something, and what of it is believed; see {@code docs/events.md}, 'Publishers'.
 *
 * @param id stands on the event, in the audit trail and in metrics: of the file's publishers without a colon, of others with one
 * @param grounds where its rights come from, for whoever is refused, such as {@code publishers.yml}
 * @param kinds what it may publish
 * @param channels by which messages came in that it may report
 * @param servers names of servers that it may speak for; empty: any, also none
 * @param accounts that it may speak about; empty: any
 * @param networks in which clients may be that it reports; empty: any
 * @param history whether it may import the past
 * @param beforeQueue whether its word that a message was refused before the queue gives a reservation back
 * @param countsUnasked whether an {@code accepted} that belongs to no attempt counts as a submission
 * @param ownIds whether it may use ids that this service's policy door gives
 * @param recipientsPerMessage most recipients of a message that it leaves behind, {@link Integer#MAX_VALUE}: any
 * @param eventsPerMinute most events that it leaves behind in a minute, at each instance; {@link Integer#MAX_VALUE}: any
 */
public record Publisher(
        String id,
        String grounds,
        Set<Kind> kinds,
        Set<Channel> channels,
        List<NamePattern> servers,
        List<NamePattern> accounts,
        List<Network> networks,
        boolean history,
        boolean beforeQueue,
        boolean countsUnasked,
        boolean ownIds,
        int recipientsPerMessage,
        int eventsPerMinute) {

    /** How ids begin that the policy door for Postfix gives; an attempt under one of them would be taken for its repetition. */
    private static final String DOOR_IDS = "postfix:";

    /** Who uses the command line's own key on this machine: whatever can be published. */
    public static final Publisher LOCAL = trusted("key:local", "the local key", EnumSet.allOf(Kind.class));

    /** What may be published at all that changes no account. */
    static final Set<Kind> MAIL = Collections.unmodifiableSet(mail());

    /** What only whoever manages accounts may publish. */
    static final Set<Kind> ACCOUNT_CHANGES = Collections.unmodifiableSet(changes());

    public Publisher {
        kinds = Set.copyOf(kinds);
        channels = Set.copyOf(channels);
        servers = List.copyOf(servers);
        accounts = List.copyOf(accounts);
        networks = List.copyOf(networks);
    }

    /** Somebody on this machine whom everything is believed that is of these kinds. */
    static Publisher trusted(String id, String grounds, Set<Kind> kinds) {
        return new Publisher(
                id,
                grounds,
                kinds,
                EnumSet.allOf(Channel.class),
                List.of(),
                List.of(),
                List.of(),
                true,
                true,
                true,
                true,
                Integer.MAX_VALUE,
                Integer.MAX_VALUE);
    }

    /**
     * Somebody whom no file lists. What could undo a decision, or exempt from one, is not believed: no proof of a refusal, no imported
     * past, no webmail.
     */
    static Publisher unlisted(String id, String grounds, Set<Kind> kinds) {
        return new Publisher(
                id,
                grounds,
                kinds,
                EnumSet.of(Channel.SUBMISSION, Channel.API),
                List.of(),
                List.of(),
                List.of(),
                false,
                false,
                true,
                false,
                Integer.MAX_VALUE,
                Integer.MAX_VALUE);
    }

    /** The same with no other kinds than these. */
    Publisher only(Set<Kind> allowed, String newGrounds) {
        Set<Kind> both = EnumSet.noneOf(Kind.class);
        kinds.stream().filter(allowed::contains).forEach(both::add);
        return new Publisher(
                id,
                newGrounds,
                both,
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

    private static Set<Kind> mail() {
        Set<Kind> mail = EnumSet.complementOf(EnumSet.copyOf(changes()));
        mail.remove(Kind.ANSWERED);
        return mail;
    }

    private static Set<Kind> changes() {
        Set<Kind> changes = EnumSet.noneOf(Kind.class);
        for (Kind kind : Kind.values()) {
            if (kind.changesAccount()) {
                changes.add(kind);
            }
        }
        return changes;
    }

    /** What is said, as far as a publisher may lack the right to say it. */
    record Said(
            @Nullable String id,
            Kind kind,
            String server,
            Channel channel,
            Account account,
            @Nullable ClientAddress client,
            boolean history,
            boolean beforeQueue,
            boolean asked) {}

    /**
     * Makes sure that it may say this. A question under a log-in that makes no account, or without an address, is its own: the client chose
     * the one and may have broken the other, and what is refused here its server lets pass undecided.
     *
     * @throws NotAllowedException if it may not
     */
    void check(Said said) {
        if (!kinds.contains(said.kind())) {
            throw no(Right.KIND, Field.KIND, "may not publish '" + said.kind().word() + "'; " + wayOut(said.kind()));
        }
        if (said.history() && !history) {
            throw no(Right.HISTORY, Field.HISTORY, "may not import the past: " + grant("history: true"));
        }
        if (said.beforeQueue() && !beforeQueue) {
            throw no(
                    Right.BEFORE_QUEUE,
                    Field.BEFORE_QUEUE,
                    "may not prove that a message was refused before the queue: " + grant("before_queue: true"));
        }
        if (!channels.contains(said.channel())) {
            String word = said.channel().word();
            throw no(
                    Right.CHANNEL,
                    Field.CHANNEL,
                    "may not report channel '" + word + "': " + grant("channels: [" + word + "]"));
        }
        if (!servers.isEmpty() && !NamePattern.any(servers, ServerName.of(said.server()))) {
            String named = said.server().isEmpty() ? "no server" : "server " + Quoted.of(said.server());
            throw no(
                    Right.SERVER,
                    Field.SERVER,
                    "may not speak for " + named + ", only for " + servers + "; see 'servers' in publishers.yml");
        }
        boolean unnameable = said.asked() && said.account().equals(Account.UNNAMEABLE);
        if (!accounts.isEmpty()
                && !unnameable
                && !NamePattern.any(accounts, said.account().name())) {
            throw no(
                    Right.ACCOUNT,
                    Field.ACCOUNT,
                    "may not speak about this account, only about " + accounts + "; see 'accounts' in publishers.yml");
        }
        if (!networks.isEmpty() && !inNetworks(said)) {
            throw no(
                    Right.NETWORK,
                    Field.CLIENT_ADDRESS,
                    "may not report clients outside " + networks + "; see 'networks' in publishers.yml");
        }
        String given = said.id();
        if (!ownIds && given != null && given.startsWith(DOOR_IDS)) {
            throw no(
                    Right.ID,
                    Field.ID,
                    "may not use an id that begins with '" + DOOR_IDS + "': Sekimori's own policy door gives these");
        }
    }

    /** Makes sure that a message that is left behind, for nobody to decide upon now, has no more recipients than it may report. */
    void checkLeft(int recipients) {
        if (recipients > recipientsPerMessage) {
            throw no(
                    Right.RECIPIENTS,
                    Field.RECIPIENT_COUNT,
                    "may not report a message to " + recipients + " recipients, at most " + recipientsPerMessage
                            + "; see 'recipients_per_message' in publishers.yml");
        }
    }

    NotAllowedException tooFast() {
        return new NotAllowedException(
                id,
                Right.RATE,
                null,
                "publisher " + id + " may publish at most " + eventsPerMinute
                        + " events a minute; see 'events_per_minute' in publishers.yml");
    }

    /** What names no client is about one only where a client did something. */
    private boolean inNetworks(Said said) {
        ClientAddress client = said.client();
        if (client == null) {
            return said.asked() || said.kind().outcome() || said.kind().changesAccount();
        }
        return networks.stream().anyMatch(network -> network.contains(client));
    }

    private String grant(String line) {
        return grounds + " does not give it the right; list it in publishers.yml with '" + line + "'";
    }

    private String wayOut(Kind kind) {
        String allowed = grounds + " allows "
                + (kinds.isEmpty()
                        ? "nothing"
                        : kinds.stream().map(Kind::word).sorted().collect(Collectors.joining(", ")));
        if (kind.changesAccount()) {
            return allowed
                    + "; that changes an account, which takes an API key with accounts:write and without events:write and"
                    + " decisions:write, or a signed publisher of its own with 'kinds: [" + kind.word()
                    + "]' (docs/events.md, 'Publishers')";
        }
        return allowed;
    }

    private NotAllowedException no(Right right, Field field, String what) {
        return new NotAllowedException(id, right, field, "publisher " + id + " " + what);
    }
}
