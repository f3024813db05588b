package org.sekimori.stream.json;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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

    /** A record. */
    public static byte[] write(Holder holder) {
        return JsonSupport.object(json -> {
            json.writeStringProperty("fingerprint", holder.fingerprint());
            json.writeStringProperty("instance", holder.instance());
            json.writeStringProperty("host", holder.host());
            json.writeStringProperty("file", holder.file());
            json.writeStringProperty("time", holder.time().toString());
        });
    }

    /**
     * Reads what {@link #write} wrote, and what later versions add to it.
     *
     * @throws UnreadableRecordException if something is missing
     */
    public static Holder read(byte[] bytes) {
        Map<String, String> texts = new TreeMap<>();
        return JsonSupport.read(
                bytes,
                (json, name) -> JsonSupport.textIfAny(json, name, texts),
                () -> new Holder(
                        text(texts, "fingerprint"),
                        text(texts, "instance"),
                        text(texts, "host"),
                        text(texts, "file"),
                        Rfc3339Times.parse(text(texts, "time"))));
    }

    private static String text(Map<String, String> texts, String name) {
        @Nullable String text = texts.get(name);
        if (text == null) {
            throw new UnreadableRecordException("a shared key lacks " + name);
        }
        return text;
    }
}
