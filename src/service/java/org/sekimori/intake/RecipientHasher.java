package org.sekimori.intake;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.sekimori.stream.files.SecretFile;

/**
 * Hashes recipients so that they can be compared but not read: HMAC-SHA-256 (RFC 2104) over the normalised address, cut to 84
 * bits, with the domain left readable. Two of a thousand million addresses collide with a chance of about 3 in 10^8.
 *
 * <p>The first two characters identify the key, so that a change of key shows.
 *
 * <p>Without the key, addresses cannot be found by trying; with another key no value matches an earlier one. Thread-safe.
 */
public final class RecipientHasher {

    /** Length of the key, in bytes: the length of the hash, as RFC 2104 recommends. */
    public static final int KEY_BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEPT_BYTES = 12;
    private static final int KEY_NAME = 2;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    @SuppressWarnings("ThreadLocalUsage") // Belongs to this key; there is one hasher in a process.
    private final ThreadLocal<Mac> macs;

    private final String keyName;

    /**
     * A hasher with a key.
     *
     * @throws IllegalArgumentException unless the key has {@link #KEY_BYTES} bytes
     */
    public RecipientHasher(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("the key has " + key.length + " bytes, " + KEY_BYTES + " are needed");
        }
        SecretKeySpec spec = new SecretKeySpec(key, ALGORITHM);
        macs = ThreadLocal.withInitial(() -> mac(spec));
        keyName = encoded("sekimori: name of the key of recipients").substring(0, KEY_NAME);
    }

    /**
     * Reads the key of a file; creates one, readable by its owner only, if there is none.
     *
     * @throws IOException if the file can neither be read nor created, or does not hold exactly {@link #KEY_BYTES} bytes
     */
    public static RecipientHasher fromFile(Path file) throws IOException {
        byte[] key = SecretFile.readOrCreate(file, KEY_BYTES);
        try {
            return new RecipientHasher(key);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /**
     * 16 characters of base64url, of which the first two identify the key, {@code @}, and the domain in lower case, empty without
     * one. Case, surrounding white space and the Unicode form make no difference; internationalised domains stay as written.
     *
     * @param recipient any text without half surrogate pairs
     */
    public String hash(String recipient) {
        String address = normalised(recipient);
        String start = keyName + encoded(address).substring(KEY_NAME);
        int at = address.lastIndexOf('@');
        return at < 0 ? start + "@" : start + address.substring(at);
    }

    private String encoded(String text) {
        byte[] hash = macs.get().doFinal(text.getBytes(StandardCharsets.UTF_8));
        return new String(BASE64.encode(Arrays.copyOf(hash, KEPT_BYTES)), StandardCharsets.ISO_8859_1);
    }

    private static String normalised(String recipient) {
        String trimmed = recipient.strip();
        String composed = ascii(trimmed) ? trimmed : Normalizer.normalize(trimmed, Normalizer.Form.NFC);
        return composed.toLowerCase(Locale.ROOT);
    }

    private static boolean ascii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 128) {
                return false;
            }
        }
        return true;
    }

    private static Mac mac(SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
