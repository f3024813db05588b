package org.sekimori.follow.exim;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A delivery's line behind {@code =>}, {@code ->}, {@code >>}, {@code *>}, {@code ==} or {@code **}: {@code address (parent) <original>
 * … : text}, built in {@code string_log_address()} of {@code deliver.c}.
 *
 * @param recipient the original recipient, from which aliases and forwardings made the address
 * @param statusCode enhanced status code or reply code of the next hop; null without one
 */
record EximDelivery(String recipient, @Nullable String statusCode) {

    /** A reply as Exim quotes it: {@code : 550 5.1.1 text} or {@code : 550-text}. */
    private static final Pattern REPLY =
            Pattern.compile(": ([45])([0-9]{2})(?:[ -]([45]\\.[0-9]{1,3}\\.[0-9]{1,3})(?![0-9.]))?(?=[ -]|$)");

    /** The message was in the queue too long: delivery time expired (RFC 3463, 3.5). */
    private static final String EXPIRED = "4.4.7";

    /** Reads the line; the recipient is as good as the line allows. */
    static EximDelivery read(String text) {
        int end = EximAddress.end(text, 0);
        if (end < 0) {
            end = text.indexOf(' ') < 0 ? text.length() : text.indexOf(' ');
        }
        String address = text.substring(0, end);
        if (address.endsWith(":")) {
            address = address.substring(0, address.length() - 1);
        }
        String original = original(text, end);
        return new EximDelivery(
                original == null ? address : original, statusCode(text.substring(Math.max(end - 1, 0))));
    }

    /** The address in the first angle brackets, unless a field stands before them. */
    private static @Nullable String original(String text, int start) {
        int open = text.indexOf(" <", start);
        int field = text.indexOf('=', start);
        if (open < 0 || field >= 0 && field < open) {
            return null;
        }
        int close = EximAddress.closing(text, open + 1);
        return close < 0 ? null : text.substring(open + 2, close);
    }

    private static @Nullable String statusCode(String rest) {
        Matcher reply = REPLY.matcher(rest);
        if (reply.find()) {
            String enhanced = reply.group(3);
            return enhanced != null && enhanced.startsWith(reply.group(1)) ? enhanced : reply.group(1) + reply.group(2);
        }
        return rest.contains(": retry timeout exceeded") ? EXPIRED : null;
    }
}
