package org.sekimori.web.my;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.core.io.ClassPathResource;

/** Time zones of countries, of the tz database. */
final class CountryZones {

    private static final String FILE = "zones.tsv";
    private static final Map<String, List<ZoneId>> BY_COUNTRY = read();

    private CountryZones() {}

    /** The zones of a country, by its code; none of an unknown one. */
    static List<ZoneId> of(String country) {
        return BY_COUNTRY.getOrDefault(country, List.of());
    }

    private static Map<String, List<ZoneId>> read() {
        Set<String> known = ZoneId.getAvailableZoneIds();
        Map<String, List<ZoneId>> zones = new HashMap<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new ClassPathResource(FILE, CountryZones.class).getInputStream(), StandardCharsets.US_ASCII))) {
            lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                String[] parts = line.split("\t", -1);
                // A Java older than the file may lack a zone.
                if (known.contains(parts[1])) {
                    zones.computeIfAbsent(parts[0], code -> new ArrayList<>()).add(ZoneId.of(parts[1]));
                }
            });
            return zones;
        } catch (IOException e) {
            throw new UncheckedIOException("the program lacks its own file " + FILE, e);
        }
    }
}
