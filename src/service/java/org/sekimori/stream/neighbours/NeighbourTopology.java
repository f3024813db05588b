package org.sekimori.stream.neighbours;

import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;
import org.sekimori.stream.Topics;

/** Topology from {@code neighbour-reports} through the counts to {@code neighbour-news}. */
final class NeighbourTopology {

    private static final String SOURCE = "reports";
    private static final String COUNTING = "counting";

    private NeighbourTopology() {}

    static Topology build(Topics topics, NeighbourMeters meters) {
        Topology topology = new Topology();
        topology.addSource(
                AutoOffsetReset.earliest(),
                SOURCE,
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                topics.neighbourReports());
        topology.addProcessor(COUNTING, () -> new NeighbourProcessor(meters), SOURCE);
        topology.addStateStore(
                Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore(NeighbourProcessor.SLOTS),
                                Serdes.Bytes(),
                                Serdes.ByteArray())
                        .withCachingEnabled()
                        .withLoggingEnabled(Map.of()),
                COUNTING);
        sink(topology, NeighbourProcessor.NEWS, topics.neighbourNews());
        sink(topology, NeighbourProcessor.DEAD_LETTERS, topics.deadLetters());
        return topology;
    }

    private static void sink(Topology topology, String name, String topic) {
        topology.addSink(name, topic, new ByteArraySerializer(), new ByteArraySerializer(), COUNTING);
    }
}
