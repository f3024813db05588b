package org.sekimori.geo.build;

import java.util.Arrays;
import org.sekimori.mail.ClientAddress;

/**
 * Ranges of addresses that do not overlap, by rising address, each with a number above 0. IPv4 has its mapped form, so both families
 * are one line of 128 bits. Filled once, then only read.
 */
final class AddressRanges {

    private static final int FIRST_CAPACITY = 1024;

    private long[] firstHigh = new long[FIRST_CAPACITY];
    private long[] firstLow = new long[FIRST_CAPACITY];
    private long[] lastHigh = new long[FIRST_CAPACITY];
    private long[] lastLow = new long[FIRST_CAPACITY];
    private int[] values = new int[FIRST_CAPACITY];
    private int size;
    /** Where the range begins that was added last. */
    private ClientAddress latest = new ClientAddress(0, 0);

    /**
     * Adds a range, in rising order of beginnings; it is joined to a previous one that it continues with the same value. Where
     * published lists overlap, the new range wins and the previous one keeps its rest.
     *
     * @throws IllegalArgumentException if it ends before it begins, or begins before the previous one
     */
    void add(ClientAddress first, ClientAddress last, int value) {
        if (compare(first, last) > 0) {
            throw new IllegalArgumentException("the range " + first + " to " + last + " ends before it begins");
        }
        if (compare(first, latest) < 0) {
            throw new IllegalArgumentException("the range from " + first + " begins before the one ahead of it");
        }
        latest = first;
        // The rest of an earlier range behind an overlap; a third range covers both.
        while (size > 0 && compare(first, first(size - 1)) < 0) {
            size--;
        }
        if (size == 0 || compare(last(size - 1), first) < 0) {
            append(first, last, value);
            return;
        }
        ClientAddress end = last(size - 1);
        int around = values[size - 1];
        if (first.equals(first(size - 1))) {
            size--;
        } else {
            ClientAddress cut = before(first);
            lastHigh[size - 1] = cut.high();
            lastLow[size - 1] = cut.low();
        }
        append(first, last, value);
        if (compare(last, end) < 0) {
            append(after(last), end, around);
        }
    }

    private void append(ClientAddress first, ClientAddress last, int value) {
        if (size > 0 && values[size - 1] == value && first.equals(after(last(size - 1)))) {
            lastHigh[size - 1] = last.high();
            lastLow[size - 1] = last.low();
            return;
        }
        if (size == values.length) {
            grow();
        }
        firstHigh[size] = first.high();
        firstLow[size] = first.low();
        lastHigh[size] = last.high();
        lastLow[size] = last.low();
        values[size++] = value;
    }

    private void grow() {
        int capacity = size * 2;
        firstHigh = Arrays.copyOf(firstHigh, capacity);
        firstLow = Arrays.copyOf(firstLow, capacity);
        lastHigh = Arrays.copyOf(lastHigh, capacity);
        lastLow = Arrays.copyOf(lastLow, capacity);
        values = Arrays.copyOf(values, capacity);
    }

    int size() {
        return size;
    }

    ClientAddress first(int index) {
        return new ClientAddress(firstHigh[index], firstLow[index]);
    }

    ClientAddress last(int index) {
        return new ClientAddress(lastHigh[index], lastLow[index]);
    }

    int value(int index) {
        return values[index];
    }

    /** The value of the range around an address; 0 without one. */
    int find(ClientAddress address) {
        int from = 0;
        int to = size;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (compare(firstHigh[middle], firstLow[middle], address.high(), address.low()) <= 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        int last = from - 1;
        return last >= 0 && compare(address.high(), address.low(), lastHigh[last], lastLow[last]) <= 0
                ? values[last]
                : 0;
    }

    /** The address after one, the first of all after the last of all. */
    static ClientAddress after(ClientAddress address) {
        return new ClientAddress(address.low() == -1 ? address.high() + 1 : address.high(), address.low() + 1);
    }

    /** The address before one. */
    static ClientAddress before(ClientAddress address) {
        return new ClientAddress(address.low() == 0 ? address.high() - 1 : address.high(), address.low() - 1);
    }

    static int compare(ClientAddress a, ClientAddress b) {
        return compare(a.high(), a.low(), b.high(), b.low());
    }

    private static int compare(long high, long low, long otherHigh, long otherLow) {
        int order = Long.compareUnsigned(high, otherHigh);
        return order != 0 ? order : Long.compareUnsigned(low, otherLow);
    }
}
