package org.sekimori.intake.publishers;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sekimori.intake.EventField;
import org.sekimori.mail.Account;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.IpNetwork;
import org.sekimori.mail.ServerName;
import org.sekimori.mail.SubmissionChannel;
import org.sekimori.text.QuotedText;

/**
 * A publisher and its rights; see {@code docs/events.md}, 'Publishers'.
 *
 * @param id its id on the event, in the audit trail and in metrics: of the file's publishers without a colon, of others with
 *     one
 * @param grounds source of its rights, for refusals, such as {@code publishers.yml}
 * @param kinds kinds that it may publish
 * @param channels channels of messages that it may report
 * @param servers names of servers that it may report for; empty: any, also none
 * @param accounts accounts that it may report on; empty: any
 * @param networks networks of clients that it may report; empty: any
 * @param history whether it may import the past
 * @param beforeQueue whether its report of a refusal before the queue releases a reservation
 * @param countsUnasked whether an {@code accepted} without an attempt counts as a submission
 * @param ownIds whether it may use ids of this service's policy server
 * @param recipientsPerMessage most recipients of a reported message; {@link Integer#MAX_VALUE}: any
 * @param eventsPerMinute most reported events a minute, at each instance; {@link Integer#MAX_VALUE}: any
 */
public record Publisher(
        String id,
        String grounds,
        Set<EventKind> kinds,
        Set<SubmissionChannel> channels,
        List<WildcardPattern> servers,
        List<WildcardPattern> accounts,
        List<IpNetwork> networks,
        boolean history,
        boolean beforeQueue,
        boolean countsUnasked,
        boolean ownIds,
        int recipientsPerMessage,
        int eventsPerMinute) {

    /** Prefixes of the ids of this service's own endpoints; an attempt with one of them would be taken for its repetition. */
    private static final List<String> ENDPOINT_IDS = List.of("postfix:", "milter:");

    /** The command line's own key on this machine: every right. */
    public static final Publisher LOCAL = trusted("key:local", "the local key", EnumSet.allOf(EventKind.class));

    /** Kinds that change no account. */
    static final Set<EventKind> MAIL = Collections.unmodifiableSet(mail());

    /** Kinds for account management only. */
    static final Set<EventKind> ACCOUNT_CHANGES = Collections.unmodifiableSet(changes());

    public Publisher {
        kinds = Set.copyOf(kinds);
        channels = Set.copyOf(channels);
        servers = List.copyOf(servers);
        accounts = List.copyOf(accounts);
        networks = List.copyOf(networks);
    }

    /** Starts a publisher with no rights but to publish these kinds, by no channel. */
    static PublisherBuilder builder(String id, String grounds, Set<EventKind> kinds) {
        return new PublisherBuilder(id, grounds, kinds);
    }

    /** Starts a copy of this publisher. */
    PublisherBuilder toBuilder() {
        return new PublisherBuilder(this);
    }

    /** A trusted publisher on this machine, for these kinds. */
    static Publisher trusted(String id, String grounds, Set<EventKind> kinds) {
        return builder(id, grounds, kinds)
                .channels(EnumSet.allOf(SubmissionChannel.class))
                .history(true)
                .beforeQueue(true)
                .countsUnasked(true)
                .ownIds(true)
                .build();
    }

    /**
     * A publisher without an entry in the file. It lacks the rights that could undo a decision, or exempt from one: no proof of a
     * refusal, no imported past, no webmail.
     */
    static Publisher unlisted(String id, String grounds, Set<EventKind> kinds) {
        return builder(id, grounds, kinds)
                .channels(EnumSet.of(SubmissionChannel.SUBMISSION, SubmissionChannel.API))
                .countsUnasked(true)
                .build();
    }

    /**
     * A follower of a mail server's log, which the configuration of this instance names. A log tells of submissions, outcomes and
     * log-ins, and its server's own refusals; of nothing else.
     */
    public static Publisher follower(String name) {
        return builder("follow:" + name, "the follower sekimori.follow." + name, MAIL)
                .channels(EnumSet.of(SubmissionChannel.SUBMISSION))
                .beforeQueue(true)
                .countsUnasked(true)
                .build();
    }

    /** The same with no other kinds than these. */
    Publisher only(Set<EventKind> allowed, String newGrounds) {
        Set<EventKind> both = EnumSet.noneOf(EventKind.class);
        kinds.stream().filter(allowed::contains).forEach(both::add);
        return toBuilder().grounds(newGrounds).kinds(both).build();
    }

    private static Set<EventKind> mail() {
        Set<EventKind> mail = EnumSet.complementOf(EnumSet.copyOf(changes()));
        mail.remove(EventKind.ANSWERED);
        return mail;
    }

    private static Set<EventKind> changes() {
        Set<EventKind> changes = EnumSet.noneOf(EventKind.class);
        for (EventKind kind : EventKind.values()) {
            if (kind.changesAccount()) {
                changes.add(kind);
            }
        }
        return changes;
    }

    /** The parts of an event that need rights. */
    public record Claim(
            @Nullable String id,
            EventKind kind,
            String server,
            SubmissionChannel channel,
            Account account,
            @Nullable ClientAddress client,
            boolean history,
            boolean beforeQueue,
            boolean asked) {}

    /**
     * Checks the rights for an event. A synchronous request with a log-in that cannot be normalised, or without an address,
     * passes: its client chose the one and may have broken the other, and the server would let a refused request pass undecided.
     *
     * @throws PublisherForbiddenException without the right
     */
    public void check(Claim said) {
        if (!kinds.contains(said.kind())) {
            throw no(
                    PublisherRight.KIND,
                    EventField.KIND,
                    "may not publish '" + said.kind().word() + "'; " + wayOut(said.kind()));
        }
        if (said.history() && !history) {
            throw no(PublisherRight.HISTORY, EventField.HISTORY, "may not import the past: " + grant("history: true"));
        }
        if (said.beforeQueue() && !beforeQueue) {
            throw no(
                    PublisherRight.BEFORE_QUEUE,
                    EventField.BEFORE_QUEUE,
                    "may not prove that a message was refused before the queue: " + grant("before_queue: true"));
        }
        if (!channels.contains(said.channel())) {
            String word = said.channel().word();
            throw no(
                    PublisherRight.CHANNEL,
                    EventField.CHANNEL,
                    "may not report channel '" + word + "': " + grant("channels: [" + word + "]"));
        }
        if (!servers.isEmpty() && !WildcardPattern.any(servers, ServerName.of(said.server()))) {
            String named = said.server().isEmpty() ? "no server" : "server " + QuotedText.of(said.server());
            throw no(
                    PublisherRight.SERVER,
                    EventField.SERVER,
                    "may not speak for " + named + ", only for " + servers + "; see 'servers' in publishers.yml");
        }
        boolean unnameable = said.asked() && said.account().equals(Account.UNNAMEABLE);
        if (!unnameable && !speaksAbout(said.account())) {
            throw no(
                    PublisherRight.ACCOUNT,
                    EventField.ACCOUNT,
                    "may not speak about this account, only about " + accounts + "; see 'accounts' in publishers.yml");
        }
        if (!networks.isEmpty() && !inNetworks(said)) {
            throw no(
                    PublisherRight.NETWORK,
                    EventField.CLIENT_ADDRESS,
                    "may not report clients outside " + networks + "; see 'networks' in publishers.yml");
        }
        String given = said.id();
        if (!ownIds && given != null) {
            for (String prefix : ENDPOINT_IDS) {
                if (given.startsWith(prefix)) {
                    throw no(
                            PublisherRight.ID,
                            EventField.ID,
                            "may not use an id that begins with '" + prefix + "': Sekimori's own endpoints give these");
                }
            }
        }
    }

    /** Whether it may speak about an account, whatever it says. */
    public boolean speaksAbout(Account account) {
        return accounts.isEmpty() || WildcardPattern.any(accounts, account.name());
    }

    /**
     * Makes sure that it may ask about log-ins: whoever reports how they end may, since the answer says whether an account is on hold and
     * where it may send from. A right to report outcomes alone is none to ask.
     *
     * @throws PublisherForbiddenException without the right
     */
    public void checkAsksAboutLogIns() {
        if (!kinds.contains(EventKind.AUTH_FAILED) && !kinds.contains(EventKind.AUTH_SUCCEEDED)) {
            throw no(PublisherRight.KIND, EventField.KIND, "may not ask about log-ins: " + grant("kinds: [log_ins]"));
        }
    }

    /** Makes sure that a message that is left behind, for nobody to decide upon now, has no more recipients than it may report. */
    public void checkLeft(int recipients) {
        if (recipients > recipientsPerMessage) {
            throw no(
                    PublisherRight.RECIPIENTS,
                    EventField.RECIPIENT_COUNT,
                    "may not report a message to " + recipients + " recipients, at most " + recipientsPerMessage
                            + "; see 'recipients_per_message' in publishers.yml");
        }
    }

    PublisherForbiddenException tooFast() {
        return new PublisherForbiddenException(
                id,
                PublisherRight.RATE,
                null,
                "publisher " + id + " may publish at most " + eventsPerMinute
                        + " events a minute; see 'events_per_minute' in publishers.yml");
    }

    /** What names no client is about one only where a client did something. */
    private boolean inNetworks(Claim said) {
        ClientAddress client = said.client();
        if (client == null) {
            return said.asked() || said.kind().outcome() || said.kind().changesAccount();
        }
        return networks.stream().anyMatch(network -> network.contains(client));
    }

    private String grant(String line) {
        return grounds + " does not give it the right; list it in publishers.yml with '" + line + "'";
    }

    private String wayOut(EventKind kind) {
        String allowed = grounds + " allows "
                + (kinds.isEmpty()
                        ? "nothing"
                        : kinds.stream().map(EventKind::word).sorted().collect(Collectors.joining(", ")));
        if (kind.changesAccount()) {
            return allowed
                    + "; that changes an account, which takes an API key with accounts:write and without events:write and"
                    + " decisions:write, or a signed publisher of its own with 'kinds: [" + kind.word()
                    + "]' (docs/events.md, 'Publishers')";
        }
        return allowed;
    }

    private PublisherForbiddenException no(PublisherRight right, EventField field, String what) {
        return new PublisherForbiddenException(id, right, field, "publisher " + id + " " + what);
    }
}
