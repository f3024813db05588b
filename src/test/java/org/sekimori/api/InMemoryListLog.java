package org.sekimori.api;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.lists.ListChange;
import org.sekimori.lists.ListEntry;
import org.sekimori.lists.ListTable;
import org.sekimori.stream.lists.ListLog;

/** Lists without a broker. */
public final class InMemoryListLog implements ListLog {

    private volatile ListTable table = new ListTable();
    private volatile Following following = new Following(0, "");
    private final List<ListChange> changes = new ArrayList<>();

    @Override
    public Following following() {
        return following;
    }

    /** Shows this reading from now on. */
    void following(Following value) {
        following = value;
    }

    synchronized void reset() {
        table = new ListTable();
        following = new Following(0, "");
        changes.clear();
    }

    @Override
    public ListTable table() {
        return table;
    }

    @Override
    public synchronized void apply(ListChange change) {
        changes.add(change);
        for (String value : change.values()) {
            if (change.action() == ListChange.Action.ADD) {
                table.put(new ListEntry(change.list(), change.kind(), value, change.terms()));
            } else {
                table.remove(change.list(), change.kind(), value);
            }
        }
    }

    @Override
    public synchronized List<PastChange> history(String list, @Nullable String value, int most) {
        return changes.stream()
                .filter(one -> one.list().equals(list)
                        && (value == null || one.values().contains(value)))
                .map(one -> PastChange.of(one, value))
                .limit(most)
                .toList();
    }
}
