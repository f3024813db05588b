package org.sekimori.neighbours;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.profile.codec.BinaryStateReader;
import org.sekimori.profile.codec.BinaryStateWriter;

/**
 * The few shared keys whose hashes fall into one slot of a table of fixed size. Clients choose HELO names and sender domains as they
 * like; a table with slots of {@value #WAYS} is bounded without a scan, as a set-associative cache is. Kinds have tables of their
 * own, so a flood of invented names pushes out nothing but names. In a full slot the key that was not heard of for longest gives
 * way, one without evidence first.
 */
public final class KeySlot {

    static final int WAYS = 4;

    /** Slots of a kind in one partition. */
    static final int SLOTS = 1 << 13;

    /** A slot without keys. */
    public static final KeySlot EMPTY = new KeySlot(List.of());

    private final List<Entry> entries;

    private KeySlot(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    private record Entry(long hash, KeyState state) {}

    /** The slot after a report, and the news. */
    public record Outcome(KeySlot slot, List<NeighbourNews> news) {}

    /** The name of the slot that a key belongs to, such as {@code network 8191}. */
    public static String name(SharedKey key) {
        return key.kind().word() + " " + (key.hash() >>> 20 & SLOTS - 1);
    }

    /** Counts a report about a key of this slot. */
    public Outcome after(NeighbourReport report) {
        long hash = report.key().hash();
        List<Entry> others = new ArrayList<>(entries.size() + 1);
        KeyState before = KeyState.NEW;
        for (Entry one : entries) {
            if (one.hash() == hash) {
                before = one.state();
            } else {
                others.add(one);
            }
        }
        KeyState.Outcome outcome = before.after(report);
        Entry least = others.size() < WAYS ? null : least(others);
        if (least != null) {
            others.remove(least);
        }
        others.add(new Entry(hash, outcome.state()));
        return new Outcome(new KeySlot(others), outcome.news());
    }

    private static @Nullable Entry least(List<Entry> entries) {
        Entry least = null;
        for (Entry one : entries) {
            if (least == null
                    || (one.state().grave() != least.state().grave()
                            ? least.state().grave()
                            : one.state().newest() < least.state().newest())) {
                least = one;
            }
        }
        return least;
    }

    /** Without keys that were not heard of since; the same object if all were. */
    public KeySlot since(long hour) {
        return entries.stream().allMatch(one -> one.state().newest() >= hour)
                ? this
                : new KeySlot(entries.stream()
                        .filter(one -> one.state().newest() >= hour)
                        .toList());
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** The slot as bytes. */
    public byte[] encode() {
        BinaryStateWriter out = new BinaryStateWriter().number(entries.size());
        for (Entry one : entries) {
            out.fixed64(one.hash());
            one.state().write(out);
        }
        return out.toBytes();
    }

    /**
     * Decodes {@link #encode}'s output.
     *
     * @throws IllegalStateException if it is damaged or of a later version; the counts can be begun anew, nothing else depends on them
     */
    public static KeySlot decode(byte[] bytes) {
        try {
            BinaryStateReader in = new BinaryStateReader(bytes);
            List<Entry> entries = new ArrayList<>();
            for (int left = in.count(); left > 0; left--) {
                entries.add(new Entry(in.fixed64(), KeyState.read(in)));
            }
            return new KeySlot(entries);
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "a slot of shared keys is damaged or of a later version: " + e.getMessage(), e);
        }
    }
}
