package org.sekimori.profile.codec;

import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;

/**
 * A part of an account's state that is written under a tag of its own, so that parts are added without a new format. See {@link
 * StateSections}.
 *
 * @param <T> its value; immutable, with {@code equals} by content
 */
public final class StateSection<T> {

    private final int tag;
    private final T empty;
    private final BiConsumer<T, BinaryStateWriter> writer;
    private final Function<BinaryStateReader, T> reader;
    private final ToIntFunction<T> bound;
    private final UnaryOperator<T> shedder;

    private StateSection(
            int tag,
            T empty,
            BiConsumer<T, BinaryStateWriter> writer,
            Function<BinaryStateReader, T> reader,
            ToIntFunction<T> bound,
            UnaryOperator<T> shedder) {
        this.tag = tag;
        this.empty = empty;
        this.writer = writer;
        this.reader = reader;
        this.bound = bound;
        this.shedder = shedder;
    }

    /**
     * A part that loses nothing when a state grows too large.
     *
     * @param tag its number in the binary form, 1 to 127, for ever; unique within its {@link StateSections}
     * @param empty the value of an account that has none, which is not written
     * @param writer writes a value that is not empty
     * @param reader reads what it wrote
     * @param bound never less than what it writes for this value, in octets; cheap to say
     */
    public static <T> StateSection<T> of(
            int tag,
            T empty,
            BiConsumer<T, BinaryStateWriter> writer,
            Function<BinaryStateReader, T> reader,
            ToIntFunction<T> bound) {
        if (tag < 1 || tag > 127) {
            throw new IllegalArgumentException("a section's tag is 1 to 127, not " + tag);
        }
        return new StateSection<>(tag, empty, writer, reader, bound, UnaryOperator.identity());
    }

    /** The same, whose value loses its least informative part so when a state grows too large. */
    public StateSection<T> shedding(UnaryOperator<T> smaller) {
        return new StateSection<>(tag, empty, writer, reader, bound, smaller);
    }

    int tag() {
        return tag;
    }

    T empty() {
        return empty;
    }

    void write(BinaryStateWriter out, T value) {
        writer.accept(value, out);
    }

    T read(BinaryStateReader in) {
        return reader.apply(in);
    }

    int atMost(T value) {
        return bound.applyAsInt(value);
    }

    T shed(T value) {
        return shedder.apply(value);
    }
}
