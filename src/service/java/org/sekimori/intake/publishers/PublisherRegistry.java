package org.sekimori.intake.publishers;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.sekimori.intake.publishers.PublisherIndex.Listed;
import org.sekimori.mail.EventKind;
import org.sekimori.stream.files.WatchedFile;
import org.sekimori.stream.inbox.InboxDecoder.PublisherCredential;
import org.sekimori.stream.inbox.RecordSignature;
import org.sekimori.text.QuotedText;

/** The publishers: those of {@code publishers.yml} when it was last readable, and the defaults for others. Thread-safe. */
public final class PublisherRegistry {

    private static final Path NOWHERE = Path.of("no-publishers.yml");
    private static final String NO_INBOX = "inbox";
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final Path file;
    private final WatchedFile<PublisherIndex> watched;
    private final Clock clock;
    private final String inbox;
    private final boolean inboxOnThisMachine;
    private final PublisherRefusals refusals;
    private final PublisherEventRates rates = new PublisherEventRates();
    private volatile boolean present;
    private volatile Instant looked = Instant.EPOCH;

    private PublisherRegistry(
            Path file, String inbox, boolean inboxOnThisMachine, MeterRegistry registry, Clock clock) {
        this.file = file;
        this.inbox = inbox;
        this.inboxOnThisMachine = inboxOnThisMachine;
        this.clock = clock;
        this.refusals = new PublisherRefusals(registry, clock);
        this.watched = new WatchedFile<>(
                file, text -> PublisherFileParser.read(file, inbox + ".", text), clock, BETWEEN_LOOKS);
    }

    /**
     * The publishers of a file, which is read again when it changes; it need not be there.
     *
     * @param inbox name of the topic {@code inbox}
     * @param inboxOnThisMachine whether the broker is this process, so that only programs on this machine write there
     * @throws IllegalArgumentException if the file is there and not as it should be, naming it, the line and the problem
     */
    public static PublisherRegistry open(
            Path file, String inbox, boolean inboxOnThisMachine, MeterRegistry registry, Clock clock) {
        PublisherRegistry publishers = new PublisherRegistry(file, inbox, inboxOnThisMachine, registry, clock);
        if (publishers.list() == null && publishers.present) {
            throw new IllegalArgumentException(publishers.watched.problem());
        }
        return publishers;
    }

    private @Nullable PublisherIndex list() {
        Instant now = clock.instant();
        if (!present && file != NOWHERE && Duration.between(looked, now).abs().compareTo(BETWEEN_LOOKS) >= 0) {
            looked = now;
            // In a folder that may not be entered the file may exist; taking it for missing would trust too much.
            present = !Files.notExists(file);
        }
        return present ? watched.value() : null;
    }

    /** Without a file, and with an inbox of this machine: for readers without a running service. */
    public static PublisherRegistry ofThisMachine(Clock clock) {
        return new PublisherRegistry(NOWHERE, NO_INBOX, true, new SimpleMeterRegistry(), clock);
    }

    /** Why the current file is not in use; empty if it is, or if there is none. */
    public String problem() {
        return present ? watched.problem() : "";
    }

    /** Topics that publishers have for themselves. */
    public Set<String> topics() {
        PublisherIndex list = list();
        return list == null ? Set.of() : list.topics();
    }

    /**
     * The publisher of a record.
     *
     * @param arrival when the broker appended it
     * @throws PublisherForbiddenException if it has no right to write it
     */
    public Publisher authenticate(PublisherCredential credential, byte[] payload, Instant arrival) {
        PublisherIndex list = list();
        if (!credential.topic().equals(inbox)) {
            Listed owner = list == null ? null : list.topic(credential.topic());
            if (owner == null) {
                throw no(
                        "inbox:unknown",
                        PublisherRight.LISTED,
                        "no publisher of publishers.yml has the topic " + credential.topic());
            }
            return owner.publisher();
        }
        RecordSignature signature = credential.signature();
        if (signature != null) {
            return signer(list, credential.topic(), signature, payload, arrival);
        }
        if (list == null) {
            return inboxOnThisMachine
                    ? Publisher.trusted("inbox:local", "the inbox of this machine's broker", Publisher.MAIL)
                    : Publisher.unlisted("inbox:unsigned", "the inbox without publishers.yml", Publisher.MAIL);
        }
        Listed anybody = list.unsigned();
        if (anybody == null) {
            throw no(
                    "inbox:unsigned",
                    PublisherRight.SIGNATURE,
                    "the record is not signed, and publishers.yml lists nobody with 'unsigned: true'; sign it (docs/events.md,"
                            + " 'Publishers')");
        }
        return anybody.publisher();
    }

    private static Publisher signer(
            @Nullable PublisherIndex list, String topic, RecordSignature signature, byte[] payload, Instant arrival) {
        Listed named = list == null ? null : list.id(signature.publisher());
        if (named == null) {
            throw no(
                    "inbox:unknown",
                    PublisherRight.LISTED,
                    "publisher " + QuotedText.of(signature.publisher())
                            + ", who signs the record, is not in publishers.yml");
        }
        String id = named.publisher().id();
        if (named.signingKey() == null) {
            throw no(
                    id,
                    PublisherRight.SIGNATURE,
                    "publisher " + id + " has no 'signing_key' in publishers.yml and cannot sign");
        }
        String problem = signature.problem(named.signingKey().getEncoded(), topic, arrival, payload);
        if (problem != null) {
            throw no(
                    id,
                    PublisherRight.SIGNATURE,
                    "publisher " + id + " is not believed to have written the record: " + problem);
        }
        return named.publisher();
    }

    private static PublisherForbiddenException no(String publisher, PublisherRight right, String sentence) {
        return new PublisherForbiddenException(publisher, right, null, sentence);
    }

    /**
     * The publisher of a key that reports events. A key without an entry has no rights once there is a file.
     *
     * @param key its name
     * @param scopes its scopes
     */
    public Publisher forEventReport(String key, KeyScopes scopes) {
        Publisher known = known(key, scopes);
        return known != null || list() == null
                ? authenticate(known, key, scopes)
                : Publisher.unlisted(
                        "key:" + key, "publishers.yml, which does not list the key " + key + ",", Set.of());
    }

    /**
     * The publisher of a key that requests decisions. A key without an entry keeps this right: without an answer mail would pass
     * undecided.
     */
    public Publisher forDecisionRequest(String key, KeyScopes scopes) {
        return authenticate(known(key, scopes), key, scopes);
    }

    /**
     * Scopes of a key that concern publishing.
     *
     * @param local whether it is the command line's own
     * @param events whether it may report mail servers' events
     * @param decisions whether it may request decisions
     * @param accounts whether it may report changes of accounts
     */
    public record KeyScopes(boolean local, boolean events, boolean decisions, boolean accounts) {

        /** Kinds of a key. A mail server's key may not change accounts, whatever other scopes it has. */
        private Set<EventKind> kinds() {
            Set<EventKind> kinds = EnumSet.noneOf(EventKind.class);
            if (events) {
                kinds.addAll(Publisher.MAIL);
            } else if (decisions) {
                kinds.add(EventKind.ATTEMPT);
            }
            if (accounts && (local || !events && !decisions)) {
                kinds.addAll(Publisher.ACCOUNT_CHANGES);
            }
            return kinds;
        }
    }

    private @Nullable Publisher known(String key, KeyScopes scopes) {
        if (scopes.local()) {
            return Publisher.LOCAL;
        }
        PublisherIndex list = list();
        Listed listed = list == null ? null : list.key(key);
        return listed == null ? null : listed.publisher();
    }

    private static Publisher authenticate(@Nullable Publisher known, String key, KeyScopes scopes) {
        Set<EventKind> kinds = scopes.kinds();
        return known == null
                ? Publisher.unlisted("key:" + key, "the key " + key + " without an entry in publishers.yml", kinds)
                : known.only(kinds, known.grounds() + " with the scopes of the key " + key);
    }

    /** Counts a reported event, and checks the publisher's limit per minute. */
    public void enforceRateLimit(Publisher publisher, Instant arrival) {
        if (!rates.within(publisher.id(), publisher.eventsPerMinute(), arrival)) {
            throw publisher.tooFast();
        }
    }

    /** Records a refusal. */
    public void refused(PublisherForbiddenException refusal) {
        refusals.note(refusal);
    }

    /** Refusals since this instance started, by publisher, each as {@code 3 by server, 1 by kind}. */
    public SortedMap<String, String> refused() {
        return refusals.current();
    }

    /** Whether something was refused within the last quarter of an hour. */
    public boolean refusedLately() {
        return refusals.lately();
    }

    /** The rights granted without a signature, a sentence each. */
    public List<String> describeTrust() {
        PublisherIndex list = list();
        List<String> sentences = new ArrayList<>();
        if (list != null) {
            sentences.add(list.size() + " publishers of " + file + ", and the local key");
            Listed anybody = list.unsigned();
            if (anybody != null) {
                sentences.add("whoever may write to " + inbox + ", as "
                        + anybody.publisher().id());
            }
        } else if (inboxOnThisMachine) {
            sentences.add(
                    "programs on this machine (" + inbox + "), but for changes of accounts; API keys by their scopes");
        } else {
            sentences.add("WHOEVER may write to " + inbox
                    + " reports submissions and outcomes of any server, because there is no " + file
                    + " (docs/production.md, 'Publishers'); API keys by their scopes");
        }
        return sentences;
    }

    /** Whether others than the programs on this machine can publish without being listed. */
    public boolean trustsAnybody() {
        PublisherIndex list = list();
        return list == null ? !inboxOnThisMachine : list.unsigned() != null && !inboxOnThisMachine;
    }
}
