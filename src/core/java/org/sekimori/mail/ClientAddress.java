package org.sekimori.mail;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * An IPv4 or IPv6 address as 128 bits; IPv4 is kept in its mapped form {@code ::ffff:0:0/96} (RFC 4291, 2.5.5.2), so that
 * {@code ::ffff:192.0.2.1}, which Exim really sends, and {@code 192.0.2.1} are one value.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
public record ClientAddress(long high, long low) {

    private static final long MAPPED = 0xffffL << 32;

    /**
     * Parses an address literal; never queries DNS.
     *
     * <p>Accepts dotted IPv4 of four decimal numbers and IPv6 (RFC 4291, 2.2), either optionally in square brackets, and IPv6
     * with the tag {@code IPv6:} of RFC 5321. Zones ({@code fe80::1%eth0}), ports, leading zeros, hexadecimal and short IPv4
     * forms are refused: programs disagree on their meaning.
     *
     * @throws IllegalArgumentException with a message for the sender of the literal
     */
    public static ClientAddress of(String literal) {
        return AddressLiteralParser.parse(literal);
    }

    /** The IPv4 address with these 32 bits. */
    public static ClientAddress ofIpv4(long bits) {
        return new ClientAddress(0, MAPPED | (bits & 0xffffffffL));
    }

    /** Whether this is an IPv4 address, mapped ones included. */
    public boolean isIpv4() {
        return high == 0 && low >>> 32 == 0xffff;
    }

    /** The canonical text: dotted for IPv4, RFC 5952 for IPv6. {@link #of} reads it back to an equal value. */
    public String text() {
        return isIpv4() ? AddressFormatter.ipv4(low) : AddressFormatter.ipv6(high, low);
    }

    /** The network that addresses are grouped by, as CIDR text: {@code /24} for IPv4, {@code /48} for IPv6. */
    public String network() {
        if (isIpv4()) {
            return AddressFormatter.ipv4(low & ~0xffL) + "/24";
        }
        return AddressFormatter.ipv6(high & ~0xffffL, 0) + "/48";
    }

    /**
     * What is the same for all addresses of one client: the address itself for IPv4, the {@code /64} for IPv6.
     *
     * @param literal an address; a zone, as in {@code fe80::1%eth0}, is ignored
     * @throws IllegalArgumentException if it is no address
     */
    public static String clientOf(String literal) {
        int zone = literal.indexOf('%');
        ClientAddress address = of(zone < 0 ? literal : literal.substring(0, zone));
        return address.isIpv4() ? address.text() : AddressFormatter.ipv6(address.high, 0) + "/64";
    }

    /**
     * The IPv4 address of the client behind a transition mechanism: 6to4 {@code 2002::/16} (RFC 3056), NAT64 {@code
     * 64:ff9b::/96} (RFC 6052), Teredo {@code 2001::/32} (RFC 4380, last 32 bits inverted); null for any other address.
     * Databases answer for these with the country of the relay or of the Teredo server.
     */
    public @Nullable ClientAddress embedded() {
        if (high >>> 48 == 0x2002) {
            return ofIpv4(high >>> 16);
        }
        if (high == 0x0064_ff9b_0000_0000L && low >>> 32 == 0) {
            return ofIpv4(low);
        }
        if (high >>> 32 == 0x2001_0000L) {
            return ofIpv4(~low);
        }
        return null;
    }

    /** The address as the JDK has it, 4 or 16 octets; no look-up takes place. */
    public InetAddress toInetAddress() {
        byte[] octets = new byte[isIpv4() ? 4 : 16];
        for (int i = 0; i < octets.length; i++) {
            int fromEnd = octets.length - 1 - i;
            octets[i] = (byte) (fromEnd < 8 ? low >>> (fromEnd * 8) : high >>> ((fromEnd - 8) * 8));
        }
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new AssertionError("4 or 16 octets are always an address", e);
        }
    }

    @Override
    public String toString() {
        return text();
    }
}
