package org.sekimori.follow;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Ids of events whose log line names none: a hash of the line and its time. The same line again within one second of the log is
 * another event; the same log read again gives the same ids. Not thread-safe.
 */
public final class LineIds {

    private static final int BYTES = 12;

    /** Different lines of one second whose repetitions are told apart. */
    private static final int MOST = 10_000;

    private final Map<String, Integer> seen = new LinkedHashMap<>();

    private long second = Long.MIN_VALUE;

    /** The id of a line; 24 hexadecimal digits, and a number behind it for a repetition. */
    public String of(LogLine line) {
        if (line.time().getEpochSecond() != second || seen.size() >= MOST) {
            seen.clear();
            second = line.time().getEpochSecond();
        }
        String hash = hash(line.time() + "\n" + line.host() + "\n" + line.pid() + "\n" + line.text());
        int times = seen.merge(hash, 1, Integer::sum);
        return times == 1 ? hash : hash + "-" + times;
    }

    /** A hash of a text, 24 hexadecimal digits. */
    public static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Forgets the lines of the last second. */
    public void clear() {
        seen.clear();
        second = Long.MIN_VALUE;
    }

    public void save(DataOutput out) throws IOException {
        out.writeLong(second);
        out.writeInt(seen.size());
        for (Map.Entry<String, Integer> one : seen.entrySet()) {
            out.writeUTF(one.getKey());
            out.writeInt(one.getValue());
        }
    }

    /**
     * Takes up what {@link #save} wrote.
     *
     * @throws IOException if it cannot be read
     */
    public void restore(DataInput in) throws IOException {
        seen.clear();
        second = in.readLong();
        int size = in.readInt();
        if (size < 0 || size > MOST) {
            throw new IOException("the number of remembered lines is out of range: " + size);
        }
        for (int i = 0; i < size; i++) {
            seen.put(in.readUTF(), in.readInt());
        }
    }
}
