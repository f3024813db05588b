package org.sekimori.geo.build;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.sekimori.geo.OriginResolver;
import org.sekimori.mail.ClientAddress;

/**
 * Writes address ranges as an MMDB file (MaxMind DB file format specification 2.0). IPv4 lies at {@code ::/96}; aliases such as
 * {@code 2002::/16} are left out, because {@link OriginResolver} looks up the address inside. The same input gives the same
 * bytes.
 */
final class MmdbWriter {

    private static final byte[] METADATA_MARKER = {
        (byte) 0xab, (byte) 0xcd, (byte) 0xef, 'M', 'a', 'x', 'M', 'i', 'n', 'd', '.', 'c', 'o', 'm'
    };
    private static final int SEPARATOR = 16;
    private static final int EMPTY = 0;
    private static final int MAPPED_BITS = 96;
    /** A pointer of two octets reaches so far. */
    private static final int NEAR = 1 << 11;

    /** Two for each node: 0 nothing, above 0 a node, below 0 a value. */
    private int[] children = new int[1 << 16];

    private int nodes = 1;
    /** Offsets of field names already written; records point there. */
    private final Map<String, Integer> names = new HashMap<>();

    private MmdbWriter() {}

    /**
     * @param type of the database, for its metadata
     * @param record fields of a value: words and whole numbers from 0 to 2^32-1 by name
     */
    static byte[] write(String type, LocalDate built, AddressRanges ranges, IntFunction<Map<String, Object>> record) {
        MmdbWriter writer = new MmdbWriter();
        for (int i = 0; i < ranges.size(); i++) {
            writer.insert(ranges.first(i), ranges.last(i), ranges.value(i));
        }
        return writer.bytes(type, built, record);
    }

    /** Inserts the range as its widest networks, in order. */
    private void insert(ClientAddress first, ClientAddress last, int value) {
        ClientAddress from = first;
        while (true) {
            int bits = 128;
            while (bits > 0 && fits(from, bits - 1, last)) {
                bits--;
            }
            put(from, bits, value);
            ClientAddress end = end(from, bits);
            if (AddressRanges.compare(end, last) >= 0) {
                return;
            }
            from = AddressRanges.after(end);
        }
    }

    private static boolean fits(ClientAddress base, int bits, ClientAddress last) {
        ClientAddress end = end(base, bits);
        boolean first = bits >= 64
                ? (base.low() & (bits == 64 ? -1L : (1L << (128 - bits)) - 1)) == 0
                : base.low() == 0 && (base.high() & ((1L << (64 - bits)) - 1)) == 0;
        return first && bits > 0 && AddressRanges.compare(end, last) <= 0;
    }

    private static ClientAddress end(ClientAddress base, int bits) {
        long low = bits <= 64 ? -1L : bits == 128 ? 0 : -1L >>> (bits - 64);
        long high = bits >= 64 ? 0 : -1L >>> bits;
        return new ClientAddress(base.high() | high, base.low() | low);
    }

    private void put(ClientAddress base, int bits, int value) {
        boolean ipv4 = base.isIpv4() && bits >= MAPPED_BITS;
        long high = base.high();
        long low = ipv4 ? base.low() & 0xffffffffL : base.low();
        int node = 0;
        for (int depth = 0; depth < bits - 1; depth++) {
            int slot = node * 2 + bit(high, low, depth);
            if (children[slot] <= EMPTY) {
                if (nodes * 2 == children.length) {
                    children = Arrays.copyOf(children, children.length * 2);
                }
                children[slot] = nodes++;
            }
            node = children[slot];
        }
        children[node * 2 + bit(high, low, bits - 1)] = -value;
    }

    private static int bit(long high, long low, int depth) {
        return (int) (depth < 64 ? high >>> (63 - depth) : low >>> (127 - depth)) & 1;
    }

    private byte[] bytes(String type, LocalDate built, IntFunction<Map<String, Object>> record) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        Map<Integer, Integer> places = new LinkedHashMap<>();
        for (int i = 0; i < nodes * 2; i++) {
            if (children[i] < EMPTY && !places.containsKey(-children[i])) {
                places.put(-children[i], data.size());
                record(data, record.apply(-children[i]));
            }
        }
        long most = (long) nodes + SEPARATOR + data.size();
        int recordSize = most < 1 << 24 ? 24 : most < 1 << 28 ? 28 : 32;
        ByteArrayOutputStream out = new ByteArrayOutputStream(nodes * recordSize / 4 + data.size() + 1024);
        for (int node = 0; node < nodes; node++) {
            pair(out, recordSize, pointer(children[node * 2], places), pointer(children[node * 2 + 1], places));
        }
        out.writeBytes(new byte[SEPARATOR]);
        out.writeBytes(data.toByteArray());
        out.writeBytes(METADATA_MARKER);
        metadata(out, type, built, recordSize);
        return out.toByteArray();
    }

    private int pointer(int child, Map<Integer, Integer> places) {
        if (child > EMPTY) {
            return child;
        }
        return child == EMPTY ? nodes : nodes + SEPARATOR + places.getOrDefault(-child, 0);
    }

    private static void pair(ByteArrayOutputStream out, int recordSize, int left, int right) {
        if (recordSize == 32) {
            number(out, left, 4);
            number(out, right, 4);
        } else if (recordSize == 24) {
            number(out, left, 3);
            number(out, right, 3);
        } else {
            number(out, left, 3);
            out.write((left >>> 24) << 4 | right >>> 24);
            number(out, right, 3);
        }
    }

    private void metadata(ByteArrayOutputStream out, String type, LocalDate built, int recordSize) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("binary_format_major_version", new Short16(2));
        metadata.put("binary_format_minor_version", new Short16(0));
        metadata.put(
                "build_epoch", new Long64(built.atStartOfDay(ZoneOffset.UTC).toEpochSecond()));
        metadata.put("database_type", type);
        metadata.put("description", Map.of());
        metadata.put("ip_version", new Short16(6));
        metadata.put("languages", List.of());
        metadata.put("node_count", (long) nodes);
        metadata.put("record_size", new Short16(recordSize));
        map(out, metadata);
    }

    private void record(ByteArrayOutputStream out, Map<String, Object> fields) {
        control(out, 7, fields.size());
        fields.forEach((name, value) -> {
            Integer place = names.putIfAbsent(name, out.size());
            if (place == null || place >= NEAR) {
                text(out, name);
            } else {
                out.write(1 << 5 | place >>> 8);
                out.write(place);
            }
            value(out, value);
        });
    }

    private static void map(ByteArrayOutputStream out, Map<String, Object> fields) {
        control(out, 7, fields.size());
        fields.forEach((name, value) -> {
            text(out, name);
            value(out, value);
        });
    }

    private static void value(ByteArrayOutputStream out, Object value) {
        if (value instanceof String text) {
            text(out, text);
        } else if (value instanceof Long number) {
            integer(out, 6, number, 4);
        } else if (value instanceof Short16 number) {
            integer(out, 5, number.value(), 2);
        } else if (value instanceof Long64 number) {
            integer(out, 9, number.value(), 8);
        } else if (value instanceof List<?> list && list.isEmpty()) {
            control(out, 11, 0);
        } else if (value instanceof Map<?, ?> map && map.isEmpty()) {
            control(out, 7, 0);
        } else {
            throw new IllegalArgumentException("no form for " + value.getClass());
        }
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        control(out, 2, octets.length);
        out.writeBytes(octets);
    }

    /** As few octets as the number needs. */
    private static void integer(ByteArrayOutputStream out, int type, long number, int most) {
        int octets = 0;
        while (octets < most && number >>> (8 * octets) != 0) {
            octets++;
        }
        control(out, type, octets);
        number(out, number, octets);
    }

    private static void control(ByteArrayOutputStream out, int type, int size) {
        int low = size < 29 ? size : size < 285 ? 29 : 30;
        if (size >= 65_821) {
            throw new IllegalArgumentException("a field of " + size + " octets is too long");
        }
        out.write(type <= 7 ? type << 5 | low : low);
        if (type > 7) {
            out.write(type - 7);
        }
        if (low >= 29) {
            number(out, low == 29 ? size - 29 : size - 285, low - 28);
        }
    }

    private static void number(ByteArrayOutputStream out, long number, int octets) {
        for (int i = octets - 1; i >= 0; i--) {
            out.write((int) (number >>> (8 * i)));
        }
    }

    private record Short16(int value) {}

    private record Long64(long value) {}
}
