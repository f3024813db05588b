package org.sekimori.geo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sekimori.mail.IpNetwork;

/** Writes small databases in the MaxMind DB format 2.0 (maxmind.github.io/MaxMind-DB), any type, shape and build date. */
public final class MmdbFixture {

    private static final int EMPTY = -1;
    private static final byte[] METADATA_MARKER = {(byte) 0xab, (byte) 0xcd, (byte) 0xef};

    private final String type;
    private final LocalDate built;
    /** Two branches per node: another node, {@link #EMPTY}, or {@code -2 - offset} of a record. */
    private final List<int[]> nodes = new ArrayList<>(List.of(new int[] {EMPTY, EMPTY}));

    private final ByteArrayOutputStream data = new ByteArrayOutputStream();

    private MmdbFixture(String type, LocalDate built) {
        this.type = type;
        this.built = built;
    }

    public static MmdbFixture of(String type, String built) {
        return new MmdbFixture(type, LocalDate.parse(built));
    }

    /** Maps a network; wider ones must come first. */
    public MmdbFixture map(String cidr, Map<String, ?> entry) {
        IpNetwork network = IpNetwork.of(cidr);
        // The tree of an IPv6 database has IPv4 at ::/96, without the ffff of the mapped form.
        long low = network.base().isIpv4()
                ? network.base().low() & 0xffffffffL
                : network.base().low();
        int leaf = -2 - data.size();
        encode(entry, data);
        int node = 0;
        for (int i = 0; i < network.bits(); i++) {
            long half = i < 64 ? network.base().high() : low;
            int branch = (int) (half >>> (63 - (i & 63)) & 1);
            if (i == network.bits() - 1) {
                nodes.get(node)[branch] = leaf;
            } else {
                int next = nodes.get(node)[branch];
                if (next < 0) {
                    nodes.add(new int[] {next, next});
                    next = nodes.size() - 1;
                    nodes.get(node)[branch] = next;
                }
                node = next;
            }
        }
        return this;
    }

    /** A record as GeoLite2-Country has it. */
    static Map<String, ?> geoLite(String country) {
        return Map.of(
                "country",
                Map.of("iso_code", country, "geoname_id", 1L),
                "registered_country",
                Map.of("iso_code", "US"));
    }

    public byte[] bytes() {
        ByteBuffer tree = ByteBuffer.allocate(nodes.size() * 8);
        for (int[] node : nodes) {
            for (int branch : node) {
                tree.putInt(branch >= 0 ? branch : branch == EMPTY ? nodes.size() : nodes.size() + 16 + (-2 - branch));
            }
        }
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("binary_format_major_version", 2);
        metadata.put("binary_format_minor_version", 0);
        metadata.put("build_epoch", built.atStartOfDay().toEpochSecond(ZoneOffset.UTC));
        metadata.put("database_type", type);
        metadata.put("description", Map.of("en", "made for a test"));
        metadata.put("ip_version", 6);
        metadata.put("languages", List.of("en"));
        metadata.put("node_count", (long) nodes.size());
        metadata.put("record_size", 32);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(tree.array());
        file.writeBytes(new byte[16]);
        file.writeBytes(data.toByteArray());
        file.writeBytes(METADATA_MARKER);
        file.writeBytes("MaxMind.com".getBytes(StandardCharsets.US_ASCII));
        encode(metadata, file);
        return file.toByteArray();
    }

    Path write(Path path) throws IOException {
        return Files.write(path, bytes());
    }

    private static void encode(Object value, ByteArrayOutputStream out) {
        if (value instanceof String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            control(2, utf8.length, out);
            out.writeBytes(utf8);
        } else if (value instanceof Integer number) {
            control(5, 2, out);
            out.writeBytes(new byte[] {(byte) (number >>> 8), number.byteValue()});
        } else if (value instanceof Long number) {
            // build_epoch is a uint64, everything else that tests write as long fits the uint32 that databases have.
            boolean wide = number > Integer.MAX_VALUE / 2;
            control(wide ? 9 : 6, wide ? 8 : 4, out);
            byte[] octets = ByteBuffer.allocate(8).putLong(number).array();
            out.write(octets, wide ? 0 : 4, wide ? 8 : 4);
        } else if (value instanceof Double number) {
            control(3, 8, out);
            out.writeBytes(ByteBuffer.allocate(8).putDouble(number).array());
        } else if (value instanceof Boolean flag) {
            control(14, flag ? 1 : 0, out);
        } else if (value instanceof List<?> list) {
            control(11, list.size(), out);
            list.forEach(item -> encode(item, out));
        } else if (value instanceof Map<?, ?> map) {
            control(7, map.size(), out);
            map.forEach((key, item) -> {
                encode(key, out);
                encode(item, out);
            });
        } else {
            throw new IllegalArgumentException("cannot write " + value.getClass());
        }
    }

    private static void control(int kind, int size, ByteArrayOutputStream out) {
        int shown = Math.min(size, 29);
        if (kind <= 7) {
            out.write(kind << 5 | shown);
        } else {
            out.write(shown);
            out.write(kind - 7);
        }
        if (size >= 29) {
            out.write(size - 29);
        }
    }
}
