package org.sekimori.neighbours;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Kinds of what accounts share. The order is part of stored states: append only. */
public enum KeyKind {
    /** The client's network: {@code /24} for IPv4, {@code /48} for IPv6. */
    NETWORK("network", false),
    /** The number of the autonomous system that announces the client's address. */
    ASN("asn", false),
    /** The client's address; of IPv6 its {@code /64}, which is one customer's. */
    ADDRESS("address", false),
    /** The client's HELO name. */
    HELO("helo", true),
    /** The domain of the envelope sender. */
    SENDER_DOMAIN("sender_domain", true),
    /** The account's own domain. */
    DOMAIN("domain", false),
    /** A list of recipients, see {@link RecipientSketch}. */
    RECIPIENTS("recipients", true);

    private static final KeyKind[] ALL = values();

    private final String word;
    private final boolean chosen;

    KeyKind(String word, boolean chosen) {
        this.word = word;
        this.chosen = chosen;
    }

    /** The word in rules, tests and records. */
    public String word() {
        return word;
    }

    /** Whether the client writes it as it likes, so that there may be any number of them. */
    boolean chosen() {
        return chosen;
    }

    /** The kind with this word; null if there is none. */
    public static @Nullable KeyKind of(String word) {
        for (KeyKind kind : ALL) {
            if (kind.word.equals(word)) {
                return kind;
            }
        }
        return null;
    }

    static KeyKind at(int ordinal) {
        return ALL[ordinal];
    }

    /** All words, in their order. */
    public static Set<String> words() {
        Set<String> words = new LinkedHashSet<>();
        for (KeyKind kind : ALL) {
            words.add(kind.word);
        }
        return Collections.unmodifiableSet(words);
    }
}
