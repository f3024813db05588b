package org.sekimori.rules.source;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Gathers problems and keeps the first of them: a text can be wrong in a million places, and nobody reads them all. Of the others the
 * last entry says how many there are.
 */
public final class BoundedProblemList extends AbstractList<RulebookProblem> {

    /** Most problems that are kept. */
    public static final int MOST = 100;

    private static final String MORE = " more problems; correct the others first";

    private final List<RulebookProblem> kept = new ArrayList<>();
    private int more;

    /** At most {@link #MOST} of some problems, and how many more there are. */
    public static List<RulebookProblem> of(Collection<RulebookProblem> problems) {
        List<RulebookProblem> given = List.copyOf(problems);
        if (given.size() == MOST + 1 && isRest(given.get(MOST))) {
            return given;
        }
        BoundedProblemList list = new BoundedProblemList();
        list.addAll(given);
        return List.copyOf(list);
    }

    /** Whether a problem is the one that counts those that are not told. */
    public static boolean isRest(RulebookProblem problem) {
        return problem.message().endsWith(MORE);
    }

    /** Whether enough is wrong to stop looking for more. */
    public boolean full() {
        return kept.size() == MOST;
    }

    @Override
    public void add(int index, RulebookProblem problem) {
        if (full()) {
            more++;
        } else {
            kept.add(Math.min(index, kept.size()), problem);
        }
    }

    @Override
    public RulebookProblem get(int index) {
        return index < kept.size() || more == 0
                ? kept.get(index)
                : new RulebookProblem(".", 0, "... and " + more + MORE);
    }

    @Override
    public int size() {
        return kept.size() + (more > 0 ? 1 : 0);
    }
}
