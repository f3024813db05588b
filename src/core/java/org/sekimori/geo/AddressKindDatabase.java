package org.sekimori.geo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.ClientAddress;

/** A database that says what an address is used for: GeoIP2-Anonymous-IP or GeoIP2-Connection-Type. None ships. Immutable. */
final class AddressKindDatabase {

    /** Without a file: nothing is known. */
    static final AddressKindDatabase NONE = new AddressKindDatabase(null);

    private static final List<String> KINDS = List.of("anonymous", "connection-type");
    private static final List<String> CONNECTIONS = List.of("cellular", "corporate", "satellite");
    private static final String WANTED = "GeoIP2-Anonymous-IP or GeoIP2-Connection-Type";

    private final @Nullable MaxMindFile<MaxMindRecords.KindEntry> file;

    private AddressKindDatabase(@Nullable MaxMindFile<MaxMindRecords.KindEntry> file) {
        this.file = file;
    }

    /**
     * @param today the day it is, UTC
     * @throws IOException if the file cannot be read or is damaged
     * @throws IllegalArgumentException if it was built after today or is another kind of database
     */
    static AddressKindDatabase open(Path path, LocalDate today) throws IOException {
        MaxMindFile<MaxMindRecords.KindEntry> file = MaxMindFile.open(path, MaxMindRecords.KindEntry.class);
        file.check(
                KINDS,
                WANTED,
                today,
                entry -> entry.connection() != null || !kinds(entry).isEmpty());
        return new AddressKindDatabase(file);
    }

    /** As in the metadata; empty without a file. */
    String type() {
        return file == null ? "" : file.type();
    }

    /** The day it was built (UTC); null without a file. */
    @Nullable
    LocalDate built() {
        return file == null ? null : file.built();
    }

    /** The kinds of an address, of {@link org.sekimori.mail.Origin.Details#KINDS}; none if its record is damaged. Never throws. */
    List<String> find(ClientAddress address) {
        if (file == null) {
            return List.of();
        }
        try {
            MaxMindRecords.KindEntry entry = file.find(address);
            return entry == null ? List.of() : kinds(entry);
        } catch (IOException | RuntimeException e) {
            return List.of();
        }
    }

    /** MaxMind calls hosting providers anonymous, too. Here a machine for rent alone hides nobody. */
    private static List<String> kinds(MaxMindRecords.KindEntry entry) {
        List<String> kinds = new ArrayList<>();
        add(kinds, entry.vpn(), "vpn");
        add(kinds, entry.publicProxy(), "public_proxy");
        add(kinds, entry.residentialProxy(), "residential_proxy");
        add(kinds, entry.tor(), "tor");
        boolean hosted = Boolean.TRUE.equals(entry.hosting());
        add(kinds, !kinds.isEmpty() || !hosted && Boolean.TRUE.equals(entry.anonymous()), "anonymous");
        add(kinds, hosted, "hosting");
        if (entry.connection() != null) {
            String word = entry.connection().toLowerCase(Locale.ROOT);
            add(kinds, CONNECTIONS.contains(word), word);
        }
        return kinds;
    }

    private static void add(List<String> kinds, @Nullable Boolean is, String kind) {
        if (Boolean.TRUE.equals(is)) {
            kinds.add(kind);
        }
    }
}
