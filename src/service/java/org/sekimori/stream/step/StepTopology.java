package org.sekimori.stream.step;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.sekimori.stream.Topics;
import org.sekimori.stream.request.LocalReplies;
import org.sekimori.stream.request.ReplyAddress;
import org.sekimori.stream.rulebook.ActivationVerifier;
import org.sekimori.stream.rulebook.RuleFailureMonitor;
import org.sekimori.stream.rulebook.RulebookCache;
import org.sekimori.stream.rulebook.RulebookHmacKeys;

/** Topology from {@code events} through the step to the output topics. */
public final class StepTopology {

    private static final String SOURCE = "events";
    private static final String STEP = "step";

    private StepTopology() {}

    public static Topology build(Topics topics, RulebookCache cache, RuleFailureMonitor failures, StepMeters meters) {
        return build(topics, cache, failures, meters, new ActivationVerifier(RulebookHmacKeys.NONE, ""), () -> {});
    }

    /** The same, with all replies through the broker. */
    static Topology build(
            Topics topics,
            RulebookCache cache,
            RuleFailureMonitor failures,
            StepMeters meters,
            ActivationVerifier proven,
            @Nullable Runnable neighbours) {
        return build(topics, cache, failures, meters, proven, LocalReplies.NONE, neighbours);
    }

    /**
     * The topology.
     *
     * @param local takes the replies to requests of this process
     * @param neighbours called with each report about neighbours; null: they are switched off, and nothing is reported
     */
    public static Topology build(
            Topics topics,
            RulebookCache cache,
            RuleFailureMonitor failures,
            StepMeters meters,
            ActivationVerifier proven,
            LocalReplies local,
            @Nullable Runnable neighbours) {
        Topology topology = new Topology();
        topology.addSource(
                AutoOffsetReset.earliest(),
                SOURCE,
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                topics.events());
        topology.addProcessor(
                STEP, () -> new StepProcessor(cache, failures, meters, proven, local, neighbours), SOURCE);
        topology.addStateStore(store(StepProcessor.ACCOUNTS), STEP);
        topology.addStateStore(store(StepProcessor.PLACES), STEP);
        topology.addStateStore(store(StepProcessor.COUNTS), STEP);
        sink(topology, StepProcessor.DECISIONS, topics.decisions());
        sink(topology, StepProcessor.GRANTS, topics.grants());
        sink(topology, StepProcessor.HOMES, topics.homes());
        sink(topology, StepProcessor.HOLDS, topics.holds());
        sink(topology, StepProcessor.CASES, topics.cases());
        sink(topology, StepProcessor.QUESTIONS, topics.questions());
        sink(topology, StepProcessor.RULE_COUNTS, topics.ruleCounts());
        sink(topology, StepProcessor.NEIGHBOUR_REPORTS, topics.neighbourReports());
        sink(topology, StepProcessor.AUDIT, topics.audit());
        sink(topology, StepProcessor.DEAD_LETTERS, topics.deadLetters());
        StreamPartitioner<byte[], byte[]> bySlot = (topic, key, value, partitions) -> {
            ReplyAddress to = ReplyAddress.of(key);
            return Optional.of(Set.of(to == null ? 0 : Math.floorMod(to.slot(), partitions)));
        };
        topology.addSink(
                StepProcessor.REPLIES,
                topics.replies(),
                new ByteArraySerializer(),
                new ByteArraySerializer(),
                bySlot,
                STEP);
        return topology;
    }

    private static void sink(Topology topology, String name, String topic) {
        topology.addSink(name, topic, new ByteArraySerializer(), new ByteArraySerializer(), STEP);
    }

    private static StoreBuilder<KeyValueStore<Bytes, byte[]>> store(String name) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingEnabled()
                .withLoggingEnabled(Map.of());
    }
}
