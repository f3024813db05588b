package org.sekimori.mail;

import java.text.Normalizer;
import java.util.Locale;

/**
 * The normalised SASL username: the key under which everything about a mailbox is kept.
 *
 * <p>Changing the case of a log-in must not give a fresh limit, so {@code " Alice@ISP.Example"} and {@code
 * "alice@isp.example"} are one account. An account cannot exist unnormalised: make it with {@link Naming#account}.
 */
public final class Account implements Comparable<Account> {

    /** Longest name accepted, in characters: RFC 5321 allows 64 for the local part and 255 for the domain. */
    public static final int MAX_LENGTH = 320;

    private final String name;

    private Account(String name) {
        this.name = name;
    }

    /**
     * An account from a name that was normalised before, as it stands in the log.
     *
     * @throws IllegalArgumentException if the name is empty, longer than {@link #MAX_LENGTH}, or contains white space or
     *     control characters
     */
    public static Account of(String normalised) {
        return new Account(checked(normalised));
    }

    /** The name as it is written in topics, pages and logs. */
    public String name() {
        return name;
    }

    /** What follows the last {@code @}, or the empty string if the name has none. */
    public String domain() {
        return name.substring(name.lastIndexOf('@') + 1 == 0 ? name.length() : name.lastIndexOf('@') + 1);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Account a && a.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public int compareTo(Account other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }

    private static String checked(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("account is empty");
        }
        if (name.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "account has " + name.length() + " characters, at most " + MAX_LENGTH + " are allowed");
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isISOControl(c) || Character.isWhitespace(c)) {
                throw new IllegalArgumentException(
                        "account contains white space or a control character at position " + i);
            }
        }
        return name;
    }

    /**
     * How a provider writes its log-ins.
     *
     * @param defaultDomain added to a name without {@code @}; empty: nothing is added
     * @param subAddressDelimiters characters that start a sub-address, such as {@code "+"}; from the first of them to the
     *     {@code @} is dropped. Empty: names are kept whole
     */
    public record Naming(String defaultDomain, String subAddressDelimiters) {

        /** Adds no domain and keeps sub-addresses. */
        public static final Naming PLAIN = new Naming("", "");

        public Naming {
            defaultDomain = defaultDomain.strip().toLowerCase(Locale.ROOT);
        }

        /**
         * Trims, brings to Unicode NFC, lower-cases, adds the default domain, strips the sub-address. A name that ends in
         * {@code @} has no domain and gets the default one too.
         *
         * @throws IllegalArgumentException with a text that can be shown to whoever sent the name: it is no {@link
         *     Account#of account}, or nothing stands before its {@code @}, so that all such log-ins of a domain would be one
         */
        public Account account(String raw) {
            String name = checked(raw.strip());
            name = Normalizer.normalize(name, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
            int at = name.lastIndexOf('@');
            String local = at < 0 ? name : name.substring(0, at);
            if (local.isEmpty()) {
                throw new IllegalArgumentException(
                        "account has nothing before its at sign; give the whole SASL username");
            }
            String domain = at < 0 || at == name.length() - 1 ? defaultDomain : name.substring(at + 1);
            for (int i = 1; i < local.length(); i++) {
                if (subAddressDelimiters.indexOf(local.charAt(i)) >= 0) {
                    local = local.substring(0, i);
                }
            }
            return Account.of(domain.isEmpty() ? local : local + "@" + domain);
        }
    }
}
