package org.sekimori.intake.milter;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The SMTP client of a connection, as CONNECT and HELO tell it.
 *
 * @param name host name that the server verified; null without one: then the server gives the address in brackets
 * @param address literal as the server gave it, empty without one
 * @param helo the client's own name for itself; null before HELO
 */
record MilterClient(
        @Nullable String name, String address, @Nullable String helo) {

    /** Before CONNECT. */
    static final MilterClient UNKNOWN = new MilterClient(null, "", null);

    private static final String IPV6_TAG = "ipv6:";

    /** Reads CONNECT: host name, NUL, family, and for all but the unknown family a port of two octets and the address. */
    static MilterClient connected(MilterInput.Packet packet) {
        List<byte[]> first = packet.texts(0);
        if (first.isEmpty()) {
            return UNKNOWN;
        }
        String host = MilterInput.Packet.text(first.get(0));
        int at = first.get(0).length + 1;
        byte[] data = packet.data();
        String address = "";
        if (at + 3 < data.length && (data[at] == MilterProtocol.IPV4 || data[at] == MilterProtocol.IPV6)) {
            List<byte[]> literal = packet.texts(at + 3);
            address = literal.isEmpty() ? "" : untagged(MilterInput.Packet.text(literal.get(0)));
        }
        return new MilterClient(known(host), address, null);
    }

    /** The same client after HELO. */
    MilterClient hello(MilterInput.Packet packet) {
        List<byte[]> first = packet.texts(0);
        return new MilterClient(name, address, first.isEmpty() ? null : MilterInput.Packet.text(first.get(0)));
    }

    /** The same client with an address from a macro, if CONNECT gave none. */
    String addressOr(String macro) {
        return address.isEmpty() ? untagged(macro) : address;
    }

    /** Sendmail, and Postfix's macro, write {@code IPv6:2001:db8::1}. */
    private static String untagged(String literal) {
        String text =
                literal.toLowerCase(Locale.ROOT).startsWith(IPV6_TAG) ? literal.substring(IPV6_TAG.length()) : literal;
        return text.equals("unknown") ? "" : text;
    }

    private static @Nullable String known(String host) {
        return host.isEmpty() || host.startsWith("[") || host.equals("unknown") ? null : host;
    }
}
