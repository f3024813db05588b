package org.sekimori.mail;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Ids derived from an account and an event id, so that a replay of the log gives the same ones without coordination.
 *
 * <p>Written in Crockford's base 32 (https://www.crockford.com/base32.html), which has no I, L, O and U, so that a code survives
 * being read out on the telephone.
 *
 * @param fingerprint first 64 bits of SHA-256 over account and id; the key of idempotency
 * @param decisionId 20 characters, 100 bits
 * @param code the short code, 8 characters in two groups such as {@code K7QX-3M2P}; 40 bits, so two of a million refusals
 *     share one with a chance of about one half, and a search by code may list more than one
 */
public record ReferenceCode(long fingerprint, String decisionId, String code) {

    private static final Pattern CODE = Pattern.compile("[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}");

    private static final char[] DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(ReferenceCode::sha256);

    /** The codes of event {@code id} of {@code account}. */
    public static ReferenceCode of(Account account, String id) {
        MessageDigest digest = SHA_256.get();
        digest.update(account.name().getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        ByteBuffer hash = ByteBuffer.wrap(digest.digest(id.getBytes(StandardCharsets.UTF_8)));
        long high = hash.getLong(0);
        long low = hash.getLong(8);
        char[] text = new char[20];
        for (int i = 0; i < 10; i++) {
            text[i] = DIGITS[(int) (high >>> (59 - 5 * i)) & 31];
            text[10 + i] = DIGITS[(int) (low >>> (59 - 5 * i)) & 31];
        }
        String decisionId = new String(text);
        return new ReferenceCode(high, decisionId, decisionId.substring(0, 4) + "-" + decisionId.substring(4, 8));
    }

    /** The short code alone, for an answer that is given again. */
    public static String code(long fingerprint) {
        char[] text = new char[9];
        text[4] = '-';
        for (int i = 0; i < 8; i++) {
            text[i < 4 ? i : i + 1] = DIGITS[(int) (fingerprint >>> (59 - 5 * i)) & 31];
        }
        return new String(text);
    }

    /** Normalises a typed code: any case, with or without the hyphen, I and L for 1, O for 0. */
    public static String parseCode(String typed) {
        String bare = typed.strip()
                .toUpperCase(Locale.ROOT)
                .replace("-", "")
                .replace('I', '1')
                .replace('L', '1')
                .replace('O', '0');
        return bare.length() == 8 ? bare.substring(0, 4) + "-" + bare.substring(4) : bare;
    }

    /** Whether a text is a short code as it is stored, such as {@link #parseCode} makes it of what is one. */
    public static boolean isCode(String text) {
        return CODE.matcher(text).matches();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
