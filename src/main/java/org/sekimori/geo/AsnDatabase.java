package org.sekimori.geo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.ClientAddress;

/** The optional database of autonomous systems, such as GeoLite2-ASN; {@link #NONE} stands for its absence. Immutable. */
final class AsnDatabase {

    static final AsnDatabase NONE = new AsnDatabase(null);

    private static final List<String> KINDS = List.of("asn", "isp");
    private static final String WANTED = "a database of autonomous systems such as GeoLite2-ASN";

    private final @Nullable MaxMindFile<MaxMindRecords.AsnEntry> file;

    private AsnDatabase(@Nullable MaxMindFile<MaxMindRecords.AsnEntry> file) {
        this.file = file;
    }

    /**
     * @param today the day it is, UTC
     * @throws IOException if the file cannot be read or is damaged
     * @throws IllegalArgumentException if it was built after today or is another kind of database
     */
    static AsnDatabase open(Path path, LocalDate today) throws IOException {
        MaxMindFile<MaxMindRecords.AsnEntry> file = MaxMindFile.open(path, MaxMindRecords.AsnEntry.class);
        file.check(KINDS, WANTED, today, entry -> entry.number() != null);
        return new AsnDatabase(file);
    }

    /** The number of the autonomous system, 0 if it is not known; never throws. */
    long find(ClientAddress address) {
        if (file == null) {
            return 0;
        }
        try {
            MaxMindRecords.AsnEntry entry = file.find(address);
            return entry == null || entry.number() == null ? 0 : entry.number();
        } catch (IOException | RuntimeException e) {
            return 0;
        }
    }

    /** The type as the metadata gives it, {@code none} for {@link #NONE}. */
    String type() {
        return file == null ? "none" : file.type();
    }

    @Nullable
    LocalDate built() {
        return file == null ? null : file.built();
    }
}
