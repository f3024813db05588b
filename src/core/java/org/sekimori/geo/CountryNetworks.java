package org.sekimori.geo;

import com.maxmind.db.Reader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.IpNetwork;

/**
 * Networks by country in the starter database, to generate traffic that it locates.
 *
 * <p>They are listed by walking the file's search tree (MaxMind DB format 2.0). MaxMind's own listing decodes the record of each network
 * anew, although half a million networks share some hundred records; that takes five times as long.
 */
public final class CountryNetworks {

    /** An IPv4 {@code /24}, counted over 128 bits. */
    private static final int SMALLEST_LISTED_BITS = 120;

    private static final int SMALLEST_LISTED_IPV6_BITS = 48;
    private static final int ADDRESS_BITS = 128;

    /** Where IPv4 begins in a tree over 128 bits. */
    private static final int IPV4_DEPTH = 96;

    /** A record whose networks are not listed: without a usable country, or anycast. */
    private static final String NOWHERE = "";

    private final Reader reader;
    private final byte[] octets;
    private final int nodes;
    private final int recordBits;
    private final long ipv4Start;
    private final boolean ipv4Only;
    private final Map<Long, String> countries = new HashMap<>();
    private final List<Located> found = new ArrayList<>();

    private CountryNetworks(byte[] octets) throws IOException {
        this.octets = octets;
        this.reader = new Reader(new ByteArrayInputStream(octets));
        this.nodes = Math.toIntExact(reader.getMetadata().nodeCount());
        this.recordBits = reader.getMetadata().recordSize();
        this.ipv4Only = reader.getMetadata().ipVersion() == 4;
        long node = 0;
        for (int depth = 0; depth < IPV4_DEPTH && !ipv4Only && node < nodes; depth++) {
            node = child(node, 0);
        }
        this.ipv4Start = node;
    }

    /**
     * A network and its country.
     *
     * @param country ISO 3166-1 alpha-2
     */
    public record Located(IpNetwork network, String country) {}

    /**
     * The networks of at least an IPv4 {@code /24} or an IPv6 {@code /48} that have a usable country and hold no special
     * address, by rising address, IPv4 first. Takes half a second.
     */
    public static List<Located> starter() {
        try (InputStream content = CountryDatabase.starterFile()) {
            return of(content.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("the starter database cannot be read", e);
        }
    }

    /**
     * The same of another country database.
     *
     * @param octets the whole file
     * @throws IOException if it is no such database
     */
    static List<Located> of(byte[] octets) throws IOException {
        CountryNetworks networks = new CountryNetworks(octets);
        networks.walk(0, 0, 0, networks.ipv4Only ? IPV4_DEPTH : 0);
        return networks.found;
    }

    /** Adds the networks below a place in the tree, whose address is the first of them. */
    private void walk(long record, long high, long low, int depth) throws IOException {
        if (record > nodes) {
            leaf(record, high, low, depth);
        } else if (record < nodes && depth < ADDRESS_BITS && !isAlias(record, high, low)) {
            walk(child(record, 0), high, low, depth + 1);
            if (depth < Long.SIZE) {
                walk(child(record, 1), high | 1L << (Long.SIZE - 1 - depth), low, depth + 1);
            } else {
                walk(child(record, 1), high, low | 1L << (ADDRESS_BITS - 1 - depth), depth + 1);
            }
        }
    }

    /** IPv4 networks stand in the tree again under 6to4 and other prefixes. */
    private boolean isAlias(long record, long high, long low) {
        return !ipv4Only && record == ipv4Start && !isIpv4(high, low);
    }

    private static boolean isIpv4(long high, long low) {
        return high == 0 && low >>> Integer.SIZE == 0;
    }

    private void leaf(long record, long high, long low, int depth) throws IOException {
        boolean ipv4 = depth >= IPV4_DEPTH && isIpv4(high, low);
        if (depth > (ipv4 ? SMALLEST_LISTED_BITS : SMALLEST_LISTED_IPV6_BITS)) {
            return;
        }
        ClientAddress base = ipv4 ? ClientAddress.ofIpv4(low) : new ClientAddress(high, low);
        String country = countries.get(record);
        if (country == null) {
            country = country(reader.get(base.toInetAddress(), MaxMindRecords.CountryEntry.class));
            countries.put(record, country);
        }
        IpNetwork network = new IpNetwork(base, depth);
        if (!country.equals(NOWHERE)
                && base.embedded() == null
                && SpecialRange.of(base) == null
                && SpecialRange.of(network.last()) == null) {
            found.add(new Located(network, country));
        }
    }

    private static String country(MaxMindRecords.@Nullable CountryEntry entry) {
        String code = entry == null || entry.anycast() ? null : entry.code();
        String country = code == null ? null : CountryCode.of(code);
        return country == null ? NOWHERE : country;
    }

    /** One of a node's two records: of a size of 28 bits the highest four of both share an octet. */
    private long child(long node, int side) {
        int at = Math.toIntExact(node * recordBits / 4);
        return switch (recordBits) {
            case 24 -> number(at + side * 3, 3);
            case 28 ->
                side == 0
                        ? (octet(at + 3) & 0xf0L) << 20 | number(at, 3)
                        : (octet(at + 3) & 0x0fL) << 24 | number(at + 4, 3);
            case 32 -> number(at + side * 4, 4);
            default -> throw new IllegalArgumentException("records of " + recordBits + " bits are not known");
        };
    }

    private long number(int at, int length) {
        long number = 0;
        for (int i = 0; i < length; i++) {
            number = number << Byte.SIZE | octet(at + i);
        }
        return number;
    }

    private int octet(int at) {
        return octets[at] & 0xff;
    }
}
