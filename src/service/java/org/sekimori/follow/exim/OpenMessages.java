package org.sekimori.follow.exim;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sekimori.follow.LogClock;

/** The messages in Exim's queue that came from accounts, the oldest first. Bounded: the oldest is forgotten first. */
final class OpenMessages {

    /** Most messages; about 200 octets each. */
    static final int MOST = 1_000_000;

    private static final int MOST_NAMES = 100_000;

    /** The first format had no time of the last line. */
    private static final int FIRST_FORMAT = 1;

    private static final int FORMAT = 2;

    /** The longest that a mail server is silent. */
    private static final Duration CLOCK_WAS_SET = Duration.ofDays(1);

    private final Map<String, OpenMessage> byId = new LinkedHashMap<>();

    /** Names of accounts and servers, each once for all of their messages. */
    private final Map<String, String> names = new HashMap<>();

    private final LogClock clock = new LogClock(CLOCK_WAS_SET);

    /** By how many seconds the host's clock was set since this began. */
    private long shift;

    private final int most;

    OpenMessages(int most) {
        this.most = most;
    }

    /** The same text, kept once. */
    String shared(String name) {
        if (names.size() >= MOST_NAMES) {
            names.clear();
        }
        String known = names.putIfAbsent(name, name);
        return known == null ? name : known;
    }

    /** Reads the time of the next line: all messages are as old as before if the clock was set. */
    void advance(Instant line) {
        shift += clock.advance(line);
    }

    /** A time of the host's clock in seconds since 1970, as if the clock had never been set. */
    long second(Instant time) {
        return time.getEpochSecond() - shift;
    }

    @Nullable
    OpenMessage get(String id) {
        return byId.get(id);
    }

    /** Adds a message, as the youngest; one with the same id is replaced. */
    void put(String id, OpenMessage message) {
        byId.remove(id);
        byId.put(id, message);
    }

    /** Forgets the oldest message if there are too many, and returns it; null if there are not. */
    Map.@Nullable Entry<String, OpenMessage> forgetOverflow() {
        if (byId.size() <= most) {
            return null;
        }
        Iterator<Map.Entry<String, OpenMessage>> oldest = byId.entrySet().iterator();
        Map.Entry<String, OpenMessage> next = oldest.next();
        Map.Entry<String, OpenMessage> one = Map.entry(next.getKey(), next.getValue());
        oldest.remove();
        return one;
    }

    void remove(String id) {
        byId.remove(id);
    }

    int size() {
        return byId.size();
    }

    /** Forgets the messages that came before a {@link #second}, and are told. */
    void forgetBefore(long second) {
        Iterator<OpenMessage> oldest = byId.values().iterator();
        while (oldest.hasNext()) {
            OpenMessage message = oldest.next();
            if (message.second >= second || message.waiting != null) {
                return;
            }
            oldest.remove();
        }
    }

    void clear() {
        names.clear();
        byId.clear();
        clock.clear();
        shift = 0;
    }

    /** Ids of messages that wait for their recipients, the oldest first. */
    Iterable<String> waiting() {
        return byId.entrySet().stream()
                .filter(one -> one.getValue().waiting != null)
                .map(Map.Entry::getKey)::iterator;
    }

    void save(DataOutput out) throws IOException {
        out.writeByte(FORMAT);
        clock.save(out);
        out.writeInt(byId.size());
        for (Map.Entry<String, OpenMessage> one : byId.entrySet()) {
            out.writeUTF(one.getKey());
            one.getValue().save(out, shift);
        }
    }

    void restore(DataInput in) throws IOException {
        clear();
        int format = in.readByte();
        if (format == FORMAT) {
            clock.restore(in);
        } else if (format != FIRST_FORMAT) {
            throw new IOException("the format of the open messages is unknown: " + format);
        }
        for (int i = in.readInt(); i > 0; i--) {
            put(in.readUTF(), OpenMessage.restore(in, this));
            forgetOverflow();
        }
    }
}
