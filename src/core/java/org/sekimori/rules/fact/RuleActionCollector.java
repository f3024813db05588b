package org.sekimori.rules.fact;

import java.util.ArrayList;
import java.util.List;

/** Collects what is raised for one submission, each with the rule that is firing. */
public final class RuleActionCollector {

    /**
     * Most signs of one submission. A rule signs at most four times when it fires, and the rules of a rulebook sign in at most a
     * hundred places, so only rules that fire once for each of many signs come near.
     */
    public static final int MOST_SIGNS = 200;

    /** One thing raised, by the rule that was compiled under this name. */
    public record ActionOfRule(String rule, RuleAction raised) {}

    /** One sign, by the rule that was compiled under this name. */
    public record SignOfRule(String rule, RaisedSign raised) {}

    /** Told at once of what is raised, so that later rules of the same firing see it. */
    public interface Listener {

        /** A finding was raised by the rule that was compiled under this name. */
        void found(String rule, RuleAction raised);

        /** A sign was raised by the rule that was compiled under this name. */
        void signed(String rule, RaisedSign raised);

        /** Whether a rule may see what another one raised, both by the names under which they were compiled. */
        boolean visible(String raisedBy, String reader);
    }

    private final List<ActionOfRule> all = new ArrayList<>();
    private final List<SignOfRule> signs = new ArrayList<>();
    private final Listener listener;
    private String firing = "";

    /** For rules that see nothing of each other. */
    public RuleActionCollector() {
        this(new Listener() {
            @Override
            public void found(String rule, RuleAction raised) {}

            @Override
            public void signed(String rule, RaisedSign raised) {}

            @Override
            public boolean visible(String raisedBy, String reader) {
                return false;
            }
        });
    }

    /** For rules of which some read what others raise. */
    public RuleActionCollector(Listener listener) {
        this.listener = listener;
    }

    /** Names the rule that fires now, as it was compiled. */
    public void firing(String rule) {
        firing = rule;
    }

    /** Collects an action of the firing rule. */
    public void add(RuleAction action) {
        all.add(new ActionOfRule(firing, action));
        listener.found(firing, action);
    }

    /** Collects a sign of the firing rule. */
    public void add(RaisedSign sign) {
        if (signs.size() == MOST_SIGNS) {
            throw new IllegalStateException("more than " + MOST_SIGNS + " signs for one submission");
        }
        signs.add(new SignOfRule(firing, sign));
        listener.signed(firing, sign);
    }

    /** Adds signs that other rules raised before, when rules run apart; nobody is told. */
    public void before(List<SignOfRule> raised) {
        signs.addAll(raised);
    }

    /** The signs that the firing rule may see, in the order in which they were raised. */
    public List<RaisedSign> visibleSigns() {
        return signs.stream()
                .filter(one -> listener.visible(one.rule(), firing))
                .map(SignOfRule::raised)
                .toList();
    }

    /** The collected signs, which stay; {@link #take} forgets them. */
    public List<SignOfRule> signs() {
        return List.copyOf(signs);
    }

    /** The collected actions; forgets everything. */
    public List<ActionOfRule> take() {
        signs.clear();
        if (all.isEmpty()) {
            return List.of();
        }
        List<ActionOfRule> taken = List.copyOf(all);
        all.clear();
        return taken;
    }
}
