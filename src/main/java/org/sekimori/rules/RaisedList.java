package org.sekimori.rules;

import java.util.ArrayList;
import java.util.List;

/** Gathers what the rules raise for one submission, together with the rule that is firing. */
final class RaisedList {

    /** One thing raised, by the rule that was compiled under this name. */
    record ByRule(String rule, Raised raised) {}

    private final List<ByRule> all = new ArrayList<>();
    private String firing = "";

    void firing(String rule) {
        firing = rule;
    }

    void add(Raised raised) {
        all.add(new ByRule(firing, raised));
    }

    List<ByRule> take() {
        if (all.isEmpty()) {
            return List.of();
        }
        List<ByRule> taken = List.copyOf(all);
        all.clear();
        return taken;
    }
}
