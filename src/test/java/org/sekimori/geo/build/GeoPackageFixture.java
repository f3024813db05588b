package org.sekimori.geo.build;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.sekimori.geo.MmdbFixture;
import org.sekimori.mail.ClientAddress;

/** Packages as the npm registry has them, with a few ranges of the free databases. */
public final class GeoPackageFixture {

    private final Map<String, Map<String, byte[]>> files = new LinkedHashMap<>();

    private GeoPackageFixture() {}

    /** Four systems: KDDI in Japan, OVH of France in Canada, Sky in Great Britain with customers in Ireland, and one without a route. */
    public static GeoPackageFixture some() {
        GeoPackageFixture some = new GeoPackageFixture();
        byte[] routes = MmdbFixture.of("country ipvAll", "2026-06-17")
                .map("27.80.0.0/12", Map.of("country_code", "JP"))
                .map("2001:268::/32", Map.of("country_code", "JP"))
                .map("149.56.0.0/16", Map.of("country_code", "FR"))
                .map("151.80.0.0/16", Map.of("country_code", "FR"))
                .map("90.192.0.0/12", Map.of("country_code", "GB"))
                .bytes();
        some.files.put("iptoasn-country-mmdb", Map.of("iptoasn-country.mmdb", routes));
        some.csv(
                "geo-whois-asn-country",
                "27.80.0.0,27.95.255.255,JP\n90.192.0.0,90.206.255.255,GB\n90.207.0.0,90.207.255.255,IE\n"
                        + "149.56.0.0,149.56.255.255,CA\n151.80.0.0,151.80.255.255,FR\n198.100.0.0,198.100.0.255,EU\n",
                "2001:200::,2001:3ff:ffff:ffff:ffff:ffff:ffff:ffff,AU\n");
        some.csv(
                "dbip-country",
                "27.80.0.0,27.80.0.255,US\n27.80.1.0,27.95.255.255,JP\n90.192.0.0,90.206.255.255,GB\n90.207.0.0,90.207.255.255,IE\n"
                        + "149.56.0.0,149.56.255.255,CA\n151.80.0.0,151.80.255.255,FR\n198.100.0.0,198.100.0.255,NL\n",
                "2001:268::,2001:268:ffff:ffff:ffff:ffff:ffff:ffff,JP\n");
        some.csv(
                "asn",
                "27.80.0.0,27.95.255.255,2516,KDDI CORPORATION\n90.192.0.0,90.207.255.255,5607,Sky UK Limited\n"
                        + "149.56.0.0,149.56.255.255,16276,\"OVH \"\"SAS\"\", Roubaix\"\n151.80.0.0,151.80.255.255,16276,\"OVH \"\"SAS\"\", Roubaix\"\n",
                "2001:268::,2001:268:ffff:ffff:ffff:ffff:ffff:ffff,2516,KDDI CORPORATION\n");
        return some;
    }

    /** Some whose combination knows every network by which databases are measured. */
    public static GeoPackageFixture ofTheList() {
        Map<ClientAddress, String> lines = new TreeMap<>(AddressRanges::compare);
        KnownCountryNetworks.shipped()
                .probes()
                .forEach(probe -> lines.put(
                        probe.network().base(),
                        probe.network().base() + "," + probe.network().last() + "," + probe.country() + "\n"));
        StringBuilder ipv4 = new StringBuilder();
        StringBuilder ipv6 = new StringBuilder();
        lines.forEach((base, line) -> (base.isIpv4() ? ipv4 : ipv6).append(line));
        return some().csv("geo-whois-asn-country", ipv4.toString(), ipv6.toString())
                .csv("dbip-country", ipv4.toString(), ipv6.toString());
    }

    /** Another content of a package's lists. */
    public GeoPackageFixture csv(String name, String ipv4, String ipv6) {
        files.put(
                name,
                Map.of(
                        name + "-ipv4.csv", ipv4.getBytes(StandardCharsets.UTF_8),
                        name + "-ipv6.csv", ipv6.getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    /** The packages by their names. */
    public Map<String, byte[]> archives() throws IOException {
        Map<String, byte[]> archives = new LinkedHashMap<>();
        for (Map.Entry<String, Map<String, byte[]>> entry : files.entrySet()) {
            archives.put(entry.getKey(), archive(entry.getValue()));
        }
        return archives;
    }

    /** The packages as files that {@code npm pack} would leave in a folder. */
    public Map<String, Path> write(Path folder) throws IOException {
        Map<String, Path> written = new LinkedHashMap<>();
        for (Map.Entry<String, byte[]> entry : archives().entrySet()) {
            Path file = folder.resolve("ip-location-db-" + entry.getKey() + "-2.3.2026061719.tgz");
            written.put(entry.getKey(), Files.write(file, entry.getValue()));
        }
        return written;
    }

    private static byte[] archive(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            entry(out, "package/package.json", "{}".getBytes(StandardCharsets.UTF_8));
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                entry(out, "package/" + file.getKey(), file.getValue());
            }
            out.write(new byte[1024]);
        }
        return bytes.toByteArray();
    }

    private static void entry(OutputStream out, String name, byte[] content) throws IOException {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 124, String.format("%011o", content.length));
        out.write(header);
        out.write(content);
        out.write(new byte[(512 - content.length % 512) % 512]);
    }

    private static void put(byte[] header, int at, String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(octets, 0, header, at, octets.length);
    }
}
