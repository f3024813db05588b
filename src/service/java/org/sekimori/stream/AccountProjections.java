package org.sekimori.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.CaseSet;
import org.sekimori.cases.Hold;
import org.sekimori.grants.AccountHomeOverride;
import org.sekimori.grants.GrantSet;
import org.sekimori.mail.Account;
import org.sekimori.stream.json.AccountHomeJson;
import org.sekimori.stream.json.CaseSetJson;
import org.sekimori.stream.json.GrantSetJson;
import org.sekimori.stream.json.HoldJson;

/**
 * Grants, homes, holds and cases of all accounts, as read from their compacted topics: for lists, and for the local fallback.
 * Lags behind the step by up to a commit interval; decisions on the log never use it.
 */
public final class AccountProjections implements AccountStatus, AutoCloseable {

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final UnreadableRecordHandler unreadable;
    private final CompactedTable<GrantSet> grants = CompactedTable.keeping(GrantSetJson::read);
    private final CompactedTable<AccountHomeOverride> homes = CompactedTable.keeping(AccountHomeJson::read);
    private final CompactedTable<Hold> holds = new CompactedTable<>(HoldJson::read, AccountProjections::someHold);
    private final CompactedTable<CaseSet> cases = CompactedTable.keeping(CaseSetJson::read);
    private final Map<String, CompactedTable<?>> tables;
    private final LongAdder records = new LongAdder();
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private Map<TopicPartition, Long> ends = Map.of();
    private final RetryingThread worker;

    public AccountProjections(StreamSettings settings, Topics topics, UnreadableRecordHandler unreadable) {
        this.unreadable = unreadable;
        tables = Map.of(topics.grants(), grants, topics.homes(), homes, topics.holds(), holds, topics.cases(), cases);
        Map<String, Object> properties = settings.clientProperties("projections");
        properties.put("isolation.level", "read_committed");
        properties.put("auto.offset.reset", "earliest");
        properties.put("enable.auto.commit", "false");
        consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        worker = new RetryingThread("sekimori-projections", this::poll, consumer::wakeup, consumer::close);
    }

    public void start() {
        List<TopicPartition> partitions = tables.keySet().stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        ends = consumer.endOffsets(partitions);
        worker.start();
    }

    /** Whether everything that was there at the start has been read. */
    public boolean ready() {
        return caughtUp.getCount() == 0;
    }

    /** Records read since the start; only grows. */
    public long records() {
        return records.sum();
    }

    @Override
    public GrantSet grants(Account account) {
        return grants.values().getOrDefault(account.name(), GrantSet.NONE);
    }

    @Override
    public Optional<AccountHomeOverride> home(Account account) {
        return Optional.ofNullable(homes.values().get(account.name()));
    }

    @Override
    public Optional<Hold> hold(Account account) {
        return Optional.ofNullable(holds.values().get(account.name()));
    }

    @Override
    public CaseSet cases(Account account) {
        return cases.values().getOrDefault(account.name(), CaseSet.NONE);
    }

    @Override
    public SortedMap<String, GrantSet> allGrants() {
        return new TreeMap<>(grants.values());
    }

    @Override
    public SortedMap<String, AccountHomeOverride> allHomes() {
        return new TreeMap<>(homes.values());
    }

    @Override
    public SortedMap<String, Hold> allHolds() {
        return new TreeMap<>(holds.values());
    }

    @Override
    public SortedMap<String, CaseSet> allCases() {
        return new TreeMap<>(cases.values());
    }

    private void poll() {
        try {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) {
                take(record);
            }
            if (!ready()
                    && ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
                caughtUp.countDown();
            }
        } catch (WakeupException e) {
            worker.interrupted(e);
        }
    }

    void take(ConsumerRecord<byte[], byte[]> record) {
        CompactedTable<?> table = tables.get(record.topic());
        records.increment();
        if (table != null) {
            table.take(record, unreadable);
        }
    }

    /** Stands for an unreadable hold: the account counts as on hold until the record can be read or is removed. */
    private static Hold someHold(@Nullable Hold before, ConsumerRecord<byte[], byte[]> record) {
        String by = before == null ? "unknown" : before.by();
        Instant since = before == null ? Instant.ofEpochMilli(record.timestamp()) : before.since();
        return new Hold(by, since, null, "this version cannot read the record of the hold");
    }

    /** How many accounts have a newest record that this version cannot read, by topic; only topics that have one. */
    public Map<String, Integer> incomplete() {
        Map<String, Integer> incomplete = new TreeMap<>();
        tables.forEach((topic, table) -> {
            if (table.unreadable() > 0) {
                incomplete.put(topic, table.unreadable());
            }
        });
        return incomplete;
    }

    @Override
    public void close() {
        worker.close();
    }
}
