package org.sekimori.followup;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.Case;

/** Keys of notices: the same notice has the same key, on every instance and attempt. */
final class NoticeKeys {

    static final String CUSTOMER = "customer";
    static final String DESK = "desk";

    private NoticeKeys() {}

    /** The first word about a case, and again after it came back. */
    static String first(String to, String account, Case one) {
        return String.join("/", "case", to, account, one.id(), Integer.toString(one.reopened()));
    }

    static String noContact(String to, String account, Case one) {
        return String.join("/", "no-contact", to, account, one.id(), Integer.toString(one.reopened()));
    }

    static String held(String account, Case one) {
        return String.join(
                "/", "held", CUSTOMER, account, one.id(), second(one.progress().heldAt()));
    }

    /** @param end when submission was opened again, or the case was released */
    static String released(String to, String account, Case one, Instant end) {
        return String.join("/", "released", to, account, one.id(), second(end));
    }

    /** For receivers that track incidents: the end of {@link #first}. */
    static String resolved(String to, String account, Case one) {
        return String.join("/", "resolved", to, account, one.id(), Integer.toString(one.reopened()));
    }

    static String question(String account, String reference) {
        return String.join("/", "question", CUSTOMER, account, reference);
    }

    static String grant(String account, String grant, Instant until) {
        return String.join("/", "grant", CUSTOMER, account, grant, second(until));
    }

    static String imprecise(String to, String rule) {
        return String.join("/", "imprecise", to, rule);
    }

    static String digest(String to, Instant now) {
        return String.join("/", "digest", to, second(now));
    }

    /** Key of one case of one account, in the history. */
    static String about(@Nullable String account, String id) {
        return account + "/" + id;
    }

    private static String second(@Nullable Instant time) {
        return time == null ? "-" : Long.toString(time.getEpochSecond());
    }

    /** A name for the world outside, in which nothing of the key can be read. */
    static String id(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
