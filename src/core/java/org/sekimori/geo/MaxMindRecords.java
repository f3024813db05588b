package org.sekimori.geo;

import com.maxmind.db.MaxMindDbConstructor;
import com.maxmind.db.MaxMindDbParameter;
import org.jspecify.annotations.Nullable;

/**
 * The decoded parts of a database's records. MaxMind's decoder needs public constructors of public classes; nesting keeps them
 * out of the package's way.
 */
public final class MaxMindRecords {

    private MaxMindRecords() {}

    /**
     * A record of a country database of either shape: {@code {country_code}} of ip-location-db, or {@code {country: {iso_code},
     * traits}} of GeoLite2 and GeoIP2. Without registered and represented countries: decisions need the location of the address,
     * not its owner's.
     */
    public record CountryEntry(
            @Nullable String countryCode,
            @Nullable Country country,
            @Nullable Traits traits,
            @Nullable Location location) {

        @MaxMindDbConstructor
        public CountryEntry(
                @MaxMindDbParameter(name = "country_code") @Nullable String countryCode,
                @MaxMindDbParameter(name = "country") @Nullable Country country,
                @MaxMindDbParameter(name = "traits") @Nullable Traits traits,
                @MaxMindDbParameter(name = "location") @Nullable Location location) {
            this.countryCode = countryCode;
            this.country = country;
            this.traits = traits;
            this.location = location;
        }

        /** The country code; null if the record has none. */
        public @Nullable String code() {
            return country != null ? country.isoCode() : countryCode;
        }

        boolean anycast() {
            return traits != null && Boolean.TRUE.equals(traits.anycast());
        }

        boolean anonymousProxy() {
            return traits != null && Boolean.TRUE.equals(traits.anonymousProxy());
        }

        boolean satellite() {
            return traits != null && Boolean.TRUE.equals(traits.satellite());
        }
    }

    /** The part {@code country}. */
    public record Country(@Nullable String isoCode) {
        @MaxMindDbConstructor
        public Country(@MaxMindDbParameter(name = "iso_code") @Nullable String isoCode) {
            this.isoCode = isoCode;
        }
    }

    /** The part {@code location} of a database of cities; the radius is in kilometres. */
    public record Location(
            @Nullable Double latitude,
            @Nullable Double longitude,
            @Nullable Integer radius) {
        @MaxMindDbConstructor
        public Location(
                @MaxMindDbParameter(name = "latitude") @Nullable Double latitude,
                @MaxMindDbParameter(name = "longitude") @Nullable Double longitude,
                @MaxMindDbParameter(name = "accuracy_radius") @Nullable Integer radius) {
            this.latitude = latitude;
            this.longitude = longitude;
            this.radius = radius;
        }
    }

    /** A record of GeoIP2-Anonymous-IP, GeoIP2-Connection-Type or both; a missing flag is false. */
    public record KindEntry(
            @Nullable Boolean anonymous,
            @Nullable Boolean vpn,
            @Nullable Boolean hosting,
            @Nullable Boolean publicProxy,
            @Nullable Boolean residentialProxy,
            @Nullable Boolean tor,
            @Nullable String connection) {
        @MaxMindDbConstructor
        public KindEntry(
                @MaxMindDbParameter(name = "is_anonymous") @Nullable Boolean anonymous,
                @MaxMindDbParameter(name = "is_anonymous_vpn") @Nullable Boolean vpn,
                @MaxMindDbParameter(name = "is_hosting_provider") @Nullable Boolean hosting,
                @MaxMindDbParameter(name = "is_public_proxy") @Nullable Boolean publicProxy,
                @MaxMindDbParameter(name = "is_residential_proxy") @Nullable Boolean residentialProxy,
                @MaxMindDbParameter(name = "is_tor_exit_node") @Nullable Boolean tor,
                @MaxMindDbParameter(name = "connection_type") @Nullable String connection) {
            this.anonymous = anonymous;
            this.vpn = vpn;
            this.hosting = hosting;
            this.publicProxy = publicProxy;
            this.residentialProxy = residentialProxy;
            this.tor = tor;
            this.connection = connection;
        }
    }

    /** The part {@code traits}; a missing flag is false. */
    public record Traits(
            @Nullable Boolean anycast,
            @Nullable Boolean anonymousProxy,
            @Nullable Boolean satellite) {
        @MaxMindDbConstructor
        public Traits(
                @MaxMindDbParameter(name = "is_anycast") @Nullable Boolean anycast,
                @MaxMindDbParameter(name = "is_anonymous_proxy") @Nullable Boolean anonymousProxy,
                @MaxMindDbParameter(name = "is_satellite_provider") @Nullable Boolean satellite) {
            this.anycast = anycast;
            this.anonymousProxy = anonymousProxy;
            this.satellite = satellite;
        }
    }

    /** A record of GeoLite2-ASN or GeoIP2-ISP. */
    public record AsnEntry(@Nullable Long number, @Nullable String organisation) {
        @MaxMindDbConstructor
        public AsnEntry(
                @MaxMindDbParameter(name = "autonomous_system_number") @Nullable Long number,
                @MaxMindDbParameter(name = "autonomous_system_organization") @Nullable String organisation) {
            this.number = number;
            this.organisation = organisation;
        }
    }
}
