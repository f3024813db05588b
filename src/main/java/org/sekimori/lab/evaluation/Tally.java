package org.sekimori.lab.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What one detector made of many accounts. Adding is possible in any order; what is read has one order. */
final class Tally {

    private final SortedMap<String, HonestTally> honest = new TreeMap<>();
    private final List<AttackOutcome> attacks = new ArrayList<>();

    HonestTally honest(String honestClass) {
        return honest.computeIfAbsent(honestClass, name -> new HonestTally());
    }

    void attack(AttackOutcome outcome) {
        attacks.add(outcome);
    }

    void add(Tally other) {
        other.honest.forEach((name, tally) -> honest(name).add(tally));
        attacks.addAll(other.attacks);
    }

    /** All honest customers together. */
    HonestTally honest() {
        HonestTally all = new HonestTally();
        honest.values().forEach(all::add);
        return all;
    }

    /** By class. */
    SortedMap<String, HonestTally> honestByClass() {
        return honest;
    }

    List<AttackOutcome> attacks() {
        return attacks.stream()
                .sorted(Comparator.comparingLong(AttackOutcome::order))
                .toList();
    }
}
