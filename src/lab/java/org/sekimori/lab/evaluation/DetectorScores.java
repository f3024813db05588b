package org.sekimori.lab.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** One detector's scores over many accounts. May be added in any order; reading has one order. */
public final class DetectorScores {

    private final SortedMap<String, HonestAccountCounts> honestCounts = new TreeMap<>();
    private final List<AttackOutcome> attacks = new ArrayList<>();

    HonestAccountCounts honestCounts(String honestClass) {
        return honestCounts.computeIfAbsent(honestClass, name -> new HonestAccountCounts());
    }

    void attack(AttackOutcome outcome) {
        attacks.add(outcome);
    }

    void add(DetectorScores other) {
        other.honestCounts.forEach((name, tally) -> honestCounts(name).add(tally));
        attacks.addAll(other.attacks);
    }

    /** All honest customers together. */
    public HonestAccountCounts honestCounts() {
        HonestAccountCounts all = new HonestAccountCounts();
        honestCounts.values().forEach(all::add);
        return all;
    }

    /** By class. */
    SortedMap<String, HonestAccountCounts> honestByClass() {
        return honestCounts;
    }

    List<AttackOutcome> attacks() {
        return attacks.stream()
                .sorted(Comparator.comparingLong(AttackOutcome::order))
                .toList();
    }
}
