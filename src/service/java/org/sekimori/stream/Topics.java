package org.sekimori.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topics of the log: names, partitions, retention. {@code docs/events.md} says the same in prose. */
public final class Topics {

    private static final Logger logger = LoggerFactory.getLogger(Topics.class);

    /** Partitions of {@code replies}: instances up to this number do not read each other's replies. */
    public static final int REPLY_SLOTS = 16;

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long BETWEEN_LOOKS_MILLIS = 50;
    private static final int SIDE_PARTITIONS = 4;

    /** In octets. Any publisher can cause dead letters, and a dead letter is many times the size of its cause. */
    private static final long MOST_DEAD_LETTERS = 2L << 30;

    private static final Duration INBOX_KEPT = Duration.ofDays(3);
    private static final Duration NEIGHBOURS_KEPT = Duration.ofDays(3);
    private static final Duration ONE_TIME_IDS_KEPT = Duration.ofHours(2);
    private static final String FOREVER = "-1";

    private final String prefix;

    public Topics(String prefix) {
        this.prefix = prefix;
    }

    /** Records of publishers, with any key. */
    public String inbox() {
        return prefix + "inbox";
    }

    /** The log: everything that can change a decision, keyed by account. */
    public String events() {
        return prefix + "events";
    }

    /** Decisions, keyed by account. */
    public String decisions() {
        return prefix + "decisions";
    }

    /** Replies to waiting requests; a partition per slot. */
    public String replies() {
        return prefix + "replies";
    }

    /** All grants of an account, keyed by account, compacted. */
    public String grants() {
        return prefix + "grants";
    }

    /** The home that an account has of its own, keyed by account, compacted. */
    public String homes() {
        return prefix + "homes";
    }

    /** The hold of an account, keyed by account, compacted. */
    public String holds() {
        return prefix + "holds";
    }

    /** The cases of an account, keyed by account, compacted. */
    public String cases() {
        return prefix + "cases";
    }

    /** First refusals for an origin, to ask the owner about, keyed by account. */
    public String questions() {
        return prefix + "questions";
    }

    /** Notices and the read offset of questions; keyed by notice, compacted, one partition. */
    public String notices() {
        return prefix + "notices";
    }

    /** Texts of rulebooks by id, compacted. */
    public String rulebooks() {
        return prefix + "rulebooks";
    }

    /** Agreements of all instances, such as the fingerprints of shared keys; compacted, one partition. */
    public String cluster() {
        return prefix + "cluster";
    }

    /** Entries of lists, keyed by kind, list and value; compacted, one partition. */
    public String lists() {
        return prefix + "lists";
    }

    /** Every change of a list, keyed by list; one partition. */
    public String listChanges() {
        return prefix + "list-changes";
    }

    /** Uses of ids that may be used once, keyed by id; one partition. */
    public String oneTimeIds() {
        return prefix + "one-time-ids";
    }

    /** How often rules matched, keyed by rule. */
    public String ruleCounts() {
        return prefix + "rule-counts";
    }

    /** What accounts report about what they share, keyed by that. */
    public String neighbourReports() {
        return prefix + "neighbour-reports";
    }

    /** News for accounts about what they share, on the way to {@code events}, keyed by account. */
    public String neighbourNews() {
        return prefix + "neighbour-news";
    }

    /** Audit trail, keyed by account. */
    public String audit() {
        return prefix + "audit";
    }

    /** Unusable records, with the reason. */
    public String deadLetters() {
        return prefix + "dead-letters";
    }

    /** Creates the topics that are missing; those that exist are left as they are. */
    public void create(Admin admin, int partitions, short replicas) throws InterruptedException {
        List<NewTopic> wanted = new ArrayList<>();
        wanted.add(topic(inbox(), SIDE_PARTITIONS, replicas, INBOX_KEPT, Map.of()));
        // Flushed by time, not by record: with one broker a power failure costs at most two seconds (docs/adr/0002).
        wanted.add(topic(events(), partitions, replicas, Duration.ofDays(35), Map.of("flush.ms", "1000")));
        wanted.add(topic(decisions(), partitions, replicas, Duration.ofDays(35), Map.of()));
        wanted.add(topic(replies(), REPLY_SLOTS, replicas, Duration.ofMinutes(10), Map.of("segment.ms", "600000")));
        wanted.add(compacted(grants(), replicas));
        wanted.add(compacted(homes(), replicas));
        wanted.add(compacted(holds(), replicas));
        wanted.add(compacted(cases(), replicas));
        wanted.add(topic(questions(), SIDE_PARTITIONS, replicas, Duration.ofDays(7), Map.of()));
        // One partition: its owner is the only sender.
        wanted.add(compacted(notices(), 1, replicas));
        wanted.add(compacted(rulebooks(), replicas).configs(rulebookConfig()));
        wanted.add(topic(ruleCounts(), SIDE_PARTITIONS, replicas, Duration.ofDays(2), Map.of()));
        wanted.add(topic(neighbourReports(), partitions, replicas, NEIGHBOURS_KEPT, Map.of()));
        wanted.add(topic(neighbourNews(), SIDE_PARTITIONS, replicas, NEIGHBOURS_KEPT, Map.of()));
        wanted.add(topic(audit(), SIDE_PARTITIONS, replicas, Duration.ofDays(400), Map.of()));
        wanted.add(topic(
                deadLetters(),
                SIDE_PARTITIONS,
                replicas,
                Duration.ofDays(14),
                Map.of("retention.bytes", Long.toString(MOST_DEAD_LETTERS / SIDE_PARTITIONS))));
        wanted.add(compacted(cluster(), 1, replicas));
        wanted.addAll(listTopics(replicas));
        wanted.add(oneTimeIds(replicas));
        create(admin, wanted, all(), replicas);
    }

    /** Creates those topics of single publishers that are missing, as the inbox is made. */
    public void createInboxes(Admin admin, Set<String> names, short replicas) throws InterruptedException {
        List<NewTopic> wanted = new ArrayList<>();
        names.forEach(name -> wanted.add(topic(name, SIDE_PARTITIONS, replicas, INBOX_KEPT, Map.of())));
        if (!wanted.isEmpty()) {
            create(admin, wanted, List.copyOf(names), replicas);
        }
    }

    /** Creates {@code cluster} alone, which is read before anything else is. */
    void createCluster(Admin admin, short replicas) throws InterruptedException {
        // One partition: reading it to the end reads everything.
        create(admin, new ArrayList<>(List.of(compacted(cluster(), 1, replicas))), List.of(cluster()), replicas);
    }

    /** Creates the topics of lists alone, which are read before anything is asked. */
    public void createLists(Admin admin, short replicas) throws InterruptedException {
        create(admin, new ArrayList<>(listTopics(replicas)), List.of(lists(), listChanges()), replicas);
    }

    /** Creates the topic of one-time ids alone, which is read before a link is taken. */
    public void createOneTimeIds(Admin admin, short replicas) throws InterruptedException {
        create(admin, new ArrayList<>(List.of(oneTimeIds(replicas))), List.of(oneTimeIds()), replicas);
    }

    /** One partition: the first record of an id is its use. */
    private NewTopic oneTimeIds(short replicas) {
        return topic(oneTimeIds(), 1, replicas, ONE_TIME_IDS_KEPT, Map.of("segment.ms", "3600000"));
    }

    /** One partition each: one order of all changes. */
    private List<NewTopic> listTopics(short replicas) {
        return List.of(
                compacted(lists(), 1, replicas), topic(listChanges(), 1, replicas, Duration.ofDays(400), Map.of()));
    }

    private void create(Admin admin, List<NewTopic> wanted, List<String> all, short replicas)
            throws InterruptedException {
        try {
            Set<String> present = admin.listTopics().names().get();
            // Created before all others, so their presence proves nothing.
            Set<String> early = Set.of(cluster(), lists(), listChanges(), oneTimeIds());
            boolean first = all.stream().filter(name -> !early.contains(name)).noneMatch(present::contains);
            wanted.removeIf(topic -> present.contains(topic.name()));
            if (!first && !wanted.isEmpty()) {
                logger.warn(
                        "Topics are made beside those that are there: {}. If one of them was there before, it was deleted, and what"
                                + " stood on it is lost",
                        wanted.stream().map(NewTopic::name).toList());
            }
            for (var created : admin.createTopics(wanted).values().values()) {
                awaitCreated(created);
            }
            awaitLeaders(admin, all);
        } catch (ExecutionException e) {
            throw new UnreachableLogException(
                    "the topics of the log cannot be made or used: " + reason(e, replicas), e);
        }
    }

    private String reason(ExecutionException failure, short replicas) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        if (cause instanceof AuthorizationException) {
            return cause.getMessage() + " Kafka allows this user too little; give it the ACLs of docs/production.md"
                    + " ('ACLs'), or make the topics " + prefix + "* beforehand as docs/events.md lists them";
        }
        if (cause instanceof InvalidReplicationFactorException) {
            return "the property sekimori.kafka.replicas is " + replicas + ", and the cluster says: "
                    + cause.getMessage();
        }
        if (cause instanceof PolicyViolationException) {
            return "the cluster's own policy refuses them (" + cause.getMessage() + "); make the topics " + prefix
                    + "* beforehand as docs/events.md lists them";
        }
        return cause.getMessage() + " (" + cause.getClass().getSimpleName() + "); is the cluster healthy?";
    }

    /**
     * Waits until every partition answers. A topic exists some milliseconds before its leaders do; an idempotent producer whose
     * first batch meets that moment while the second does not is refused for ever after (out of order).
     */
    public static void awaitLeaders(Admin admin, List<String> all) throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        for (TopicDescription topic : described(admin, all)) {
            topic.partitions()
                    .forEach(p -> asked.put(new TopicPartition(topic.name(), p.partition()), OffsetSpec.latest()));
        }
        // The client retries while a leader is missing, up to its default.api.timeout.ms of a minute.
        admin.listOffsets(asked).all().get();
    }

    /** The controller knows a topic some milliseconds before other brokers do. */
    private static Collection<TopicDescription> described(Admin admin, List<String> all)
            throws InterruptedException, ExecutionException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return admin.describeTopics(all).allTopicNames().get().values();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || System.nanoTime() > deadline) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
            }
        }
    }

    public List<String> all() {
        return List.of(
                inbox(),
                events(),
                decisions(),
                replies(),
                grants(),
                homes(),
                holds(),
                cases(),
                questions(),
                notices(),
                rulebooks(),
                ruleCounts(),
                neighbourReports(),
                neighbourNews(),
                audit(),
                deadLetters(),
                cluster(),
                lists(),
                listChanges(),
                oneTimeIds());
    }

    private static void awaitCreated(org.apache.kafka.common.KafkaFuture<Void> created)
            throws InterruptedException, ExecutionException {
        try {
            created.get();
        } catch (ExecutionException e) {
            // Another instance that starts at the same moment is welcome to have been faster.
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    private static NewTopic topic(
            String name, int partitions, short replicas, Duration retention, Map<String, String> more) {
        Map<String, String> config = new HashMap<>(more);
        config.put("message.timestamp.type", "LogAppendTime");
        config.put("retention.ms", Long.toString(retention.toMillis()));
        return new NewTopic(name, partitions, replicas).configs(config);
    }

    private static NewTopic compacted(String name, short replicas) {
        return compacted(name, SIDE_PARTITIONS, replicas);
    }

    private static NewTopic compacted(String name, int partitions, short replicas) {
        return new NewTopic(name, partitions, replicas)
                .configs(Map.of(
                        "message.timestamp.type", "LogAppendTime",
                        "cleanup.policy", "compact",
                        "retention.ms", FOREVER,
                        // A follower that was away this long still sees deletions.
                        "delete.retention.ms", Long.toString(Duration.ofDays(35).toMillis()),
                        "flush.messages", "1",
                        "min.cleanable.dirty.ratio", "0.1"));
    }

    private Map<String, String> rulebookConfig() {
        Map<String, String> config =
                new HashMap<>(compacted(rulebooks(), (short) 1).configs());
        config.put("compression.type", "gzip");
        return config;
    }
}
