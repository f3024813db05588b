package org.sekimori.mail;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sekimori.text.WidthMapping;

/**
 * The normalised SASL username: the key under which everything about a mailbox is kept.
 *
 * <p>Changing the case of a log-in must not give a fresh limit, so {@code " Alice@ISP.Example"} and {@code
 * "alice@isp.example"} are one account. An account cannot exist unnormalised: make it with {@link LoginNormalizer#account}.
 */
public final class Account implements Comparable<Account> {

    /** Longest name accepted, in characters: RFC 5321 allows 64 for the local part and 255 for the domain. */
    public static final int MAX_LENGTH = 320;

    /**
     * The shared account of all log-ins that cannot be normalised, so that their mail is decided, counted and can be held. It
     * cannot clash: {@code invalid} is reserved (RFC 2606, 2).
     */
    public static final Account UNNAMEABLE = new Account("unnameable@invalid");

    private final String name;

    private Account(String name) {
        this.name = name;
    }

    /**
     * An account from a normalised name, such as one of the log.
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

    /** The part before the last {@code @}, or the whole name without one. */
    public String local() {
        int at = name.lastIndexOf('@');
        return at < 0 ? name : name.substring(0, at);
    }

    /** The part after the last {@code @}; empty without one. */
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
            throw new IllegalArgumentException(tooLong(name.length()));
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

    private static String tooLong(int length) {
        return "account has " + length + " characters, at most " + MAX_LENGTH + " are allowed";
    }

    /**
     * The provider's form of log-ins: the one normalisation of names to accounts, for every endpoint and command.
     *
     * @param defaultDomain domain for names without one; empty: none is added
     * @param subAddressDelimiters characters that start a sub-address, such as {@code "+"}; the part from the first of them
     *     to the {@code @} is dropped. Empty: names are kept whole
     * @param separators characters that replace the {@code @} in names without one, as in {@code bob%isp.example}
     * @param domainFirstSeparators the same for names that begin with their domain, as in {@code isp.example\bob}
     * @param aliases the current aliases
     */
    public record LoginNormalizer(
            String defaultDomain,
            String subAddressDelimiters,
            String separators,
            String domainFirstSeparators,
            Supplier<AccountAliases> aliases) {

        /** The default of {@code separators}. */
        public static final String USUAL_SEPARATORS = "%";

        /** Adds no domain, keeps sub-addresses, and has no aliases. */
        public static final LoginNormalizer PLAIN = new LoginNormalizer("", "");

        /** Longest log-in that is looked at, in characters: one that is written in escapes has several for each of its bytes. */
        private static final int LONGEST_RAW = 16 * MAX_LENGTH;

        private static final int ROUNDS = 4;

        /** @throws IllegalArgumentException if a setting makes no sense; the text begins with its name as a property */
        public LoginNormalizer {
            defaultDomain = LoginNormalizerValidator.domain(defaultDomain);
            LoginNormalizerValidator.check(subAddressDelimiters, separators, domainFirstSeparators);
        }

        /** Usual separators, no aliases. */
        public LoginNormalizer(String defaultDomain, String subAddressDelimiters) {
            this(defaultDomain, subAddressDelimiters, USUAL_SEPARATORS, "", () -> AccountAliases.NONE);
        }

        /** The same with another delimiter of sub-addresses. */
        public LoginNormalizer alsoDelimitedBy(String delimiter) {
            return subAddressDelimiters.contains(delimiter)
                    ? this
                    : new LoginNormalizer(
                            defaultDomain,
                            subAddressDelimiters + delimiter,
                            separators.replace(delimiter, ""),
                            domainFirstSeparators.replace(delimiter, ""),
                            aliases);
        }

        /** Resolves a SASL username to an account; {@link Account#UNNAMEABLE} if it cannot be normalised. */
        public SaslLogin resolve(String raw) {
            AccountAliases now = aliases.get();
            Account known = now.ofLogIn(raw.strip());
            if (known != null) {
                return new SaslLogin(known, SaslLogin.shown(raw));
            }
            try {
                Account written = written(raw);
                Account account = now.of(written);
                if (ApplicationAccounts.isApplication(account)) {
                    // A customer must not choose the name of another's application.
                    return SaslLogin.unnameable(raw);
                }
                return new SaslLogin(account, account.equals(written) ? null : SaslLogin.shown(raw));
            } catch (IllegalArgumentException e) {
                return SaslLogin.unnameable(raw);
            }
        }

        /** Whether clients that did not log in may have an account. */
        public boolean hasApplications() {
            return !aliases.get().applications().applications().isEmpty();
        }

        /** Whether a client that did not log in may turn out to have an account once the header From is known. */
        public boolean mayBeApplication(ClientIdentity client) {
            return aliases.get().applications().mayBe(client);
        }

        /**
         * The account of a client that did not log in.
         *
         * @return null if it is none of the operator's applications: nothing is decided about it
         */
        public @Nullable Account application(ClientIdentity client) {
            return aliases.get().applications().of(client);
        }

        /**
         * Normalises a log-in: trimmed; log escapes decoded; the separator replaced by {@code @}; the default domain added, the
         * sub-address dropped; the name by PRECIS UsernameCaseMapped (RFC 8265), the domain by {@link DomainName}; aliases
         * resolved. A name that ends in {@code @} gets the default domain too.
         *
         * @throws IllegalArgumentException with a message for the sender: it is not a valid {@link Account#of account}, or
         *     nothing precedes its {@code @}, so that all such log-ins of a domain would be one
         */
        public Account account(String raw) {
            AccountAliases now = aliases.get();
            Account known = now.ofLogIn(raw.strip());
            return known == null ? now.of(written(raw)) : known;
        }

        private Account written(String raw) {
            String name = readable(raw.strip());
            int at = name.lastIndexOf('@');
            if (at == 0) {
                throw new IllegalArgumentException(
                        "account has nothing before its at sign; give the whole SASL username");
            }
            if (at < 0) {
                return parted(name);
            }
            return whole(name.substring(0, at), name.substring(at + 1));
        }

        /** Full-width characters and escapes may hide each other, so both are undone until nothing changes. */
        private static String readable(String stripped) {
            if (stripped.length() > LONGEST_RAW) {
                throw new IllegalArgumentException(tooLong(stripped.length()));
            }
            String text = stripped;
            for (int round = 0; round < ROUNDS; round++) {
                String next = LogEscapeDecoder.decode(WidthMapping.map(text)).strip();
                if (next.equals(text)) {
                    return text;
                }
                text = next;
            }
            throw new IllegalArgumentException("account is written in escapes of escapes");
        }

        private Account parted(String name) {
            for (int i = name.length() - 2; i > 0; i--) {
                if (separators.indexOf(name.charAt(i)) >= 0) {
                    return whole(name.substring(0, i), name.substring(i + 1));
                }
                if (domainFirstSeparators.indexOf(name.charAt(i)) >= 0) {
                    return whole(name.substring(i + 1), name.substring(0, i));
                }
            }
            return whole(name, "");
        }

        private Account whole(String rawLocal, String rawDomain) {
            try {
                String local = UsernameCaseMapped.enforce(withoutSubAddress(rawLocal));
                String own = DomainName.normalize(rawDomain);
                String domain = own.isEmpty() ? defaultDomain : own;
                return Account.of(domain.isEmpty() ? local : local + "@" + domain);
            } catch (IllegalArgumentException e) {
                String problem = String.valueOf(e.getMessage());
                throw new IllegalArgumentException(problem.startsWith("account ") ? problem : "account " + problem, e);
            }
        }

        /** A delimiter at the beginning is part of the name: {@code +81312345678}. */
        private String withoutSubAddress(String local) {
            for (int i = 1; i < local.length(); i++) {
                if (subAddressDelimiters.indexOf(local.charAt(i)) >= 0) {
                    return local.substring(0, i);
                }
            }
            return local;
        }
    }
}
