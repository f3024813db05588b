package org.sekimori.stream.inbox;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * How a publisher signs a record, because Kafka's records do not say who wrote them: HMAC-SHA-256 (RFC 2104) over the topic, the
 * publisher's id, the time of signing and the value, the first three each with a line feed after it. So it holds for nothing else than
 * this record, on this topic, for some minutes; its repetition within that time is known by the event's id.
 *
 * @param publisher id in {@code publishers.yml}
 * @param time of signing, RFC 3339, as it was written
 * @param hex the signature, 64 lower-case hexadecimal digits
 */
public record RecordSignature(String publisher, String time, String hex) {

    /** Names the publisher. */
    public static final String PUBLISHER_HEADER = "sekimori-publisher";

    /** When the record was signed. */
    public static final String TIME_HEADER = "sekimori-time";

    /** The signature. */
    public static final String SIGNATURE_HEADER = "sekimori-signature";

    /** As far as the time of signing and the broker's may be apart, either way. */
    public static final Duration VALID = Duration.ofMinutes(10);

    private static final String ALGORITHM = "HmacSHA256";

    /** Signs a record. */
    public static RecordSignature of(byte[] key, String topic, String publisher, Instant time, byte[] value) {
        String written = time.toString();
        return new RecordSignature(
                publisher, written, HexFormat.of().formatHex(mac(key, topic, publisher, written, value)));
    }

    /**
     * The fault of the signature; null if it is valid.
     *
     * @param key of the publisher that it names
     * @param appended when the broker appended the record
     */
    public @Nullable String problem(byte[] key, String topic, Instant appended, byte[] value) {
        // As text: in upper case it would be another id of an event, and so the same record once more.
        byte[] good = HexFormat.of()
                .formatHex(mac(key, topic, publisher, time, value))
                .getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(good, hex.getBytes(StandardCharsets.UTF_8))) {
            return "its signature is not the one that this value, this topic and the key of publisher " + publisher
                    + " give";
        }
        try {
            Duration apart = Duration.between(Instant.parse(time), appended).abs();
            return apart.compareTo(VALID) <= 0
                    ? null
                    : "it was signed at " + time + ", more than " + VALID.toMinutes() + " minutes from " + appended
                            + ", when the broker got it; sign when you send, with a clock that is right";
        } catch (DateTimeException e) {
            return TIME_HEADER + " is not a time such as 2026-10-01T08:00:00Z";
        }
    }

    private static byte[] mac(byte[] key, String topic, String publisher, String time, byte[] value) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update((topic + "\n" + publisher + "\n" + time + "\n").getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(value);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
