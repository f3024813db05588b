package org.sekimori.lab.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sekimori.lab.evaluation.AttackTempo;
import org.sekimori.rules.evidence.StepTable;
import org.sekimori.rules.evidence.StepTable.Order;

/** Small traces of two signs. */
final class FitFixture {

    static final byte HOSTILE_OUT = AttackTrace.HOSTILE | AttackTrace.PASSED;

    private FitFixture() {}

    /** A rising sign with the edges 1 and 3 and one of any shape with the edge 1, with these weights. */
    static EvidenceModel model(List<Double> rising, List<Double> free) {
        SortedMap<String, StepTable> tables = new TreeMap<>();
        tables.put("new-recipients", new StepTable(Order.RISING, List.of(1.0, 3.0), rising));
        tables.put("odd-hour", new StepTable(Order.FREE, List.of(1.0), free));
        return new EvidenceModel(tables);
    }

    static EvidenceModel zero() {
        return model(List.of(0.0, 0.0, 0.0), List.of(0.0, 0.0));
    }

    static TraceSet traces() {
        return new TraceSet(List.of("new-recipients", "odd-hour"));
    }

    static int vector(TraceSet traces, int first, int second) {
        return traces.table().number(new SignVector(new byte[] {(byte) first, (byte) second}));
    }

    /** An account whose days have one attempt each, of this evidence. */
    static void honest(TraceSet traces, String honestClass, int accountDays, int... vectors) {
        List<HonestTrace.Day> days = new ArrayList<>();
        for (int vector : vectors) {
            days.add(new HonestTrace.Day(new int[] {vector}, false));
        }
        traces.add(new HonestTrace(honestClass, accountDays, days));
    }

    /** An attack whose attempts all got out. */
    static void attack(TraceSet traces, AttackTempo tempo, int... vectors) {
        byte[] marks = new byte[vectors.length];
        Arrays.fill(marks, HOSTILE_OUT);
        traces.add(new AttackTrace("burst", tempo, vectors, marks));
    }
}
