package org.sekimori.archive;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A point in each country, for maps, and its English name. */
final class CountryCoordinates {

    /**
     * A country.
     *
     * @param latitude in degrees
     * @param longitude in degrees
     * @param name in English
     */
    record Point(int latitude, int longitude, String name) {}

    private final Map<String, Point> points;

    private CountryCoordinates(Map<String, Point> points) {
        this.points = points;
    }

    static CountryCoordinates load() {
        Map<String, Point> points = new HashMap<>();
        try (BufferedReader file = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(CountryCoordinates.class.getResourceAsStream("countries.txt")),
                StandardCharsets.UTF_8))) {
            file.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                for (String country : line.split("\\|", -1)) {
                    String[] words = country.split(" ", 4);
                    points.put(words[0], new Point(Integer.parseInt(words[1]), Integer.parseInt(words[2]), words[3]));
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new CountryCoordinates(Map.copyOf(points));
    }

    /** Where to draw a country, null if it is not known. */
    @Nullable
    Point point(String country) {
        return points.get(country);
    }

    int size() {
        return points.size();
    }
}
