package org.sekimori.geo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sekimori.mail.AutonomousSystem;
import org.sekimori.mail.ClientAddress;
import org.sekimori.text.EscapedText;

/** A database of autonomous systems, such as GeoLite2-ASN, that was checked or needs no check. Immutable. */
public final class AsnDatabase {

    private static final String STARTER = "starter-asn.mmdb";
    private static final List<String> KINDS = List.of("asn", "isp");
    private static final String WANTED = "a database of autonomous systems such as GeoLite2-ASN";
    /** Longest name in characters; registries set no limit. */
    private static final int MOST_NAME = 80;

    private final MaxMindFile<MaxMindRecords.AsnEntry> file;
    private final boolean starter;

    private AsnDatabase(MaxMindFile<MaxMindRecords.AsnEntry> file, boolean starter) {
        this.file = file;
        this.starter = starter;
    }

    /**
     * @param today the day it is, UTC
     * @throws IOException if the file cannot be read or is damaged
     * @throws IllegalArgumentException if it was built after today or is another kind of database
     */
    static AsnDatabase open(Path path, LocalDate today) throws IOException {
        MaxMindFile<MaxMindRecords.AsnEntry> file = MaxMindFile.open(path, MaxMindRecords.AsnEntry.class);
        file.check(KINDS, WANTED, today, entry -> entry.number() != null);
        return new AsnDatabase(file, false);
    }

    /** The database that ships with Sekimori. */
    static AsnDatabase starter() {
        try (InputStream content = AsnDatabase.class.getResourceAsStream(STARTER)) {
            if (content == null) {
                throw new IllegalStateException("the starter database " + STARTER + " is missing from the program");
            }
            return new AsnDatabase(MaxMindFile.open(content, MaxMindRecords.AsnEntry.class), true);
        } catch (IOException e) {
            throw new UncheckedIOException("the starter database " + STARTER + " cannot be read", e);
        }
    }

    /** The fields of a record, named as in GeoLite2-ASN. */
    public static Map<String, Object> fields(long number, String organisation) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("autonomous_system_number", number);
        if (!organisation.isEmpty()) {
            fields.put("autonomous_system_organization", organisation);
        }
        return fields;
    }

    /**
     * The system that announces an address; {@link AutonomousSystem#NONE} if unknown or if the record is damaged. Never throws.
     */
    AutonomousSystem find(ClientAddress address) {
        try {
            MaxMindRecords.AsnEntry entry = file.find(address);
            if (entry == null || entry.number() == null) {
                return AutonomousSystem.NONE;
            }
            String name = entry.organisation();
            return new AutonomousSystem(
                    entry.number(), name == null || name.isBlank() ? null : EscapedText.of(name.strip(), MOST_NAME));
        } catch (IOException | RuntimeException e) {
            return AutonomousSystem.NONE;
        }
    }

    /** The type as the metadata gives it. */
    String type() {
        return file.type();
    }

    LocalDate built() {
        return file.built();
    }

    boolean isStarter() {
        return starter;
    }
}
