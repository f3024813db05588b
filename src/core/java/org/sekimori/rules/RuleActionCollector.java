package org.sekimori.rules;

import java.util.ArrayList;
import java.util.List;

/** Collects the actions raised for one submission, each with the rule that is firing. */
final class RuleActionCollector {

    /** One thing raised, by the rule that was compiled under this name. */
    record ActionOfRule(String rule, RuleAction raised) {}

    private final List<ActionOfRule> all = new ArrayList<>();
    private String firing = "";

    void firing(String rule) {
        firing = rule;
    }

    void add(RuleAction action) {
        all.add(new ActionOfRule(firing, action));
    }

    List<ActionOfRule> take() {
        if (all.isEmpty()) {
            return List.of();
        }
        List<ActionOfRule> taken = List.copyOf(all);
        all.clear();
        return taken;
    }
}
