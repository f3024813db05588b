package org.sekimori.lists;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Texts, and patterns with one {@code *} at the start or the end, by hash: a name is looked up as a whole and once for each
 * length of a pattern in use, at most {@link ListKind#MAX_PATTERN} of either sort.
 */
final class TextIndex implements ValueIndex {

    private final Map<String, List<Listing>> values = new ConcurrentHashMap<>();

    /** Patterns by their length without the star: {@code *} at the start, and at the end. */
    private final AtomicIntegerArray tails = new AtomicIntegerArray(ListKind.MAX_PATTERN);

    private final AtomicIntegerArray heads = new AtomicIntegerArray(ListKind.MAX_PATTERN);

    void find(String name, Consumer<List<Listing>> found) {
        accept(values.get(name), found);
        for (int length = 1; length < ListKind.MAX_PATTERN && length <= name.length(); length++) {
            if (tails.get(length) > 0) {
                accept(values.get("*" + name.substring(name.length() - length)), found);
            }
            if (heads.get(length) > 0) {
                accept(values.get(name.substring(0, length) + "*"), found);
            }
        }
    }

    private static void accept(@Nullable List<Listing> listings, Consumer<List<Listing>> found) {
        if (listings != null) {
            found.accept(listings);
        }
    }

    @Override
    public void put(String value, Listing listing) {
        change(value, before -> Listing.with(before, listing));
    }

    @Override
    public void remove(String value, String list) {
        change(value, before -> Listing.without(before, list));
    }

    private void change(String value, UnaryOperator<@Nullable List<Listing>> change) {
        values.compute(value, (same, before) -> {
            @Nullable List<Listing> after = change.apply(before);
            int more = (after == null ? 0 : 1) - (before == null ? 0 : 1);
            if (value.startsWith("*")) {
                tails.addAndGet(value.length() - 1, more);
            } else if (value.endsWith("*")) {
                heads.addAndGet(value.length() - 1, more);
            }
            return after;
        });
    }

    @Override
    public @Nullable List<Listing> exactly(String value) {
        return values.get(value);
    }

    @Override
    public void forEach(BiConsumer<String, List<Listing>> action) {
        values.forEach(action);
    }

    @Override
    public long size() {
        return values.size();
    }
}
