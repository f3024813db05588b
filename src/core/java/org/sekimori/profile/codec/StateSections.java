package org.sekimori.profile.codec;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The tagged parts of a state: their number, then tag, length and octets of each, by ascending tag. Empty ones are left out, so an
 * account without any takes one octet. A value that is replaced as a whole.
 *
 * <p>Most steps change few parts. What was read and not replaced is written by copying the octets that it was read from.
 */
public final class StateSections {

    /** No section is longer, in octets. */
    public static final int MAX_OCTETS = 65_536;

    /** Tag and length. */
    private static final int HEAD = 4;

    /** Where the octets of a part are that was not read from any. */
    private static final byte[] NOWHERE = {};

    /** No parts. */
    public static final StateSections NONE = new StateSections(new Part<?>[0]);

    /**
     * A part.
     *
     * @param source has the octets that it was read from; {@link #NOWHERE} if it was made anew
     * @param from where they begin
     * @param length how many they are
     */
    @SuppressWarnings("ArrayRecordComponent") // never changed, and no part of what makes two parts equal
    private record Part<T>(StateSection<T> kind, T value, byte[] source, int from, int length) {

        static <T> Part<T> fresh(StateSection<T> kind, T value) {
            return new Part<>(kind, value, NOWHERE, 0, 0);
        }

        static <T> Part<T> read(StateSection<T> kind, BinaryStateReader in, int length) {
            int from = in.position();
            return new Part<>(kind, kind.read(in), in.source(), from, length);
        }

        int atMost() {
            return HEAD + (source == NOWHERE ? kind.atMost(value) : length);
        }

        StateSections shed(StateSections all) {
            return all.with(kind, kind.shed(value));
        }

        void write(BinaryStateWriter out) {
            out.number(kind.tag());
            if (source != NOWHERE) {
                out.octets(source, from, length);
                return;
            }
            int before = out.size();
            out.measured(part -> kind.write(part, value));
            if (out.size() - before > MAX_OCTETS) {
                throw new IllegalStateException(
                        "section " + kind.tag() + " takes " + (out.size() - before) + " octets");
            }
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Part<?> that && kind == that.kind && Objects.equals(value, that.value);
        }

        @Override
        public int hashCode() {
            return Objects.hashCode(value);
        }

        @Override
        public String toString() {
            return String.valueOf(value);
        }
    }

    /** By ascending tag. */
    private final Part<?>[] parts;

    private StateSections(Part<?>[] parts) {
        this.parts = parts;
    }

    /** The value of a part; its empty one if there is none. */
    @SuppressWarnings("unchecked")
    public <T> T get(StateSection<T> kind) {
        for (Part<?> part : parts) {
            if (part.kind == kind) {
                return (T) part.value;
            }
        }
        return kind.empty();
    }

    /** With another value of a part. */
    public <T> StateSections with(StateSection<T> kind, T value) {
        int at = index(kind);
        boolean there = at < parts.length && parts[at].kind == kind;
        if (there && Objects.equals(parts[at].value, value)) {
            return this;
        }
        if (kind.empty().equals(value)) {
            return there ? without(at) : this;
        }
        Part<?>[] changed;
        if (there) {
            changed = parts.clone();
        } else {
            changed = Arrays.copyOf(parts, parts.length + 1);
            System.arraycopy(parts, at, changed, at + 1, parts.length - at);
        }
        changed[at] = Part.fresh(kind, value);
        return new StateSections(changed);
    }

    /** The place of a part, or the one where it belongs. */
    private int index(StateSection<?> kind) {
        int at = 0;
        while (at < parts.length && parts[at].kind.tag() < kind.tag()) {
            at++;
        }
        return at;
    }

    private StateSections without(int at) {
        int left = parts.length - 1;
        Part<?>[] fewer = Arrays.copyOf(parts, left);
        System.arraycopy(parts, at + 1, fewer, at, left - at);
        return new StateSections(fewer);
    }

    /** Never less than what {@link #write} takes, in octets. */
    public int atMost() {
        int sum = 1;
        for (Part<?> part : parts) {
            sum += part.atMost();
        }
        return sum;
    }

    /** With each part smaller by what it can do without best. */
    public StateSections shed() {
        StateSections smaller = this;
        for (Part<?> part : parts) {
            smaller = part.shed(smaller);
        }
        return smaller;
    }

    /** Writes the parts. */
    public void write(BinaryStateWriter out) {
        out.number(parts.length);
        for (Part<?> part : parts) {
            part.write(out);
        }
    }

    /**
     * Reads {@link #write}'s output.
     *
     * @param known every part that this version knows
     * @throws UnknownSectionException for a tag that it does not know
     * @throws IllegalStateException if a part is longer or shorter than it says, or not in its place
     */
    public static StateSections read(BinaryStateReader in, List<? extends StateSection<?>> known) {
        int count = in.count();
        // Tags rise, so of more parts than are known one is found to be unknown before there is no room for it.
        Part<?>[] parts = new Part<?>[Math.min(count, known.size())];
        int before = 0;
        int kind = -1;
        for (int i = 0; i < count; i++) {
            int tag = in.count();
            if (tag <= before) {
                throw new IllegalStateException("section " + tag + " stands after section " + before);
            }
            before = tag;
            int length = in.count();
            if (length > MAX_OCTETS) {
                throw new IllegalStateException("section " + tag + " says that it takes " + length + " octets");
            }
            int end = in.position() + length;
            kind = index(known, tag, kind + 1);
            parts[i] = Part.read(known.get(kind), in, length);
            if (in.position() != end) {
                throw new IllegalStateException(
                        "section " + tag + " ends at octet " + in.position() + " and not at " + end);
            }
        }
        return new StateSections(parts);
    }

    /** Where a kind is. Tags rise and kinds are mostly listed likewise, so the next one is tried first. */
    private static int index(List<? extends StateSection<?>> known, int tag, int next) {
        int size = known.size();
        for (int i = 0; i < size; i++) {
            int at = next + i < size ? next + i : next + i - size;
            if (known.get(at).tag() == tag) {
                return at;
            }
        }
        throw new UnknownSectionException(tag);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StateSections that && Arrays.equals(parts, that.parts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(parts);
    }

    @Override
    public String toString() {
        return Arrays.toString(parts);
    }
}
