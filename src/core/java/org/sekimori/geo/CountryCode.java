package org.sekimori.geo;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The two-letter codes that are countries. */
public final class CountryCode {

    /** Interned codes: avoids keeping strings that a database decodes for every look-up. */
    private static final Map<String, String> COUNTRIES = new HashMap<>();

    static {
        for (String code : Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2)) {
            COUNTRIES.put(code, code);
        }
        // Kosovo: user-assigned in ISO 3166-1, and used by all databases.
        COUNTRIES.put("XK", "XK");
    }

    private CountryCode() {}

    /** The code if it is ISO 3166-1 alpha-2 in upper case or {@code XK}, else null. */
    public static @Nullable String of(String code) {
        return COUNTRIES.get(code);
    }

    /**
     * Why a database's code is not a country: {@code A1} and {@code A2} are MaxMind's, {@code AP} and {@code EU} APNIC's and
     * RIPE's.
     */
    static UnknownOriginReason reasonOfUnknown(String code) {
        return switch (code) {
            case "A1" -> UnknownOriginReason.ANONYMOUS;
            case "A2" -> UnknownOriginReason.SATELLITE;
            case "AP", "EU" -> UnknownOriginReason.REGION;
            default -> UnknownOriginReason.NO_COUNTRY;
        };
    }
}
