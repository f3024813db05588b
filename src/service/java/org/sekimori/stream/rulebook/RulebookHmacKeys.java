package org.sekimori.stream.rulebook;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.sekimori.stream.SharedKeyException;
import org.sekimori.text.FileAccessDiagnosis;

/**
 * Keys that authenticate rulebooks and activations as written by an instance of the cluster: HMAC-SHA-256 (RFC 2104) in a header
 * of the record, over its kind, the topics' prefix, the record's key, and its value. The time of an activation is part of its
 * value, so an old one cannot pass for a new one. Without keys every record is accepted. Messages and logs never contain the
 * keys.
 */
public final class RulebookHmacKeys {

    /** No keys: who may write to the topics decides. */
    public static final RulebookHmacKeys NONE = new RulebookHmacKeys(List.of());

    /** Name of the header. */
    static final String HEADER = "sekimori-mac";

    /** Kind of a record, so that one cannot replace another. */
    enum Kind {
        /** A rulebook's text, in {@code rulebooks}. */
        TEXT,
        /** The activation record in {@code rulebooks}. */
        IN_FORCE,
        /** An activation, in {@code events}. */
        ACTIVATION
    }

    private static final String ALGORITHM = "HmacSHA256";
    private static final int LEAST_BYTES = 32;
    private static final int MOST_KEYS = 4;
    private static final int MOST_FILE = 4_096;

    private final List<SecretKeySpec> keys;

    private RulebookHmacKeys(List<SecretKeySpec> keys) {
        this.keys = keys;
    }

    /**
     * Reads a file with a key on each line, at least 32 bytes in hexadecimal digits. The first signs, all are accepted; lines
     * that begin with {@code #} are ignored.
     *
     * @throws SharedKeyException if the file cannot be read, or has no key or an invalid one
     */
    public static RulebookHmacKeys read(Path file) {
        try {
            if (FileAccessDiagnosis.isUnreadable(file)) {
                throw new SharedKeyException(
                        "the file with the keys for rulebooks, " + file + ", " + FileAccessDiagnosis.explain(file));
            }
            if (!Files.isRegularFile(file) || Files.size(file) > MOST_FILE) {
                throw new SharedKeyException(
                        file + " is no file with keys for rulebooks; make one with 'openssl rand -hex 32'");
            }
            List<SecretKeySpec> keys = new ArrayList<>();
            int number = 0;
            for (String line : Files.readString(file).split("\\R", -1)) {
                number++;
                if (!line.isBlank() && !line.startsWith("#")) {
                    keys.add(key(file, number, line.strip()));
                }
            }
            if (keys.isEmpty() || keys.size() > MOST_KEYS) {
                throw new SharedKeyException(file + " must have from 1 to " + MOST_KEYS
                        + " keys for rulebooks, each on a line of its own; the first one signs");
            }
            return new RulebookHmacKeys(List.copyOf(keys));
        } catch (IOException e) {
            throw new SharedKeyException("the file with the keys for rulebooks, " + file + ", cannot be read: " + e, e);
        }
    }

    private static SecretKeySpec key(Path file, int line, String text) {
        try {
            byte[] bytes = HexFormat.of().parseHex(text);
            if (bytes.length >= LEAST_BYTES) {
                return new SecretKeySpec(bytes, ALGORITHM);
            }
        } catch (IllegalArgumentException e) {
            // Reported below, without the line's content.
        }
        throw new SharedKeyException(file + ":" + line + " is no key for rulebooks: it must have at least "
                + LEAST_BYTES + " bytes in hexadecimal digits, as 'openssl rand -hex 32' prints them");
    }

    /** Whether records need a MAC. */
    boolean required() {
        return !keys.isEmpty();
    }

    /** Puts the header there, if there are keys. */
    void sign(Headers headers, Kind kind, String prefix, byte[] key, byte @Nullable [] value) {
        if (required()) {
            headers.remove(HEADER);
            headers.add(HEADER, mac(keys.get(0), kind, prefix, key, value));
        }
    }

    /** Whether a record was written by an instance that has one of the keys; always true without keys. */
    boolean verify(Headers headers, Kind kind, String prefix, byte[] key, byte @Nullable [] value) {
        if (!required()) {
            return true;
        }
        Header header = headers.lastHeader(HEADER);
        boolean right = false;
        for (SecretKeySpec one : keys) {
            right |= header != null && MessageDigest.isEqual(mac(one, kind, prefix, key, value), header.value());
        }
        return right;
    }

    private static byte[] mac(SecretKeySpec with, Kind kind, String prefix, byte[] key, byte @Nullable [] value) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(with);
            part(mac, ("sekimori rulebook 1 " + kind).getBytes(StandardCharsets.US_ASCII));
            part(mac, prefix.getBytes(StandardCharsets.UTF_8));
            part(mac, key);
            part(mac, value == null ? new byte[0] : value);
            mac.update((byte) (value == null ? 0 : 1));
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /** With its length before it, so that no two records give the same bytes. */
    private static void part(Mac mac, byte[] bytes) {
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        mac.update(bytes);
    }
}
