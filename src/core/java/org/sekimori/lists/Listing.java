package org.sekimori.lists;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The terms under which values are on a list; one object for all values that were put there together. */
final class Listing {

    private final String list;
    private final ListTerms terms;
    private final List<Listing> alone = List.of(this);

    Listing(String list, ListTerms terms) {
        this.list = list;
        this.terms = terms;
    }

    String list() {
        return list;
    }

    ListTerms terms() {
        return terms;
    }

    boolean is(String otherList, ListTerms otherTerms) {
        return list.equals(otherList) && terms.equals(otherTerms);
    }

    /** The listings of a value with this one in the place of the same list's; most values are on one list and share its object. */
    static List<Listing> with(@Nullable List<Listing> before, Listing added) {
        List<Listing> others = without(before, added.list);
        if (others == null) {
            return added.alone;
        }
        List<Listing> all = new ArrayList<>(others);
        all.add(added);
        return List.copyOf(all);
    }

    /** The listings of a value without that of a list; null if none is left. */
    static @Nullable List<Listing> without(@Nullable List<Listing> before, String list) {
        if (before == null) {
            return null;
        }
        List<Listing> left =
                before.stream().filter(one -> !one.list.equals(list)).toList();
        return left.isEmpty() ? null : left.size() == 1 ? left.get(0).alone : left;
    }
}
