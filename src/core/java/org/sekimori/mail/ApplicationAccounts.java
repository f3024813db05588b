package org.sekimori.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The operator's clients that submit without logging in, such as web applications, printers and list servers. Each has an account,
 * with limits, a profile and cases like that of a person.
 *
 * @param applications in the operator's order: the first that matches a client names its account
 */
public record ApplicationAccounts(List<Application> applications) {

    /** None: a client that does not log in is left alone. */
    public static final ApplicationAccounts NONE = new ApplicationAccounts(List.of());

    /** The beginning of their accounts' names, such as {@code app:shop@isp.example}. No log-in can have it. */
    public static final String PREFIX = "app:";

    public ApplicationAccounts {
        applications = List.copyOf(applications);
    }

    /** Whether an account is that of an application. */
    public static boolean isApplication(Account account) {
        return account.name().startsWith(PREFIX);
    }

    /** The account of a client that did not log in; null if it is none of the operator's applications. */
    public @Nullable Account of(ClientIdentity client) {
        for (Application application : applications) {
            if (application.matches(client)) {
                return application.account();
            }
        }
        return null;
    }

    /** Whether a client may turn out to be an application once the header From is known. */
    public boolean mayBe(ClientIdentity client) {
        return applications.stream().anyMatch(application -> application.matchesBeforeHeaders(client));
    }

    /**
     * An application. All conditions that are given must hold. A sender is only what a client says, so by itself it names nobody:
     * anybody could use up the limits of another's application.
     *
     * @param account its account, whose name begins with {@link #PREFIX}
     * @param networks the client's address is in one of them; empty: it may have any
     * @param certificates one of them is the subject or fingerprint of its certificate; empty: it needs none
     * @param senderDomains the envelope sender is in one of them; empty: it may be any
     * @param headerFromDomains the header From is in one of them; empty: it may be any. Mail servers that do not give the header,
     *     as Postfix's policy protocol does not, never match
     */
    public record Application(
            Account account,
            List<IpNetwork> networks,
            Set<String> certificates,
            Set<String> senderDomains,
            Set<String> headerFromDomains) {

        /** @throws IllegalArgumentException without a network or certificate, or if the name lacks the prefix */
        public Application {
            if (!isApplication(account)) {
                throw new IllegalArgumentException(
                        "the account of an application begins with " + PREFIX + ", as " + PREFIX + account.name());
            }
            if (networks.isEmpty() && certificates.isEmpty()) {
                throw new IllegalArgumentException(
                        "needs 'networks' or 'certificates': anybody can write a sender, and would use up its limits");
            }
            networks = List.copyOf(networks);
            List<String> normalised = new ArrayList<>();
            certificates.forEach(certificate -> normalised.add(normalised(certificate)));
            certificates = Set.copyOf(normalised);
            senderDomains = Set.copyOf(senderDomains);
            headerFromDomains = Set.copyOf(headerFromDomains);
        }

        private boolean matches(ClientIdentity client) {
            return matchesBeforeHeaders(client) && in(headerFromDomains, client.headerFrom());
        }

        private boolean matchesBeforeHeaders(ClientIdentity client) {
            return (networks.isEmpty() || within(client.address()))
                    && (certificates.isEmpty()
                            || client.certificates().stream()
                                    .anyMatch(shown -> certificates.contains(normalised(shown))))
                    && in(senderDomains, client.sender());
        }

        private boolean within(@Nullable ClientAddress address) {
            return address != null && networks.stream().anyMatch(network -> network.contains(address));
        }

        private static boolean in(Set<String> domains, @Nullable String address) {
            return domains.isEmpty() || address != null && domains.contains(domain(address));
        }

        /** Of an address with or without a name and angle brackets; empty if it has no domain that can be read. */
        private static String domain(String address) {
            String text = address.strip();
            int end = text.endsWith(">") ? text.length() - 1 : text.length();
            try {
                return DomainName.normalize(
                        text.substring(text.lastIndexOf('@') + 1, end).strip());
            } catch (IllegalArgumentException e) {
                return "";
            }
        }

        /** Fingerprints are written in either case, with or without colons between octets. */
        private static String normalised(String certificate) {
            String text = certificate.strip();
            String digits = text.replace(":", "");
            boolean fingerprint = digits.length() >= 32 && digits.chars().allMatch(c -> Character.digit(c, 16) >= 0);
            return fingerprint ? digits.toLowerCase(Locale.ROOT) : text;
        }
    }
}
