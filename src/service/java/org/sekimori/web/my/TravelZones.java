package org.sekimori.web.my;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.text.Collator;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sekimori.geo.OriginResolver;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.Origin;
import org.sekimori.web.page.PagePreferences;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/** The time zone of the place where a traveller is: as chosen, as the portal says, or as the connection tells. */
final class TravelZones {

    /** Parameter that chooses it. */
    static final String PARAMETER = "zone";

    private static final String COOKIE = "sekimori-zone";
    private static final Set<String> KNOWN = ZoneId.getAvailableZoneIds();
    private static final long DAYS_30 = 30L * 24 * 3600;

    private final OriginResolver origins;

    TravelZones(OriginResolver origins) {
        this.origins = origins;
    }

    /** A zone to choose. */
    record Choice(String id, String shown) {}

    /** The zone of the place; null if nothing tells it. */
    @Nullable
    ZoneId of(HttpServletRequest request, Traveller traveller, Set<String> home) {
        @Nullable String chosen = chosen(request);
        if (chosen != null) {
            return ZoneId.of(chosen);
        }
        if (traveller.login().zone() != null) {
            return traveller.login().zone();
        }
        @Nullable String country = country(request);
        return country == null || home.contains(country) ? null : only(country);
    }

    /** The country that the request comes from; null if that is unknown, as behind a proxy. */
    private @Nullable String country(HttpServletRequest request) {
        try {
            Origin origin = origins.locate(ClientAddress.of(request.getRemoteAddr()), null);
            return origin instanceof Origin.Country found ? found.country() : null;
        } catch (IllegalArgumentException e) {
            // An address with a zone index, such as fe80::1%eth0: nobody abroad has one.
            return null;
        }
    }

    private static @Nullable ZoneId only(String country) {
        List<ZoneId> zones = CountryZones.of(country);
        return zones.size() == 1 ? zones.get(0) : null;
    }

    private static @Nullable String chosen(HttpServletRequest request) {
        @Nullable String asked = request.getParameter(PARAMETER);
        @Nullable String zone = asked != null ? asked : PagePreferences.cookie(request, COOKIE);
        return zone != null && KNOWN.contains(zone) ? zone : null;
    }

    /** Keeps the zone that a request chooses. */
    static void keep(HttpServletRequest request, HttpServletResponse response) {
        @Nullable String asked = request.getParameter(PARAMETER);
        if (asked != null && KNOWN.contains(asked)) {
            response.addHeader(
                    HttpHeaders.SET_COOKIE,
                    ResponseCookie.from(COOKIE, asked)
                            .path("/my")
                            .maxAge(DAYS_30)
                            .sameSite("Lax")
                            .httpOnly(true)
                            .secure(PagePreferences.secure(request))
                            .build()
                            .toString());
        }
    }

    /** All zones by country, in the order of the reader's language. */
    static List<Choice> choices(Locale language) {
        List<Choice> choices = new ArrayList<>();
        for (String country : Locale.getISOCountries()) {
            List<ZoneId> zones = CountryZones.of(country);
            for (ZoneId zone : zones) {
                String name = CountryNames.name(country, language);
                String city =
                        zone.getId().substring(zone.getId().indexOf('/') + 1).replace('_', ' ');
                choices.add(new Choice(zone.getId(), zones.size() == 1 ? name : name + " (" + city + ")"));
            }
        }
        choices.sort(Comparator.comparing(Choice::shown, Collator.getInstance(language)));
        return choices;
    }
}
