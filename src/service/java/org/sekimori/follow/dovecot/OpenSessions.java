package org.sekimori.follow.dovecot;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sekimori.follow.LogClock;

/** Connections of which the auth process told, by the ids of their sessions, the oldest first. Bounded. */
final class OpenSessions {

    /** Most connections. */
    static final int MOST = 100_000;

    /** Dovecot hangs up on a connection without a log-in after three minutes. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** The longest that a mail server is silent. */
    private static final Duration CLOCK_WAS_SET = Duration.ofDays(1);

    /** Most connections of an address that a log-in without a session's id is compared with. */
    private static final int MOST_COMPARED = 100;

    private final Map<String, OpenSession> byId = new LinkedHashMap<>();
    private final Map<String, Set<String>> byAddress = new HashMap<>();
    private final LogClock clock = new LogClock(CLOCK_WAS_SET);

    /** By how many seconds the host's clock was set since this began. */
    private long shift;

    /** A connection with the id of its session. */
    record Found(String id, OpenSession session) {}

    /** Reads the time of the next line: all connections are as old as before if the clock was set. */
    void advance(Instant line) {
        shift += clock.advance(line);
    }

    /** The connection of a session; begins it. */
    OpenSession begin(String id, String address, Instant now) {
        OpenSession known = byId.get(id);
        if (known != null) {
            return known;
        }
        OpenSession session = new OpenSession(address, now.getEpochSecond() - shift);
        put(id, session);
        return session;
    }

    private void put(String id, OpenSession session) {
        byId.put(id, session);
        byAddress
                .computeIfAbsent(session.address, key -> new LinkedHashSet<>(2))
                .add(id);
    }

    /**
     * Ends the connection of a line of a log-in process.
     *
     * @param elements with the id of its session; without, it is found by address and user ({@code login_log_format_elements} may lack
     *     {@code session=<%{session}>})
     * @return null if the auth process did not tell of it
     */
    @Nullable
    Found end(LogInElements elements) {
        String id = elements.session() == null ? find(elements) : elements.session();
        OpenSession session = id == null ? null : remove(id);
        return id == null || session == null ? null : new Found(id, session);
    }

    private @Nullable String find(LogInElements elements) {
        int compared = 0;
        for (String id : byAddress.getOrDefault(elements.address(), Set.of())) {
            OpenSession session = byId.get(id);
            if (session != null && (session.master() || session.lastTried(elements.user()))) {
                return id;
            }
            if (++compared == MOST_COMPARED) {
                return null;
            }
        }
        return null;
    }

    private @Nullable OpenSession remove(String id) {
        OpenSession session = byId.remove(id);
        Set<String> others = session == null ? null : byAddress.get(session.address);
        if (session != null && others != null) {
            others.remove(id);
            if (others.isEmpty()) {
                byAddress.remove(session.address);
            }
        }
        return session;
    }

    /** Removes the oldest connection if its end is not in the log, or if there are too many; null if there is none. */
    @Nullable
    Found overdue(Instant now) {
        Iterator<Map.Entry<String, OpenSession>> oldest = byId.entrySet().iterator();
        if (!oldest.hasNext()) {
            return null;
        }
        Map.Entry<String, OpenSession> one = oldest.next();
        String id = one.getKey();
        OpenSession session = one.getValue();
        // In either direction: the clock may have been set back.
        long age = Math.abs(now.getEpochSecond() - shift - session.second);
        if (byId.size() <= MOST && age < LONGEST.toSeconds()) {
            return null;
        }
        remove(id);
        return new Found(id, session);
    }

    int size() {
        return byId.size();
    }

    void clear() {
        byId.clear();
        byAddress.clear();
        clock.clear();
        shift = 0;
    }

    void save(DataOutput out) throws IOException {
        clock.save(out);
        out.writeInt(byId.size());
        for (Map.Entry<String, OpenSession> one : byId.entrySet()) {
            out.writeUTF(one.getKey());
            one.getValue().save(out, shift);
        }
    }

    void restore(DataInput in) throws IOException {
        clear();
        clock.restore(in);
        for (int i = in.readInt(); i > 0; i--) {
            put(in.readUTF(), OpenSession.restore(in));
        }
    }
}
