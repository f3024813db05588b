package org.sekimori.geo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.AutonomousSystem;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.Origin;

/** A checked country database. Immutable. */
public final class CountryDatabase {

    private static final String STARTER = "starter-country.mmdb";
    private static final List<String> KINDS = List.of("country", "city", "enterprise");
    private static final String WANTED = "a country database such as GeoLite2-Country";

    private final MaxMindFile<MaxMindRecords.CountryEntry> file;
    private final boolean starter;
    private final Origin.Source source;

    /** A database that was checked before, or needs no check. */
    CountryDatabase(MaxMindFile<MaxMindRecords.CountryEntry> file, boolean starter) {
        this.file = file;
        this.starter = starter;
        this.source = new Origin.Source(file.type(), file.built());
    }

    /**
     * @param today the day it is, UTC
     * @throws IOException if the file cannot be read or is damaged
     * @throws IllegalArgumentException if it was built after today or is not a country database
     */
    public static CountryDatabase open(Path path, LocalDate today) throws IOException {
        MaxMindFile<MaxMindRecords.CountryEntry> file = MaxMindFile.open(path, MaxMindRecords.CountryEntry.class);
        file.check(KINDS, WANTED, today, entry -> entry.code() != null && CountryCode.of(entry.code()) != null);
        return new CountryDatabase(file, false);
    }

    /** The database that ships with Sekimori: enough to start with; it grows old with the release that it came with. */
    public static CountryDatabase starter() {
        try (InputStream content = starterFile()) {
            return new CountryDatabase(MaxMindFile.open(content, MaxMindRecords.CountryEntry.class), true);
        } catch (IOException e) {
            throw new UncheckedIOException("the starter database " + STARTER + " cannot be read", e);
        }
    }

    /** The file of the database that ships with Sekimori. */
    static InputStream starterFile() {
        InputStream content = CountryDatabase.class.getResourceAsStream(STARTER);
        if (content == null) {
            throw new IllegalStateException("the starter database " + STARTER + " is missing from the program");
        }
        return content;
    }

    /**
     * Where a public address is: {@link Origin.Country} or {@link Origin.Unknown}. Never throws: a damaged place of the file is
     * an unknown origin with the reason {@code database_error}.
     */
    public Origin locate(ClientAddress address, String network, AutonomousSystem system) {
        MaxMindRecords.CountryEntry entry;
        try {
            entry = file.find(address);
        } catch (IOException | RuntimeException e) {
            return unknown(UnknownOriginReason.DATABASE_ERROR, network, system);
        }
        if (entry == null) {
            return unknown(UnknownOriginReason.NO_ENTRY, network, system);
        }
        if (entry.anycast()) {
            return unknown(UnknownOriginReason.ANYCAST, network, system);
        }
        String code = entry.code();
        String country = code == null ? null : CountryCode.of(code);
        // A proxy or satellite provider with a country has it: where it is rented is evidence for others to weigh.
        return country == null
                ? unknown(whyNoCountry(entry, code), network, system)
                : new Origin.Country(
                        country, network, system, source, Origin.Details.of(location(entry.location()), List.of()));
    }

    /** Coordinates that are none, or a radius that is none, locate nobody. */
    private static Origin.@Nullable Location location(MaxMindRecords.@Nullable Location at) {
        if (at == null || at.latitude() == null || at.longitude() == null || at.radius() == null) {
            return null;
        }
        try {
            return new Origin.Location(at.latitude(), at.longitude(), at.radius());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static UnknownOriginReason whyNoCountry(MaxMindRecords.CountryEntry entry, @Nullable String code) {
        if (code != null) {
            return CountryCode.reasonOfUnknown(code);
        }
        if (entry.anonymousProxy()) {
            return UnknownOriginReason.ANONYMOUS;
        }
        return entry.satellite() ? UnknownOriginReason.SATELLITE : UnknownOriginReason.NO_COUNTRY;
    }

    private Origin unknown(UnknownOriginReason reason, String network, AutonomousSystem system) {
        return new Origin.Unknown(reason.word(), network, system, source);
    }

    String type() {
        return file.type();
    }

    public LocalDate built() {
        return file.built();
    }

    boolean isStarter() {
        return starter;
    }
}
