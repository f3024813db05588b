package org.sekimori.rules;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.kie.api.KieBase;
import org.kie.api.definition.KiePackage;
import org.kie.api.definition.rule.Rule;
import org.kie.api.runtime.KieContainer;

/** The compiled classes of a rulebook, and the selections of its rules that sessions run. Shared by all threads. */
final class CompiledRules implements AutoCloseable {

    private final CompiledRulesCache.Share share;
    private final KieContainer container;
    private final KieBase all;
    private final Map<String, String> ids;
    private final List<String> texts;
    private final RuleOrder order;
    private final Map<Set<String>, KieBase> without = new ConcurrentHashMap<>();
    private final Map<String, KieBase> alone = new ConcurrentHashMap<>();

    /**
     * @param share of the compiled classes, held until {@link #close}
     * @param ids of the rules, by the names under which they were compiled
     * @param texts those that compiled rules ask the fact for, by number
     * @param order of the rules
     */
    CompiledRules(CompiledRulesCache.Share share, Map<String, String> ids, List<String> texts, RuleOrder order) {
        this.share = share;
        this.container = share.container();
        // Asked for each sign by each rule that reads it; Map.copyOf's maps find more slowly.
        this.ids = new HashMap<>(ids);
        this.texts = texts;
        this.order = order;
        this.all = container.getKieBase();
    }

    /** The id of the rule that was compiled under a name. */
    String id(String compiled) {
        String id = ids.get(compiled);
        if (id == null) {
            throw new IllegalStateException("no rule was compiled as " + compiled);
        }
        return id;
    }

    /** Which rules read what others raise. */
    RuleOrder order() {
        return order;
    }

    /** The string literals of compiled rules, by number. */
    List<String> texts() {
        return texts;
    }

    /** All rules but those with these ids. */
    KieBase without(Set<String> off) {
        return off.isEmpty() ? all : without.computeIfAbsent(Set.copyOf(off), ids -> select(id -> !ids.contains(id)));
    }

    /** One rule and no other. */
    KieBase alone(String id) {
        return alone.computeIfAbsent(id, one -> select(one::equals));
    }

    private KieBase select(java.util.function.Predicate<String> wanted) {
        KieBase selected = container.newKieBase(null);
        for (KiePackage one : container.getKieBase().getKiePackages()) {
            for (Rule rule : one.getRules()) {
                if (!wanted.test(id(rule.getName()))) {
                    selected.removeRule(one.getName(), rule.getName());
                }
            }
        }
        return selected;
    }

    @Override
    public void close() {
        without.clear();
        alone.clear();
        share.close();
    }
}
