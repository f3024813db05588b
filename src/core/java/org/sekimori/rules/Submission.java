package org.sekimori.rules;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.CaseSet;
import org.sekimori.cases.Hold;
import org.sekimori.grants.Grant;
import org.sekimori.grants.GrantSet;
import org.sekimori.mail.Finding.Effect;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.mail.SubmissionChannel;
import org.sekimori.profile.Profile;
import org.sekimori.profile.ProfileView;
import org.sekimori.profile.TimeWindow;
import org.sekimori.profile.TrafficClass;
import org.sekimori.rules.policy.DomainPolicy;
import org.sekimori.rules.policy.SendLimits;
import org.sekimori.text.EscapedText;

/**
 * The fact of the rules: one submission with the state of its account at that moment. A pattern names the properties,
 * {@code s : Submission( overseas, grant == null )}; a consequence calls {@link #reject}, {@link #defer} or {@link #flag}.
 */
public final class Submission extends ProfileFacts {

    private static final ZoneOffset UTC = ZoneOffset.UTC;

    private final MailEvent event;
    private final DomainPolicy policy;
    private final GrantSet grants;
    private final @Nullable Hold hold;
    private final CaseSet cases;
    private final boolean overseas;
    private final boolean exempt;
    private final @Nullable Grant grant;
    private final RuleActionCollector actions;

    /**
     * Gathers the facts of one submission.
     *
     * @param texts those of the rules that will see it
     * @param actions where what they raise goes
     */
    Submission(
            MailEvent event,
            Profile profile,
            GrantSet grants,
            @Nullable Hold hold,
            CaseSet cases,
            DomainPolicy policy,
            List<String> texts,
            RuleActionCollector actions) {
        super(profile, event, policy.zone(), texts);
        this.event = event;
        this.cases = cases;
        // Few accounts are watched at a time, so the stricter numbers are worked out when one of them sends.
        this.policy = cases.watched(event.time()) ? policy.whileWatched() : policy;
        this.grants = grants;
        this.hold = hold;
        this.actions = actions;
        this.exempt = event.channel() == SubmissionChannel.WEBMAIL || policy.exempts(event.clientAddress());
        this.overseas = policy.overseas(event);
        this.grant = overseas ? grants.covering(getCountry(), event.time()).orElse(null) : null;
    }

    /**
     * Whether the address is in a known country that is not home, neither of the domain nor of the account itself. False while no
     * home is named.
     *
     * <p>Example: {@code overseas}
     */
    public boolean isOverseas() {
        return overseas;
    }

    /**
     * Whether rules about origin leave it alone: the provider's webmail, or an exempt network.
     *
     * <p>Example: {@code !exempt}
     */
    public boolean isExempt() {
        return exempt;
    }

    /**
     * The grant that covers the country now, or null. Only looked for when {@link #isOverseas}.
     *
     * <p>Example: {@code grant == null}
     */
    public @Nullable Grant getGrant() {
        return grant;
    }

    /**
     * The account's hold, or null.
     *
     * <p>Example: {@code hold != null}
     */
    public @Nullable Hold getHold() {
        return hold;
    }

    /**
     * State of the account's open case, one of {@code flagged, notified, held, cleaned, password_changed, released, watched}; the
     * empty string without one.
     *
     * <p>Example: {@code caseState == "released"}
     */
    public String getCaseState() {
        return cases.open() == null ? "" : cases.open().state().word();
    }

    /**
     * Whether the account was released and is watched more strictly: limits and thresholds are those of {@code follow-up.yml}
     * then.
     *
     * <p>Example: {@code watched}
     */
    public boolean isWatched() {
        return cases.watched(event.time());
    }

    /**
     * Whole days since a case of the account was closed as a false positive, 0 to 90; 90 without one in the last 90 days.
     *
     * <p>Example: {@code falseAlarmDays >= threshold("limit_hits_quiet_days")}
     */
    public long getFalseAlarmDays() {
        return cases.daysSinceFalsePositive(event.time());
    }

    /**
     * The account's name in small letters, with its domain.
     *
     * <p>Example: {@code sender != account}
     */
    public String getAccount() {
        return event.account().name();
    }

    /**
     * Two-letter code of ISO 3166 in capitals, or the empty string if the origin has no country.
     *
     * <p>Example: {@code country == "KP"}
     */
    public String getCountry() {
        return event.origin() instanceof Origin.Country c ? c.country() : "";
    }

    /**
     * One of {@code country, internal, relay, unknown}.
     *
     * <p>Example: {@code originKind == "unknown"}
     */
    public String getOriginKind() {
        return event.origin().kind();
    }

    /**
     * The client's network in CIDR form ({@code /24} for IPv4, {@code /48} for IPv6), or the empty string.
     *
     * <p>Example: {@code network != ""}
     */
    public String getNetwork() {
        String network = event.origin().network();
        return network == null ? "" : network;
    }

    /**
     * The client's address, or the empty string.
     *
     * <p>Example: {@code clientAddress != ""}
     */
    public String getClientAddress() {
        String address = event.clientAddress();
        return address == null ? "" : address;
    }

    /**
     * {@code submission}, {@code webmail} or {@code api}.
     *
     * <p>Example: {@code channel == "webmail"}
     */
    public String getChannel() {
        return event.channel().word();
    }

    /**
     * Envelope sender; empty for the null sender or if unknown.
     *
     * <p>Example: {@code sender == ""}
     */
    public String getSender() {
        String sender = event.sender();
        return sender == null ? "" : sender;
    }

    /**
     * Envelope recipients of this submission: 0 to 100,000, 0 while they are not known.
     *
     * <p>Example: {@code recipientCount > limit("recipients_per_hour")}
     */
    public int getRecipientCount() {
        return event.recipientCount();
    }

    /**
     * Size of the message in octets, 0 if unknown.
     *
     * <p>Example: {@code size >= threshold("large_message_octets")}
     */
    public long getSize() {
        return event.size();
    }

    /**
     * When it happened; for the text of a consequence only.
     */
    public Instant getTime() {
        return event.time();
    }

    /**
     * A limit of {@code policy.yml} by its name, such as {@code limit("messages_per_hour")} or
     * {@code limit("overseas_messages_per_day")}; a number never reached if it is not set. 0 and up.
     *
     * <p>Example: {@code sent("1h") >= limit("messages_per_hour")}
     */
    public long limit(String name) {
        if (!SendLimits.isName(name)) {
            throw new IllegalArgumentException("there is no limit named " + name);
        }
        return policy.limits().of(name);
    }

    /**
     * A number that {@code policy.yml} gives under {@code thresholds}. 0 and up.
     *
     * <p>Example: {@code distinctCountries("24h") >= threshold("countries")}
     */
    public double threshold(String name) {
        Double value = policy.thresholds().get(name);
        if (value == null) {
            throw new IllegalArgumentException("policy.yml has no threshold named " + name);
        }
        return value;
    }

    /**
     * Whether this submission goes beyond any of the limits that hold for it.
     *
     * <p>Example: {@code limitReached}
     */
    public boolean isLimitReached() {
        return beyond("", TrafficClass.ANY) || (overseas && beyond(SendLimits.OVERSEAS + "_", TrafficClass.OVERSEAS));
    }

    private boolean beyond(String prefix, int lanes) {
        SendLimits limits = policy.limits();
        ProfileView past = past();
        long more = event.recipientCount();
        return past.sent(TimeWindow.HOUR, lanes) >= limits.of(prefix + "messages_per_hour")
                || past.sent(TimeWindow.TODAY, lanes) >= limits.of(prefix + "messages_per_day")
                || past.recipients(TimeWindow.HOUR, lanes) > limits.of(prefix + "recipients_per_hour") - more
                || past.recipients(TimeWindow.TODAY, lanes) > limits.of(prefix + "recipients_per_day") - more;
    }

    /**
     * Whether the operator refuses origins without a usable country. False from a network that is the account's own home.
     *
     * <p>Example: {@code unknownRefused}
     */
    public boolean isUnknownRefused() {
        return policy.refusesUnknown(event);
    }

    /**
     * Whether rules about countries only advise: the operator wants that while the GeoIP database is older than {@code
     * old_database_days}, and it was when the origin was looked up.
     *
     * <p>Example: {@code !adviseOnly}
     */
    public boolean isAdviseOnly() {
        return policy.adviseWhenOld() && getDatabaseAgeDays() > threshold("old_database_days");
    }

    /**
     * Age of the GeoIP database at the time of the submission, in days; 0 if none was consulted.
     *
     * <p>Example: {@code databaseAgeDays > threshold("old_database_days")}
     */
    public long getDatabaseAgeDays() {
        Origin.Source source = event.origin() instanceof Origin.Country c
                ? c.source()
                : event.origin() instanceof Origin.Unknown u ? u.source() : null;
        LocalDate built = source == null ? null : source.built();
        return built == null ? 0 : Math.max(0, ChronoUnit.DAYS.between(built, LocalDate.ofInstant(event.time(), UTC)));
    }

    /**
     * Whether a grant for all countries is in force, which covers an origin without a country too.
     *
     * <p>Example: {@code !grantForAll}
     */
    public boolean isGrantForAll() {
        return grants.coveringAll(event.time());
    }

    /**
     * Why the origin is unknown, one of {@code no_address, no_entry, no_country, region, anycast, anonymous, satellite, tunnel, override,
     * database_error}, or the empty string.
     *
     * <p>Example: {@code unknownReason == "no_entry"}
     */
    public String getUnknownReason() {
        return event.origin() instanceof Origin.Unknown u ? u.reason() : "";
    }

    /** Asks for the submission to be refused for good. Evidence is given as name, value, name, value. */
    public void reject(String reason, Object... evidence) {
        raise(Effect.REJECT, reason, evidence);
    }

    /** Asks for the submission to be refused for now. Evidence as for {@link #reject}. */
    public void defer(String reason, Object... evidence) {
        raise(Effect.DEFER, reason, evidence);
    }

    /** Records an observation that needs no action. Evidence as for {@link #reject}. */
    public void advise(String reason, Object... evidence) {
        raise(Effect.ADVISE, reason, evidence);
    }

    /** Marks the account for follow-up and lets the submission pass. Evidence as for {@link #reject}. */
    public void flag(String reason, Object... evidence) {
        raise(Effect.FLAG, reason, evidence);
    }

    /** Escapes texts: senders and host names come from strangers' mail and end up in terminals and logs. */
    private void raise(Effect effect, String reason, Object... evidence) {
        String shown = EscapedText.of(String.valueOf(reason), FindingSizeLimiter.MOST_REASON);
        actions.add(new RuleAction(effect, shown, pairs(evidence)));
    }

    /** Pairs names with values; numbers that JSON lacks, such as infinity, become text. */
    private static Map<String, Object> pairs(Object[] evidence) {
        if (evidence.length % 2 != 0) {
            throw new IllegalArgumentException("evidence must be name, value, name, value; one has no value");
        }
        Map<String, Object> pairs = new LinkedHashMap<>();
        for (int i = 0; i < evidence.length; i += 2) {
            Object value = evidence[i + 1];
            Object shown = value instanceof Number number && Double.isFinite(number.doubleValue())
                    ? value
                    : EscapedText.of(String.valueOf(value), FindingSizeLimiter.MOST_VALUE);
            pairs.put(String.valueOf(evidence[i]), shown);
        }
        return pairs;
    }
}
