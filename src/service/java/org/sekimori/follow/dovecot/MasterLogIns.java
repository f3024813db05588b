package org.sekimori.follow.dovecot;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sekimori.follow.LineIds;

/** Announcements that a master user logs in, in the place of a user. Each is for the next log-in of that user. */
final class MasterLogIns {

    private static final int MOST = 1_000;

    /** Seconds between the announcement and the log-in. */
    private static final long LONGEST = 60;

    private final Map<String, Long> seconds = new LinkedHashMap<>();

    void announce(String user, Instant time) {
        String key = LineIds.hash(user);
        seconds.remove(key);
        seconds.put(key, time.getEpochSecond());
        if (seconds.size() > MOST) {
            Iterator<String> oldest = seconds.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    /** Whether the log-in of a user was announced; it is not for another log-in then. */
    boolean announced(String user, Instant login) {
        Long second = seconds.isEmpty() ? null : seconds.remove(LineIds.hash(user));
        return second != null && Math.abs(login.getEpochSecond() - second) <= LONGEST;
    }

    void clear() {
        seconds.clear();
    }

    void save(DataOutput out) throws IOException {
        out.writeInt(seconds.size());
        for (Map.Entry<String, Long> one : seconds.entrySet()) {
            out.writeUTF(one.getKey());
            out.writeLong(one.getValue());
        }
    }

    void restore(DataInput in) throws IOException {
        seconds.clear();
        for (int i = in.readInt(); i > 0; i--) {
            seconds.put(in.readUTF(), in.readLong());
        }
    }
}
