package org.sekimori.rules;

import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.AutonomousSystem;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.profile.Profile;
import org.sekimori.profile.TimeWindow;
import org.sekimori.profile.habits.Travel;

/**
 * Facts about where, how and when the client comes, by the account's past, and about attempts that were refused. What is asked
 * "before" leaves the current submission out.
 */
public abstract class OriginFacts extends ProfileFacts {

    private final MailEvent event;
    private final ZoneId zone;

    OriginFacts(Profile profile, MailEvent event, ZoneId zone, List<String> texts) {
        super(profile, event, zone, texts);
        this.event = event;
        this.zone = zone;
    }

    /**
     * Attempts that were refused for good (5xx): by a rule, or by the mail server with proof that it was before the queue. 0 and up.
     * Exact. In a domain that only observes, rules refuse nothing.
     *
     * <p>Example: {@code refused("24h") >= threshold("refusals")}
     */
    public final long refused(String window) {
        return past().refused(TimeWindow.of(window));
    }

    /**
     * Attempts that were refused for now (4xx), likewise; a client that repeats a deferred message counts each time. 0 and up. Exact.
     *
     * <p>Example: {@code deferred("1h") > sent("1h")}
     */
    public final long deferred(String window) {
        return past().deferred(TimeWindow.of(window));
    }

    /**
     * Different countries that attempts came from which a rule refused for good, without this one; up to {@code "24h"}. Exact up to
     * 12 in 24 hours, an estimate beyond.
     *
     * <p>Example: {@code refusedCountries("24h") > 1}
     */
    public final long refusedCountries(String window) {
        return past().refusedCountries(TimeWindow.withinDay(window));
    }

    /**
     * The same for networks ({@code /24}, {@code /48}). Exact up to 16 in 24 hours, an estimate beyond.
     *
     * <p>Example: {@code refusedNetworks("1h") >= threshold("networks")}
     */
    public final long refusedNetworks(String window) {
        return past().refusedNetworks(TimeWindow.withinDay(window));
    }

    /**
     * The same for numbers of autonomous systems. Exact up to 12 in 24 hours, an estimate beyond.
     *
     * <p>Example: {@code refusedAsns("24h") > 1}
     */
    public final long refusedAsns(String window) {
        return past().refusedSystems(TimeWindow.withinDay(window));
    }

    /**
     * Whether an earlier attempt from the client's country was refused for good by a rule; up to {@code "24h"}. False without a
     * country. Exact while {@link #refusedCountries} is.
     *
     * <p>Example: {@code !refusedFromCountry("24h")}
     */
    public final boolean refusedFromCountry(String window) {
        return past().refusedFromCountry(event.origin(), TimeWindow.withinDay(window));
    }

    /**
     * The same for the client's network. False without an address.
     *
     * <p>Example: {@code !refusedFromNetwork("24h")}
     */
    public final boolean refusedFromNetwork(String window) {
        return past().refusedFromNetwork(event.origin(), TimeWindow.withinDay(window));
    }

    /**
     * The same for the client's autonomous system. False if its number is unknown.
     *
     * <p>Example: {@code !refusedFromAsn("24h")}
     */
    public final boolean refusedFromAsn(String window) {
        return past().refusedFromSystem(event.origin(), TimeWindow.withinDay(window));
    }

    /**
     * Border habit: on how many days before today, of the last 31, an attempt from the client's autonomous system was refused for good
     * by a rule: 0 to 31. An owner abroad, or an old device, tries day after day; a thief comes once. The 12 systems and countries
     * with most such days are remembered; an account's judgement as abused forgets them.
     *
     * <p>Example: {@code refusedAsnDays == 0}
     */
    public final int getRefusedAsnDays() {
        return past().refusedSystemDays(event.origin());
    }

    /**
     * The same for the client's country: 0 to 31.
     *
     * <p>Example: {@code refusedCountryDays == 0}
     */
    public final int getRefusedCountryDays() {
        return past().refusedCountryDays(event.origin());
    }

    /**
     * {@link #distinctCountries} without this one: up to {@code "24h"}. Exact up to 32 in 24 hours, an estimate beyond.
     *
     * <p>Example: {@code distinctCountries("24h") > distinctCountriesBefore("24h")}
     */
    public final long distinctCountriesBefore(String window) {
        return past().countries(TimeWindow.withinDay(window));
    }

    /**
     * {@link #distinctNetworks} without this one. Exact up to 48 in 24 hours, an estimate beyond.
     *
     * <p>Example: {@code distinctNetworks("24h") > distinctNetworksBefore("24h")}
     */
    public final long distinctNetworksBefore(String window) {
        return past().networks(TimeWindow.withinDay(window));
    }

    /**
     * {@link #distinctAddresses} without this one. Exact up to 48 in 24 hours, an estimate beyond.
     *
     * <p>Example: {@code distinctAddressesBefore("1h") >= threshold("addresses")}
     */
    public final long distinctAddressesBefore(String window) {
        return past().addresses(TimeWindow.withinDay(window));
    }

    /**
     * {@link #distinctUnfamiliarCountries} without this one.
     *
     * <p>Example: {@code distinctUnfamiliarCountriesBefore("24h") > 0}
     */
    public final long distinctUnfamiliarCountriesBefore(String window) {
        return past().unfamiliarCountries(TimeWindow.withinDay(window));
    }

    /**
     * {@link #distinctUnfamiliarNetworks} without this one.
     *
     * <p>Example: {@code distinctUnfamiliarNetworksBefore("24h") > 0}
     */
    public final long distinctUnfamiliarNetworksBefore(String window) {
        return past().unfamiliarNetworks(TimeWindow.withinDay(window));
    }

    /**
     * {@link #distinctUnfamiliarAddresses} without this one.
     *
     * <p>Example: {@code distinctUnfamiliarAddressesBefore("24h") > 0}
     */
    public final long distinctUnfamiliarAddressesBefore(String window) {
        return past().unfamiliarAddresses(TimeWindow.withinDay(window));
    }

    /**
     * {@link #countries} without this one, such as {@code DE JP}.
     *
     * <p>Example: {@code !countriesBefore("24h").contains(country)}
     */
    public final String countriesBefore(String window) {
        return String.join(" ", past().countryCodes(TimeWindow.withinDay(window)));
    }

    /**
     * Whether no accepted submission from the client's country is remembered; false without a country. The last 16 countries are.
     *
     * <p>Example: {@code newCountry}
     */
    public final boolean isNewCountry() {
        return !past().knownCountry(event.origin());
    }

    /**
     * Number of the autonomous system (RFC 6793) that announces the client's address, by the GeoIP database of systems; 0 if unknown,
     * internal or a relay.
     *
     * <p>Example: {@code asn > 0}
     */
    public final long getAsn() {
        return system().number();
    }

    /**
     * Name of that system's operator as the database has it, such as {@code KDDI CORPORATION}; the empty string if unknown.
     *
     * <p>Example: {@code asOrganization.startsWith("KDDI")}
     */
    public final String getAsOrganization() {
        String name = system().organisation();
        return name == null ? "" : name;
    }

    private AutonomousSystem system() {
        return event.origin() instanceof Origin.Country c
                ? c.system()
                : event.origin() instanceof Origin.Unknown u ? u.system() : AutonomousSystem.NONE;
    }

    /**
     * Whether no accepted submission from the client's autonomous system is remembered; false if its number is unknown. The last 12
     * are, those of most {@link #getAsnDays} longest.
     *
     * <p>Example: {@code newAsn}
     */
    public final boolean isNewAsn() {
        return !past().knownSystem(event.origin());
    }

    /**
     * Days before today, of the last 31, with accepted mail to known people from the client's autonomous system: 0 to 31. Until
     * anything is familiar, and for accounts whose recipients are not reported, every day with mail counts; days of a freeze never.
     *
     * <p>Example: {@code asnDays == 0}
     */
    public final int getAsnDays() {
        return past().systemDays(event.origin());
    }

    /**
     * Name that the client gave for itself (HELO, EHLO: RFC 5321), or the empty string. The client chooses it, and every mail's
     * {@code Received} headers show the owner's: a known name proves nothing, a new one is weak evidence.
     *
     * <p>Example: {@code helo.endsWith(".local")}
     */
    public final String getHelo() {
        String helo = event.helo();
        return helo == null ? "" : helo;
    }

    /**
     * Whether no accepted submission with this HELO name is remembered; false without one. Case and a final dot make no difference, and
     * all address literals are one name. The last 12 are remembered, those of most {@link #getHeloDays} longest.
     *
     * <p>Example: {@code newHelo}
     */
    public final boolean isNewHelo() {
        return !past().knownHelo(event);
    }

    /**
     * Days before today, of the last 31, with accepted mail to known people and this HELO name, or without a name if this submission
     * has none: 0 to 31; as for {@link #getAsnDays}. 0 for webmail.
     *
     * <p>Example: {@code heloDays == 0}
     */
    public final int getHeloDays() {
        return past().heloDays(event);
    }

    /**
     * Whether a program is at work that the account does not have: no earlier day of {@link #getHeloDays} for its HELO name, or for
     * the lack of one, while another name has some. False for webmail, and where a server reports no names at all. Mail's
     * {@code Received} headers show the owner's name to anybody, so a known one proves nothing.
     *
     * <p>Example: {@code unknownHelo}
     */
    public final boolean isUnknownHelo() {
        return past().unknownHelo(event);
    }

    /**
     * Version of TLS as the mail server reported it, such as {@code TLSv1.3}; the empty string without TLS, or if it was not reported.
     *
     * <p>Example: {@code tls == ""}
     */
    public final String getTls() {
        String tls = event.tls();
        return tls == null ? "" : tls;
    }

    /**
     * Whether no accepted submission with this version of TLS is remembered; false without one. The last 4 are.
     *
     * <p>Example: {@code newTls}
     */
    public final boolean isNewTls() {
        return !past().knownTls(event.tls());
    }

    /**
     * Hour of the day in the domain's time zone: 0 to 23.
     *
     * <p>Example: {@code hour < threshold("diff_ips")}
     */
    public final int getHour() {
        return event.time().atZone(zone).getHour();
    }

    /**
     * How usual this hour is for the account: the share of its hours that this one and those beside it have, 0 to 1, two decimals; -1
     * while less than five recent hours are known. An hour weighs the days with accepted mail in it, halved every 30 days:
     * {@code w ← w · 2^(−Δd/30) + 1}. Days of a freeze are left out.
     *
     * <p>Example: {@code hourShare == 0}
     */
    public final double getHourShare() {
        return past().hourShare(getHour());
    }

    /**
     * Kilometres, rounded down, from the last accepted submission or log-in with a location: the great-circle distance (haversine)
     * less both accuracy radii and 16 km for rounding. 0 without both locations, which needs a database of cities.
     *
     * <p>Example: {@code distance >= threshold("travel_least_km")}
     */
    public final long getDistance() {
        return km(past().travelFromUse(event.origin()));
    }

    /**
     * Kilometres per hour, rounded down, that {@link #getDistance} needed, with at least a minute for it. 0 without both locations.
     *
     * <p>Example: {@code speed >= threshold("travel_kmh")}
     */
    public final long getSpeed() {
        return speed(past().travelFromUse(event.origin()));
    }

    /**
     * {@link #getDistance} from the last attempt, even if it was refused.
     *
     * <p>Example: {@code attemptDistance >= threshold("travel_least_km")}
     */
    public final long getAttemptDistance() {
        return km(past().travelFromAttempt(event.origin()));
    }

    /**
     * {@link #getSpeed} from the last attempt, even if it was refused.
     *
     * <p>Example: {@code attemptSpeed >= threshold("travel_kmh")}
     */
    public final long getAttemptSpeed() {
        return speed(past().travelFromAttempt(event.origin()));
    }

    private static long km(@Nullable Travel travel) {
        return travel == null ? 0 : (long) travel.km();
    }

    private static long speed(@Nullable Travel travel) {
        return travel == null ? 0 : (long) travel.speed();
    }

    /**
     * Kinds of the client's address that a database names, sorted and joined by spaces, of {@code anonymous, cellular, corporate,
     * hosting, public_proxy, residential_proxy, satellite, tor, vpn}; the empty string without such a database.
     *
     * <p>Example: {@code addressKinds.contains("vpn")}
     */
    public final String getAddressKinds() {
        return String.join(" ", event.origin().kinds());
    }

    /**
     * Whether a database says that the address belongs to a hosting provider. False without such a database.
     *
     * <p>Example: {@code hosting}
     */
    public final boolean isHosting() {
        return event.origin().kinds().contains("hosting");
    }

    /**
     * Whether a database says that the address hides its user: VPN, proxy or Tor. False without such a database.
     *
     * <p>Example: {@code anonymous}
     */
    public final boolean isAnonymous() {
        return event.origin().kinds().contains("anonymous");
    }
}
