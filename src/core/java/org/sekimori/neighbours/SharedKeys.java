package org.sekimori.neighbours;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;

/** What an event shares with those of other accounts. */
public final class SharedKeys {

    /** Shorter lists of recipients are no key. */
    public static final int LEAST_RECIPIENTS = RecipientSketch.LEAST;

    private SharedKeys() {}

    /** The keys of these kinds that the event has, in the order of the kinds; mail of an own relay or server has no place. */
    public static List<SharedKey> of(MailEvent event, Set<KeyKind> kinds) {
        List<SharedKey> keys = new ArrayList<>(kinds.size());
        for (KeyKind kind : kinds) {
            if (kind == KeyKind.RECIPIENTS) {
                RecipientSketch.bands(event.recipients()).forEach(band -> keys.add(new SharedKey(kind, band)));
            } else {
                String value = value(event, kind);
                if (value != null && !value.isEmpty()) {
                    keys.add(SharedKey.of(kind, value));
                }
            }
        }
        return keys;
    }

    /** The client's address, as {@link KeyKind#ADDRESS} groups it; null without one, or where many customers share it. */
    public static @Nullable SharedKey address(MailEvent event) {
        String value = value(event, KeyKind.ADDRESS);
        return value == null ? null : SharedKey.of(KeyKind.ADDRESS, value);
    }

    private static @Nullable String value(MailEvent event, KeyKind kind) {
        Origin origin = event.origin();
        boolean placed = origin instanceof Origin.Country || origin instanceof Origin.Unknown;
        return switch (kind) {
            case NETWORK -> placed ? origin.network() : null;
            case ASN -> asn(origin);
            case ADDRESS -> placed ? address(event.clientAddress()) : null;
            case HELO -> placed ? name(event.helo()) : null;
            case SENDER_DOMAIN -> domain(event.sender());
            case DOMAIN -> event.account().domain();
            case RECIPIENTS -> null;
        };
    }

    private static @Nullable String asn(Origin origin) {
        long number = origin instanceof Origin.Country country
                ? country.asn()
                : origin instanceof Origin.Unknown unknown ? unknown.system().number() : 0;
        return number == 0 ? null : Long.toString(number);
    }

    private static @Nullable String address(@Nullable String text) {
        if (text == null) {
            return null;
        }
        ClientAddress address;
        try {
            address = ClientAddress.of(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
        return address.isIpv4() ? address.text() : new ClientAddress(address.high(), 0).text() + "/64";
    }

    private static @Nullable String domain(@Nullable String sender) {
        return sender == null ? null : name(sender.substring(sender.lastIndexOf('@') + 1));
    }

    /** A name in small letters, if it is of printable ASCII characters without spaces; anything else is nobody's name. */
    private static @Nullable String name(@Nullable String text) {
        if (text == null) {
            return null;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ' || text.charAt(i) >= 0x7f) {
                return null;
            }
        }
        return text.toLowerCase(Locale.ROOT);
    }
}
