package org.sekimori.followup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Account;
import org.sekimori.stream.files.SecretFile;

/** Signed tokens (HMAC-SHA-256) of the links in questions, so that only this service's links are answered. Thread-safe. */
public final class OwnerQuestionTokens {

    /** How long a question may be answered. */
    public static final Duration VALID = Duration.ofDays(7);

    private static final String ALGORITHM = "HmacSHA256";
    /** Length of the key, in bytes. */
    public static final int KEY_BYTES = 32;

    private static final int MAC_BYTES = 32;
    private static final int MOST_CHARACTERS = 2_000;
    private static final String VERSION = "2";

    /** Without a language; links of an earlier version are answered as long as they are valid. */
    private static final String FIRST = "1";

    private final SecretKeySpec key;

    OwnerQuestionTokens(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /**
     * Reads the key of a file; creates one, readable by its owner only, if there is none.
     *
     * @throws IOException if the file can neither be read nor created, or is not a key
     */
    public static OwnerQuestionTokens fromFile(Path file) throws IOException {
        byte[] key = SecretFile.readOrCreate(file, KEY_BYTES);
        try {
            return new OwnerQuestionTokens(key);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /**
     * The submission that the owner is asked about.
     *
     * @param reference of the refusal
     * @param country ISO 3166-1 alpha-2
     * @param network of the client, may be empty
     * @param time of the submission
     * @param until how long the question may be answered
     * @param language of the mail; null if unknown
     */
    public record Question(
            Account account,
            String reference,
            String country,
            String network,
            Instant time,
            Instant until,
            @Nullable Locale language) {}

    /** Result of verifying a token. */
    public sealed interface Verification {}

    /** One of ours that may be answered. */
    public record Valid(Question question) implements Verification {}

    /** One of ours that is too old. */
    public record Expired(Question question) implements Verification {}

    /** Not one of ours, or changed. */
    public record Forged() implements Verification {}

    /** The token: base64url, without padding. */
    public String write(Question question) {
        byte[] text = String.join(
                        "\n",
                        VERSION,
                        question.account().name(),
                        question.reference(),
                        question.country(),
                        question.network(),
                        Long.toString(question.time().getEpochSecond()),
                        Long.toString(question.until().getEpochSecond()),
                        question.language() == null ? "" : question.language().toLanguageTag())
                .getBytes(StandardCharsets.UTF_8);
        byte[] token = Arrays.copyOf(text, text.length + MAC_BYTES);
        System.arraycopy(mac(text), 0, token, text.length, MAC_BYTES);
        return encoded(token);
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Verifies a token at an instant. */
    public Verification read(String token, Instant now) {
        if (token.length() > MOST_CHARACTERS) {
            return new Forged();
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(token);
            // The last character has bits that mean nothing: without this one token could be written in several ways.
            if (bytes.length <= MAC_BYTES || !encoded(bytes).equals(token)) {
                return new Forged();
            }
            byte[] text = Arrays.copyOf(bytes, bytes.length - MAC_BYTES);
            byte[] mac = Arrays.copyOfRange(bytes, text.length, bytes.length);
            if (!MessageDigest.isEqual(mac, mac(text))) {
                return new Forged();
            }
            Question question = question(new String(text, StandardCharsets.UTF_8));
            return question.until().isAfter(now) ? new Valid(question) : new Expired(question);
        } catch (IllegalArgumentException | DateTimeException e) {
            return new Forged();
        }
    }

    private static Question question(String text) {
        String[] parts = text.split("\n", -1);
        boolean first = parts.length == 7 && parts[0].equals(FIRST);
        if (!first && !(parts.length == 8 && parts[0].equals(VERSION))) {
            throw new IllegalArgumentException("not a question");
        }
        return new Question(
                Account.of(parts[1]),
                parts[2],
                parts[3],
                parts[4],
                Instant.ofEpochSecond(Long.parseLong(parts[5])),
                Instant.ofEpochSecond(Long.parseLong(parts[6])),
                first || parts[7].isEmpty() ? null : Locale.forLanguageTag(parts[7]));
    }

    private byte[] mac(byte[] text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
