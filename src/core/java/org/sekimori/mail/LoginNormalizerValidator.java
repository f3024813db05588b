package org.sekimori.mail;

import org.sekimori.text.QuotedText;

/** Validates the settings of log-in normalisation; each message begins with the property's name. */
final class LoginNormalizerValidator {

    private LoginNormalizerValidator() {}

    static String domain(String defaultDomain) {
        String stripped = defaultDomain.strip();
        try {
            String domain = DomainName.normalize(stripped);
            if (domain.indexOf('@') >= 0) {
                throw new IllegalArgumentException("has an at sign");
            }
            return domain;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "default-domain must be a domain such as isp.example, but " + QuotedText.of(stripped) + " "
                            + e.getMessage(),
                    e);
        }
    }

    static void check(String subAddressDelimiters, String separators, String domainFirstSeparators) {
        characters("sub-address-delimiters", subAddressDelimiters, "");
        characters("separators", separators, ".-_");
        characters("domain-first-separators", domainFirstSeparators, ".-_");
        apart("separators", separators, "sub-address-delimiters", subAddressDelimiters);
        apart("domain-first-separators", domainFirstSeparators, "sub-address-delimiters", subAddressDelimiters);
        apart("domain-first-separators", domainFirstSeparators, "separators", separators);
    }

    /** @param others characters of names and domains, which separate nothing */
    private static void characters(String setting, String text, String others) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean sign = c > ' ' && c < 0x7f && !Character.isLetterOrDigit(c) && c != '@' && others.indexOf(c) < 0;
            if (!sign || text.indexOf(c) != i) {
                throw new IllegalArgumentException(setting + " must be signs such as "
                        + (others.isEmpty() ? "+" : "% or \\")
                        + ", each once, none of them a letter, a digit, a space, @"
                        + (others.isEmpty() ? "" : ", ., - or _")
                        + "; it is " + QuotedText.of(text));
            }
        }
    }

    private static void apart(String setting, String text, String other, String others) {
        for (int i = 0; i < text.length(); i++) {
            if (others.indexOf(text.charAt(i)) >= 0) {
                throw new IllegalArgumentException(
                        setting + " must not have " + text.charAt(i) + ", which stands in " + other + " as well");
            }
        }
    }
}
