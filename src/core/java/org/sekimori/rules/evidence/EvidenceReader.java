package org.sekimori.rules.evidence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gives rules the weights of signs, and keeps what was read if somebody wants to know. Not thread-safe. */
public final class EvidenceReader {

    private final EvidenceWeights weights;

    /** Asked many times for each submission. */
    private final Map<String, Steps> tables = new HashMap<>();

    private final Map<String, EvidenceReading> read = new LinkedHashMap<>();
    private boolean collecting;

    /** The same as a {@link StepTable}, without boxed numbers. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Steps(double[] edges, double[] weights) {

        static Steps of(StepTable table) {
            return new Steps(
                    table.edges().stream().mapToDouble(Double::doubleValue).toArray(),
                    table.weights().stream().mapToDouble(Double::doubleValue).toArray());
        }

        double weight(double value) {
            int step = 0;
            while (step < edges.length && value >= edges[step]) {
                step++;
            }
            return weights[step];
        }
    }

    public EvidenceReader(EvidenceWeights weights) {
        this.weights = weights;
        weights.signs().forEach((sign, table) -> tables.put(sign, Steps.of(table)));
    }

    /** Whether there is a sign of this name. */
    public boolean weighs(String sign) {
        return tables.containsKey(sign);
    }

    /** The weights. */
    public EvidenceWeights weights() {
        return weights;
    }

    /** From now on keeps what is read. */
    public void collect() {
        collecting = true;
    }

    /** Whether it keeps what is read. */
    public boolean collecting() {
        return collecting;
    }

    /** Forgets what was read: the next submission begins. */
    public void begin() {
        read.clear();
    }

    /** What was read since {@link #begin}, by the name of the sign; empty unless {@link #collect} was called. */
    public List<EvidenceReading> readings() {
        List<EvidenceReading> all = new ArrayList<>(read.values());
        all.sort(Comparator.comparing(EvidenceReading::sign));
        return List.copyOf(all);
    }

    /**
     * The weight of a sign at a number, in nats.
     *
     * @throws IllegalArgumentException if there is no such sign
     */
    public double weight(String sign, double value) {
        Steps table = tables.get(sign);
        if (table == null) {
            throw new IllegalArgumentException(EvidenceWeights.FILE + " has no sign named " + sign);
        }
        double weight = table.weight(value);
        if (collecting) {
            read.put(sign, new EvidenceReading(sign, value, weight));
        }
        return weight;
    }
}
