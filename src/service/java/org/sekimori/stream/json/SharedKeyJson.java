package org.sekimori.stream.json;

import java.time.Instant;

/** The records of {@code cluster}: which key all instances share. */
public final class SharedKeyJson {

    private SharedKeyJson() {}

    /**
     * A key that all instances share, by the one that brought it.
     *
     * @param fingerprint of the key, hexadecimal
     * @param instance its name
     * @param host of that instance
     * @param file where the key stands there
     * @param time when it was written
     */
    public record Holder(String fingerprint, String instance, String host, String file, Instant time) {}

    public static byte[] write(Holder holder) {
        return ColdRecords.write(holder);
    }

    /**
     * Reads what {@link #write} wrote, and what later versions add to it.
     *
     * @throws UnreadableRecordException if something is missing
     */
    public static Holder read(byte[] bytes) {
        return ColdRecords.read(bytes, Holder.class, "a shared key", holder -> holder);
    }
}
