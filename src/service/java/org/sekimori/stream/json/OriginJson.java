package org.sekimori.stream.json;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.AutonomousSystem;
import org.sekimori.mail.Origin;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/** {@code {"kind":"country","country":"DE","network":"91.0.1.0/24","asn":3320,"organisation":"…","database":"…","built":"2026-06-17"}}. */
final class OriginJson {

    private OriginJson() {}

    static void write(JsonGenerator json, Origin origin) {
        json.writeName(RecordFields.ORIGIN);
        json.writeStartObject();
        json.writeStringProperty(RecordFields.KIND, origin.kind());
        if (origin instanceof Origin.Country country) {
            json.writeStringProperty(RecordFields.COUNTRY, country.country());
            write(json, country.system());
            write(json, country.source());
            write(json, country.details());
        } else if (origin instanceof Origin.Internal internal) {
            json.writeStringProperty(RecordFields.NAME, internal.range());
        } else if (origin instanceof Origin.Relay relay) {
            json.writeStringProperty(RecordFields.NAME, relay.name());
        } else if (origin instanceof Origin.Unknown unknown) {
            json.writeStringProperty(RecordFields.REASON, unknown.reason());
            write(json, unknown.system());
            write(json, unknown.source());
        }
        JsonSupport.optional(json, RecordFields.NETWORK, origin.network());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, AutonomousSystem system) {
        if (system.number() > 0) {
            json.writeNumberProperty(RecordFields.ASN, system.number());
            JsonSupport.optional(json, RecordFields.ORGANISATION, system.organisation());
        }
    }

    private static void write(JsonGenerator json, Origin.@Nullable Source source) {
        if (source != null) {
            json.writeStringProperty(RecordFields.DATABASE, source.database());
            if (source.built() != null) {
                json.writeStringProperty(RecordFields.BUILT, source.built().toString());
            }
        }
    }

    private static void write(JsonGenerator json, Origin.@Nullable Details details) {
        if (details == null) {
            return;
        }
        Origin.Location location = details.location();
        if (location != null) {
            json.writeNumberProperty(RecordFields.LATITUDE, location.latitude());
            json.writeNumberProperty(RecordFields.LONGITUDE, location.longitude());
            json.writeNumberProperty(RecordFields.RADIUS_KM, location.radiusKm());
        }
        if (!details.kinds().isEmpty()) {
            JsonSupport.texts(json, RecordFields.KINDS, details.kinds().stream());
        }
    }

    /** Reads the object whose opening brace was just read. */
    static Origin read(JsonParser json) {
        Fields fields = new Fields();
        JsonSupport.properties(json, fields);
        return fields.origin();
    }

    private static final class Fields implements JsonSupport.Property {
        private String kind = "";
        private String word = "";
        private long asn;
        private @Nullable String organisation;
        private @Nullable String network;
        private @Nullable String database;
        private @Nullable LocalDate built;
        private @Nullable Double latitude;
        private @Nullable Double longitude;
        private int radiusKm;
        private final List<String> kinds = new ArrayList<>();

        @Override
        public void read(JsonParser json, String name) {
            switch (name) {
                case RecordFields.KIND -> kind = JsonSupport.text(json);
                case RecordFields.COUNTRY, RecordFields.NAME, RecordFields.REASON -> word = JsonSupport.text(json);
                case RecordFields.ASN -> asn = JsonSupport.number(json);
                case RecordFields.ORGANISATION -> organisation = JsonSupport.text(json);
                case RecordFields.NETWORK -> network = JsonSupport.text(json);
                case RecordFields.DATABASE -> database = JsonSupport.text(json);
                case RecordFields.LATITUDE -> latitude = JsonSupport.decimal(json);
                case RecordFields.LONGITUDE -> longitude = JsonSupport.decimal(json);
                case RecordFields.RADIUS_KM -> radiusKm = JsonSupport.integer(json);
                case RecordFields.KINDS -> JsonSupport.texts(json, kinds);
                case RecordFields.BUILT -> built = LocalDate.parse(JsonSupport.text(json));
                default -> {}
            }
        }

        private Origin.@Nullable Location location() {
            return latitude == null || longitude == null ? null : new Origin.Location(latitude, longitude, radiusKm);
        }

        Origin origin() {
            Origin.Source source = database == null ? null : new Origin.Source(database, built);
            AutonomousSystem system = asn == 0 ? AutonomousSystem.NONE : new AutonomousSystem(asn, organisation);
            return switch (kind) {
                case "country" ->
                    new Origin.Country(
                            word,
                            network,
                            system,
                            source == null ? new Origin.Source("unknown", null) : source,
                            Origin.Details.of(location(), kinds));
                case "internal" -> new Origin.Internal(word, network);
                case "relay" -> new Origin.Relay(word, network);
                case "unknown" -> new Origin.Unknown(word, network, system, source);
                default -> throw new UnreadableRecordException("origin has the unknown kind '" + kind + "'");
            };
        }
    }
}
