package org.sekimori.follow.postfix;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Queued messages by queue id, whose submission has been told of and whose outcomes are awaited. A deferred queue may hold a
 * million of them, so they are kept in arrays of numbers: 44 octets each, and its owner once for all of its messages. The ids are
 * kept as 64-bit hashes: of a million messages two share one with a probability of 3 in 100 million, and Postfix, not a client,
 * chooses the ids.
 */
final class OpenMessageTable {

    /** A first delay of it was told. */
    static final byte DEFERRAL_TOLD = 1;

    /** How many recipients it has is not known before the queue manager takes it. */
    static final byte UNCOUNTED = 2;

    /** Its submission has not been told of yet; of its dialogue only the account is known any more. */
    static final byte UNTOLD = 4;

    private static final int NONE = -1;

    private final int most;
    private final OwnerTable owners = new OwnerTable();
    private int[] buckets = filled(64);
    private long[] keys = new long[32];
    private int[] chain = new int[32];
    private int[] older = new int[32];
    private int[] newer = new int[32];
    private int[] owner = new int[32];
    private int[] second = new int[32];
    private int[] recipients = new int[32];
    private int[] settled = new int[32];
    private int[] bounced = new int[32];
    private byte[] flags = new byte[32];
    private int used;
    private int unused = NONE;
    private int size;
    private int oldest = NONE;
    private int newest = NONE;
    private long forgotten;

    /** How much later the host's clock shows the same moment than when the oldest message began, in seconds: it may have been set. */
    private long shift;

    /**
     * @param most messages; beyond, the oldest is forgotten
     */
    OpenMessageTable(int most) {
        this.most = most;
    }

    private static int[] filled(int size) {
        int[] array = new int[size];
        Arrays.fill(array, NONE);
        return array;
    }

    int size() {
        return size;
    }

    /** Number of messages that were forgotten although they were open. */
    long forgotten() {
        return forgotten;
    }

    /** The place of a message; negative if it is not there. */
    int find(long key) {
        int slot = buckets[bucket(key)];
        while (slot != NONE && keys[slot] != key) {
            slot = chain[slot];
        }
        return slot;
    }

    /**
     * Adds a message in place of any with this key.
     *
     * @param begun seconds since 1970
     * @return its place, until the next change of the table
     */
    int add(long key, MessageOwner whose, long begun, int recipientCount) {
        remove(key);
        if (size >= most) {
            remove(keys[oldest]);
            forgotten++;
        }
        int slot = freeSlot();
        keys[slot] = key;
        owner[slot] = owners.refer(whose);
        second[slot] = unsigned(begun - shift);
        recipients[slot] = recipientCount;
        settled[slot] = 0;
        bounced[slot] = 0;
        flags[slot] = 0;
        int bucket = bucket(key);
        chain[slot] = buckets[bucket];
        buckets[bucket] = slot;
        older[slot] = newest;
        newer[slot] = NONE;
        if (newest == NONE) {
            oldest = slot;
        } else {
            newer[newest] = slot;
        }
        newest = slot;
        size++;
        return slot;
    }

    /** Seconds since 1970 in 32 bits, which reach until 2106. */
    private static int unsigned(long seconds) {
        return (int) Math.max(0, Math.min(0xffff_ffffL, seconds));
    }

    private int freeSlot() {
        if (unused != NONE) {
            int slot = unused;
            unused = chain[slot];
            return slot;
        }
        if (used == keys.length) {
            grow();
        }
        return used++;
    }

    private void grow() {
        int length = keys.length + (keys.length >> 1);
        keys = Arrays.copyOf(keys, length);
        chain = Arrays.copyOf(chain, length);
        older = Arrays.copyOf(older, length);
        newer = Arrays.copyOf(newer, length);
        owner = Arrays.copyOf(owner, length);
        second = Arrays.copyOf(second, length);
        recipients = Arrays.copyOf(recipients, length);
        settled = Arrays.copyOf(settled, length);
        bounced = Arrays.copyOf(bounced, length);
        flags = Arrays.copyOf(flags, length);
        if (buckets.length >= length) {
            return;
        }
        buckets = filled(2 * buckets.length);
        for (int slot = oldest; slot != NONE; slot = newer[slot]) {
            int bucket = bucket(keys[slot]);
            chain[slot] = buckets[bucket];
            buckets[bucket] = slot;
        }
    }

    private int bucket(long key) {
        long mixed = key * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32) & (buckets.length - 1);
    }

    /** Removes a message; no matter if it is not there. */
    void remove(long key) {
        int bucket = bucket(key);
        int before = NONE;
        int slot = buckets[bucket];
        while (slot != NONE && keys[slot] != key) {
            before = slot;
            slot = chain[slot];
        }
        if (slot == NONE) {
            return;
        }
        if (before == NONE) {
            buckets[bucket] = chain[slot];
        } else {
            chain[before] = chain[slot];
        }
        if (older[slot] == NONE) {
            oldest = newer[slot];
        } else {
            newer[older[slot]] = newer[slot];
        }
        if (newer[slot] == NONE) {
            newest = older[slot];
        } else {
            older[newer[slot]] = older[slot];
        }
        owners.release(owner[slot]);
        chain[slot] = unused;
        unused = slot;
        size--;
    }

    /** The host's clock was set forward by so many seconds, or back: all messages are as old as before. */
    void clockSet(long forward) {
        shift += forward;
    }

    /** Removes what began before a moment, seconds since 1970, as far as it is the oldest. */
    void removeBefore(long begun) {
        while (oldest != NONE && begun(oldest) < begun) {
            remove(keys[oldest]);
        }
    }

    MessageOwner owner(int slot) {
        return owners.owner(owner[slot]);
    }

    /** When it began, seconds since 1970. */
    long begun(int slot) {
        return Integer.toUnsignedLong(second[slot]) + shift;
    }

    int recipients(int slot) {
        return recipients[slot];
    }

    int settled(int slot) {
        return settled[slot];
    }

    int bounced(int slot) {
        return bounced[slot];
    }

    void settle(int slot, int more, boolean asBounced) {
        settled[slot] += more;
        bounced[slot] += asBounced ? more : 0;
    }

    /** The queue manager has counted its recipients; of use for a message under a second id, or that was held. */
    void counted(int slot, int count) {
        if (is(slot, UNCOUNTED)) {
            recipients[slot] = count;
            flags[slot] &= ~UNCOUNTED;
        }
    }

    boolean is(int slot, byte flag) {
        return (flags[slot] & flag) != 0;
    }

    void set(int slot, byte flag) {
        flags[slot] |= flag;
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(size);
        out.writeLong(forgotten);
        for (int slot = oldest; slot != NONE; slot = newer[slot]) {
            MessageOwner whose = owner(slot);
            out.writeLong(keys[slot]);
            SavedText.write(out, whose.account());
            SavedText.write(out, whose.server());
            SavedText.write(out, whose.queueId());
            out.writeInt(unsigned(begun(slot)));
            out.writeInt(recipients[slot]);
            out.writeInt(settled[slot]);
            out.writeInt(bounced[slot]);
            out.writeByte(flags[slot]);
        }
    }

    static OpenMessageTable read(DataInput in, int most) throws IOException {
        OpenMessageTable table = new OpenMessageTable(most);
        int count = SavedText.count(in);
        table.forgotten = in.readLong();
        for (int i = 0; i < count; i++) {
            long key = in.readLong();
            String account = SavedText.required(in);
            String server = SavedText.required(in);
            @Nullable String queueId = SavedText.read(in);
            int slot = table.add(
                    key,
                    new MessageOwner(account, server, queueId),
                    Integer.toUnsignedLong(in.readInt()),
                    in.readInt());
            table.settled[slot] = in.readInt();
            table.bounced[slot] = in.readInt();
            table.flags[slot] = in.readByte();
        }
        return table;
    }
}
