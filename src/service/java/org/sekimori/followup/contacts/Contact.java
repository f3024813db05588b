package org.sekimori.followup.contacts;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An alternative contact of an account's owner. Its address is in no record and no line of a log.
 *
 * @param address mail address (RFC 5321), without display name
 * @param language the owner's, null: that of the account's domain
 */
public record Contact(String address, @Nullable Locale language) {

    private static final int MOST_CHARACTERS = 320;

    public Contact {
        String fault = fault(address);
        if (!fault.isEmpty()) {
            throw new IllegalArgumentException("the address " + fault);
        }
    }

    /** The fault of an address, without the address; empty without one. */
    static String fault(String address) {
        int at = address.lastIndexOf('@');
        if (at < 1 || at == address.length() - 1 || address.length() > MOST_CHARACTERS) {
            return "is not of the form name@domain";
        }
        for (int i = 0; i < address.length(); i++) {
            char c = address.charAt(i);
            boolean hidden = Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
            if (hidden || Character.isSpaceChar(c) || Character.isWhitespace(c) || "<>(),;:\\\"[]".indexOf(c) >= 0) {
                return "has a character at position " + (i + 1) + " that no plain address has";
            }
        }
        return "";
    }

    /** Without the address. */
    @Override
    public String toString() {
        return "Contact[" + masked(address) + "]";
    }

    /** A masked address, with only the first letter and the top-level domain, such as {@code a***@***.example}. */
    public static String masked(String address) {
        int at = address.lastIndexOf('@');
        int dot = address.lastIndexOf('.');
        String first = address.isEmpty() ? "" : address.substring(0, address.offsetByCodePoints(0, 1));
        return first + "***" + (at < 0 ? "" : "@***" + (dot > at ? address.substring(dot) : ""));
    }
}
