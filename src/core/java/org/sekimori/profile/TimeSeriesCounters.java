package org.sekimori.profile;

import java.util.Arrays;
import org.sekimori.profile.codec.BinaryStateReader;
import org.sekimori.profile.codec.BinaryStateWriter;

/**
 * Counters by step of time, without empty steps; a value, replaced as a whole. Keeps only the newest {@code keep} steps, counted
 * from the newest step ever used, even if its counts were taken back; earlier ones are not counted. A counter stops at
 * {@link #MOST}.
 *
 * <p>Most accounts send a few times a day, so a typical series takes a few dozen octets: each kept step is written as its
 * distance from the one before, a bit for each column that is not zero, and these columns. A message changes the newest row, so
 * the octets of those before it are kept as they were read, and written again.
 */
final class TimeSeriesCounters {

    /** The highest count of a step, 2^28 - 1: four octets, and far from an overflow. */
    static final int MOST = (1 << 28) - 1;

    /** Octets of the largest count. */
    private static final int LARGEST = 4;

    /** Octets of a row without its columns: its step, its bits, and one more for the number of rows. */
    private static final int NEW_ROW = 8;

    private static final int[] NO_ROWS = {};

    private final int keep;
    private final int width;

    /** Rising. */
    private final int[] steps;

    /** A row of {@code width} columns for each step. */
    private final int[] values;

    /** Upper bound of the encoded size in octets; not part of the value. */
    private final int atMost;

    /** What the first rows were read from; empty if there are none. Not part of the value. */
    private final Source source;

    /**
     * Octets of the first rows.
     *
     * @param octets has them, and others
     * @param from where the first row begins
     * @param until where the last row ends
     * @param rows how many they are
     * @param last where the last row begins; {@code from} if only {@code rows} of more are left, and it is not known any more
     */
    @SuppressWarnings("ArrayRecordComponent") // never changed nor compared
    private record Source(byte[] octets, int from, int until, int rows, int last) {

        static final Source NONE = new Source(new byte[0], 0, 0, 0, 0);

        /** What is left of it when a row of this number changes, or is put in. */
        Source before(int row) {
            if (row >= rows) {
                return this;
            }
            return row == rows - 1 && last > from ? new Source(octets, from, last, row, from) : NONE;
        }
    }

    private TimeSeriesCounters(int keep, int width, int[] steps, int[] values, int atMost) {
        this(keep, width, steps, values, atMost, Source.NONE);
    }

    private TimeSeriesCounters(int keep, int width, int[] steps, int[] values, int atMost, Source source) {
        this.source = source;
        this.atMost = atMost;
        this.keep = keep;
        this.width = width;
        this.steps = steps;
        this.values = values;
    }

    static TimeSeriesCounters empty(int keep, int width) {
        return new TimeSeriesCounters(keep, width, NO_ROWS, NO_ROWS, 1);
    }

    /** Whether a step can still be counted in. */
    private boolean reaches(int step) {
        return steps.length == 0 || step > newest() - keep;
    }

    private int newest() {
        return steps[steps.length - 1];
    }

    /**
     * Adds a row to a step; negative amounts subtract, down to zero.
     *
     * @param row at least {@code width} amounts, none beyond {@link #MOST}; further ones are ignored
     */
    TimeSeriesCounters plus(int step, int[] row) {
        if (!reaches(step)) {
            return this;
        }
        int oldest = (steps.length == 0 ? step : Math.max(step, newest())) - keep + 1;
        int drop = 0;
        while (drop < steps.length && steps[drop] < oldest) {
            drop++;
        }
        int found = Arrays.binarySearch(steps, drop, steps.length, step);
        int added = found < 0 ? 1 : 0;
        int at = found < 0 ? -found - 1 : found;
        int[] newSteps = opened(steps, drop, at, added, 1);
        int[] newValues = opened(values, drop, at, added, width);
        newSteps[at - drop] = step;
        int base = (at - drop) * width;
        int more = NEW_ROW;
        for (int column = 0; column < width; column++) {
            more += row[column] == 0 ? 0 : LARGEST;
            newValues[base + column] = Math.max(0, Math.min(MOST, newValues[base + column] + row[column]));
        }
        return new TimeSeriesCounters(
                keep, width, newSteps, newValues, atMost + more, drop == 0 ? source.before(at) : Source.NONE);
    }

    /** Copies without the first {@code drop} rows and with {@code added} rows of zeros before row {@code at}. */
    private static int[] opened(int[] old, int drop, int at, int added, int width) {
        int[] fresh = new int[old.length - (drop - added) * width];
        System.arraycopy(old, drop * width, fresh, 0, (at - drop) * width);
        System.arraycopy(old, at * width, fresh, (at - drop + added) * width, old.length - at * width);
        return fresh;
    }

    /** Sum of a column over the {@code window} steps that end with {@code last}. */
    long sum(int column, int last, int window) {
        long sum = 0;
        for (int i = steps.length - 1; i >= 0 && steps[i] > last - window; i--) {
            if (steps[i] <= last) {
                sum += values[i * width + column];
            }
        }
        return sum;
    }

    /** The same of several columns together, each a bit of {@code columns}. */
    long sumOf(int columns, int last, int window) {
        long sum = 0;
        for (int i = steps.length - 1; i >= 0 && steps[i] > last - window; i--) {
            if (steps[i] <= last) {
                for (int rest = columns; rest != 0; rest &= rest - 1) {
                    sum += values[i * width + Integer.numberOfTrailingZeros(rest)];
                }
            }
        }
        return sum;
    }

    /** Without counts of this step or later. */
    TimeSeriesCounters before(int step) {
        int end = 0;
        while (end < steps.length && steps[end] < step) {
            end++;
        }
        return end == steps.length
                ? this
                : new TimeSeriesCounters(
                        keep, width, Arrays.copyOf(steps, end), Arrays.copyOf(values, end * width), atMost);
    }

    /** Without counts of this step or earlier. */
    TimeSeriesCounters after(int step) {
        int drop = 0;
        while (drop < steps.length && steps[drop] <= step) {
            drop++;
        }
        return drop == 0 ? this : newest(steps.length - drop);
    }

    /** With these columns zero in this step and later. */
    TimeSeriesCounters without(int step, int... columns) {
        int[] changed = values.clone();
        for (int i = 0; i < steps.length; i++) {
            for (int column : columns) {
                changed[i * width + column] = steps[i] < step ? changed[i * width + column] : 0;
            }
        }
        return new TimeSeriesCounters(keep, width, steps, changed, atMost);
    }

    /** Without counts older than the newest {@code rows} used steps. */
    TimeSeriesCounters newest(int rows) {
        int drop = Math.max(0, steps.length - rows);
        return new TimeSeriesCounters(
                keep,
                width,
                Arrays.copyOfRange(steps, drop, steps.length),
                Arrays.copyOfRange(values, drop * width, values.length),
                atMost);
    }

    /** Upper bound of the encoded size in octets; computed without encoding, and too large for a series that has changed. */
    int atMost() {
        return atMost;
    }

    /** The same, with {@link #atMost} exact. */
    TimeSeriesCounters measured() {
        BinaryStateWriter out = new BinaryStateWriter();
        write(out);
        return new TimeSeriesCounters(keep, width, steps, values, out.size());
    }

    int size() {
        return steps.length;
    }

    int step(int index) {
        return steps[index];
    }

    int value(int index, int column) {
        return values[index * width + column];
    }

    void write(BinaryStateWriter out) {
        out.number(steps.length).copy(source.octets, source.from, source.until);
        for (int i = source.rows; i < steps.length; i++) {
            if (i == 0) {
                out.signed(steps[0]);
            } else {
                out.number((long) steps[i] - steps[i - 1]);
            }
            int base = i * width;
            int mask = mask(base);
            out.number(mask);
            for (int rest = mask; rest != 0; rest &= rest - 1) {
                out.number(values[base + Integer.numberOfTrailingZeros(rest)]);
            }
        }
    }

    /** A bit for each column of a row that is not zero. */
    private int mask(int base) {
        int mask = 0;
        for (int column = 0; column < width; column++) {
            // The sign bit of -x is set for every x above zero. No branch: which columns are zero cannot be predicted.
            mask |= -values[base + column] >>> 31 << column;
        }
        return mask;
    }

    static TimeSeriesCounters read(BinaryStateReader in, int keep, int width) {
        int from = in.position();
        int length = in.count();
        if (length == 0) {
            return new TimeSeriesCounters(keep, width, NO_ROWS, NO_ROWS, 1);
        }
        int[] steps = new int[length];
        int[] values = new int[length * width];
        int first = in.position();
        int last = first;
        for (int i = 0; i < length; i++) {
            last = in.position();
            steps[i] = i == 0 ? Math.toIntExact(in.signed()) : steps[i - 1] + in.count();
            int base = i * width;
            for (int mask = in.count(); mask != 0; mask &= mask - 1) {
                values[base + Integer.numberOfTrailingZeros(mask)] = in.count();
            }
        }
        return new TimeSeriesCounters(
                keep,
                width,
                steps,
                values,
                in.position() - from,
                new Source(in.source(), first, in.position(), length, last));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TimeSeriesCounters s
                && Arrays.equals(steps, s.steps)
                && Arrays.equals(values, s.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(steps) ^ Arrays.hashCode(values);
    }
}
