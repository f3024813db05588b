package org.sekimori.lab.fit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Labelled traffic as the rules saw it, without the rule that adds the signs up. Reading has the order of adding. */
final class TraceSet {

    private final List<String> signs;
    private final VectorTable table = new VectorTable();
    private final List<HonestTrace> honest = new ArrayList<>();
    private final List<AttackTrace> attacks = new ArrayList<>();
    private long attempts;

    /** @param signs their names, in the order of vectors */
    TraceSet(List<String> signs) {
        this.signs = List.copyOf(signs);
    }

    List<String> signs() {
        return signs;
    }

    VectorTable table() {
        return table;
    }

    List<HonestTrace> honest() {
        return Collections.unmodifiableList(honest);
    }

    List<AttackTrace> attacks() {
        return Collections.unmodifiableList(attacks);
    }

    /** Attempts that were seen, honest and hostile. */
    long attempts() {
        return attempts;
    }

    long accountDays() {
        return honest.stream().mapToLong(HonestTrace::accountDays).sum();
    }

    void attempt() {
        attempts++;
    }

    void add(HonestTrace trace) {
        honest.add(trace);
    }

    void add(AttackTrace trace) {
        attacks.add(trace);
    }

    void add(TraceSet other) {
        int[] here = table.add(other.table);
        for (HonestTrace trace : other.honest) {
            List<HonestTrace.Day> days = new ArrayList<>();
            trace.active().forEach(day -> days.add(new HonestTrace.Day(mapped(day.vectors(), here), day.flagged())));
            honest.add(new HonestTrace(trace.honestClass(), trace.accountDays(), days));
        }
        for (AttackTrace trace : other.attacks) {
            attacks.add(
                    new AttackTrace(trace.attackClass(), trace.tempo(), mapped(trace.vectors(), here), trace.marks()));
        }
        attempts += other.attempts;
    }

    private static int[] mapped(int[] numbers, int[] here) {
        int[] mapped = new int[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            mapped[i] = here[numbers[i]];
        }
        return mapped;
    }
}
