package org.sekimori.mail;

import org.sekimori.text.QuotedText;

/**
 * An IP network: the addresses that share a prefix.
 *
 * @param base the first address
 * @param bits how many of the 128 bits are shared, IPv4 counted in its mapped form: {@code 192.0.2.0/24} has 120
 */
public record IpNetwork(ClientAddress base, int bits) {

    private static final int MAPPED_BITS = 96;

    public IpNetwork {
        if (bits < 0 || bits > 128) {
            throw new IllegalArgumentException("a prefix has 0 to 128 bits, not " + bits);
        }
        if (!masked(base, bits).equals(base)) {
            throw new IllegalArgumentException(
                    base + " is not the first address of its network; did you mean " + masked(base, bits) + "?");
        }
    }

    /**
     * Parses {@code address/length} or a single address.
     *
     * @throws IllegalArgumentException with a message for the author: not an address, length out of range, or bits set after
     *     the prefix
     */
    public static IpNetwork of(String text) {
        int slash = text.indexOf('/');
        ClientAddress address = ClientAddress.of(slash < 0 ? text : text.substring(0, slash));
        int width = address.isIpv4() ? 32 : 128;
        int length = slash < 0 ? width : length(text, slash + 1, width);
        return new IpNetwork(address, address.isIpv4() ? MAPPED_BITS + length : length);
    }

    /**
     * The network of an address.
     *
     * @param bits as for the record
     */
    public static IpNetwork around(ClientAddress address, int bits) {
        return new IpNetwork(masked(address, bits), bits);
    }

    private static int length(String text, int from, int max) {
        String digits = text.substring(from);
        boolean plain = !digits.isEmpty() && digits.length() <= 3;
        for (int i = 0; i < digits.length(); i++) {
            plain &= digits.charAt(i) >= '0' && digits.charAt(i) <= '9';
        }
        if (!plain || Integer.parseInt(digits) > max) {
            throw new IllegalArgumentException(
                    "not a network: " + QuotedText.of(text) + " (the length after the slash is 0 to " + max + ")");
        }
        return Integer.parseInt(digits);
    }

    /** The last address. */
    public ClientAddress last() {
        return new ClientAddress(base.high() | ~highMask(bits), base.low() | ~lowMask(bits));
    }

    /** Whether the network contains an address. */
    public boolean contains(ClientAddress address) {
        return masked(address, bits).equals(base);
    }

    /** {@code address/length}, the length as people write it. */
    @Override
    public String toString() {
        return base + "/" + (base.isIpv4() ? bits - MAPPED_BITS : bits);
    }

    private static ClientAddress masked(ClientAddress address, int bits) {
        return new ClientAddress(address.high() & highMask(bits), address.low() & lowMask(bits));
    }

    private static long highMask(int bits) {
        return bits >= 64 ? -1L : bits == 0 ? 0 : -1L << (64 - bits);
    }

    private static long lowMask(int bits) {
        return bits <= 64 ? 0 : -1L << (128 - bits);
    }
}
