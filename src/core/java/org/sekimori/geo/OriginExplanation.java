package org.sekimori.geo;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.AutonomousSystem;
import org.sekimori.mail.Origin;

/**
 * The origin of an address and the source that decided it.
 *
 * @param address canonical, as the mail server would have seen it
 * @param inside the client's IPv4 address inside 6to4, NAT64 or Teredo, which was located; null for any other address
 * @param origin the origin that an event would get
 * @param system the announcing system; also given for relays and the operator's own networks
 * @param decidedBy the source that decided
 * @param network the list entry that decided; null if no list did
 * @param note the operator's note at the override; null without one
 * @param otherwise the database's result where a list decided; null otherwise
 * @param database the database in use
 */
public record OriginExplanation(
        String address,
        @Nullable String inside,
        Origin origin,
        AutonomousSystem system,
        DecidedBy decidedBy,
        @Nullable String network,
        @Nullable String note,
        @Nullable Origin otherwise,
        GeoStatus.Database database) {

    /** Whom the licences of the data want named where it is shown. */
    private static final String ATTRIBUTION =
            "IP Geolocation by DB-IP (https://db-ip.com), data of IPtoASN, NRO (nro.net) and Route Views (routeviews.org)";

    /** Sources of an origin, in the order in which they are consulted. */
    public enum DecidedBy {
        SPECIAL_RANGE,
        OVERRIDE,
        RELAY,
        TUNNEL,
        DATABASE;

        /** The word on the wire, such as {@code special_range}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Its content as fields, the same for the API and the command line. */
    public Map<String, Object> fields(LocalDate today) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("address", address);
        put(fields, "inside", inside);
        origin(fields, "", origin);
        put(fields, "network", origin.network());
        if (system.number() != 0) {
            fields.put("asn", system.number());
            put(fields, "organisation", system.organisation());
        }
        fields.put("decided_by", decidedBy.word());
        put(fields, "entry", network);
        put(fields, "note", note);
        if (otherwise != null) {
            origin(fields, "database_", otherwise);
        }
        fields.put("database", database.type());
        put(fields, "built", database.built() == null ? null : database.built().toString());
        fields.put("age_days", database.ageDays(today));
        fields.put("starter", database.starter());
        fields.put("sentence", sentence());
        if (database.type().startsWith("Sekimori-")) {
            fields.put("attribution", ATTRIBUTION);
        }
        return fields;
    }

    private static void origin(Map<String, Object> fields, String prefix, Origin origin) {
        fields.put(prefix + "kind", origin.kind());
        if (origin instanceof Origin.Country country) {
            fields.put(prefix + "country", country.country());
        } else if (origin instanceof Origin.Internal internal) {
            fields.put(prefix + "name", internal.range());
        } else if (origin instanceof Origin.Relay relay) {
            fields.put(prefix + "name", relay.name());
        } else if (origin instanceof Origin.Unknown unknown) {
            fields.put(prefix + "reason", unknown.reason());
        }
    }

    private static void put(Map<String, Object> fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value);
        }
    }

    /** Why it is there, in one sentence for people. */
    public String sentence() {
        String seen = inside == null ? address : inside + ", the client inside " + address + ",";
        return switch (decidedBy) {
            case SPECIAL_RANGE ->
                seen + " lies in the special range '" + word(origin)
                        + "': it is no place on the Internet, and rules about countries never apply to it";
            case OVERRIDE ->
                seen + " is " + place(origin) + " by the override of " + network
                        + (note == null ? "" : " (" + note + ")") + "; the database alone says "
                        + (otherwise == null ? "nothing" : place(otherwise));
            case RELAY ->
                seen + " belongs to the relay '" + word(origin)
                        + "', which submits for many customers: where they are is not known, and rules about countries skip it";
            case TUNNEL ->
                seen
                        + " is the end of a tunnel or translator: where its client is, is not known, and it is not blocked by default";
            case DATABASE ->
                seen + " is " + place(origin) + " by the database " + database.type() + " of " + database.built();
        };
    }

    private static String word(Origin origin) {
        return origin instanceof Origin.Internal internal
                ? internal.range()
                : origin instanceof Origin.Relay relay ? relay.name() : origin.kind();
    }

    private static String place(Origin origin) {
        if (origin instanceof Origin.Country country) {
            return "in " + country.country();
        }
        return origin instanceof Origin.Unknown unknown ? "in no known country (" + unknown.reason() + ")" : "internal";
    }
}
