package org.sekimori.rules;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.Case.Outcome;
import org.sekimori.cases.CaseSet;
import org.sekimori.cases.Hold;
import org.sekimori.grants.Grant;
import org.sekimori.grants.GrantSet;
import org.sekimori.lists.ListEntry;
import org.sekimori.lists.ListKind;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.Finding.Effect;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.mail.SubmissionChannel;
import org.sekimori.neighbours.NeighbourMemory;
import org.sekimori.profile.Profile;
import org.sekimori.profile.ProfileView;
import org.sekimori.profile.TimeWindow;
import org.sekimori.profile.TrafficClass;
import org.sekimori.profile.labels.Label;
import org.sekimori.profile.labels.Labels;
import org.sekimori.rules.evidence.EvidenceReader;
import org.sekimori.rules.fact.FindingDraft;
import org.sekimori.rules.fact.FindingSizeLimiter;
import org.sekimori.rules.fact.RaisedSign;
import org.sekimori.rules.fact.RuleAction;
import org.sekimori.rules.fact.RuleActionCollector;
import org.sekimori.rules.policy.DomainPolicy;
import org.sekimori.rules.policy.RuleExemption;
import org.sekimori.rules.policy.SendLimits;
import org.sekimori.rules.source.RuleTriggers;
import org.sekimori.text.EscapedText;

/**
 * The fact of the rules: one submission with the state of its account at that moment. A pattern names the properties,
 * {@code s : Submission( overseas, grant == null )}; a consequence calls {@link #reject}, {@link #defer} or {@link #flag}.
 */
public final class Submission extends NeighbourFacts {

    /** More than three reasons are read by nobody. */
    private static final int MOST_REASONS = 3;

    private static final ZoneOffset UTC = ZoneOffset.UTC;

    private final MailEvent event;
    private final DomainPolicy policy;
    private final GrantSet grants;
    private final @Nullable Hold hold;
    private final CaseSet cases;
    private final boolean overseas;
    private final boolean exempt;
    private final @Nullable Grant grant;
    private final Labels labels;
    private final EvidenceReader evidence;
    private final RuleActionCollector actions;

    /**
     * Gathers the facts of one submission.
     *
     * @param neighbours what the account was told of others
     * @param evidence the weights of signs
     * @param texts those of the rules that will see it
     * @param actions where what they raise goes
     */
    Submission(
            MailEvent event,
            Profile profile,
            GrantSet grants,
            @Nullable Hold hold,
            CaseSet cases,
            NeighbourMemory neighbours,
            DomainPolicy policy,
            EvidenceReader evidence,
            List<String> texts,
            RuleActionCollector actions) {
        super(profile, neighbours, event, policy.zone(), texts);
        this.event = event;
        this.cases = cases;
        // Few accounts are watched at a time, so the stricter numbers are worked out when one of them sends.
        this.policy = cases.watched(event.time()) ? policy.whileWatched() : policy;
        this.grants = grants;
        this.hold = hold;
        this.labels = profile.labels();
        this.evidence = evidence;
        this.actions = actions;
        this.exempt = event.channel() == SubmissionChannel.WEBMAIL || policy.exempts(event.clientAddress());
        this.overseas = policy.overseas(event);
        this.grant = overseas ? grants.covering(getCountry(), event.time()).orElse(null) : null;
    }

    /** The account's exemption from a rule now; null without one. */
    @Nullable
    RuleExemption exemption(String rule) {
        return policy.exemptions().isEmpty() ? null : policy.exemption(rule, event.time());
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
     * Cases of the account that a person closed as confirmed abuse in the last 90 days: 0 to 7. Exact for the last seven closed ones.
     *
     * <p>Example: {@code confirmedCases > 0}
     */
    public long getConfirmedCases() {
        return cases.judged(Outcome.CONFIRMED, event.time());
    }

    /**
     * Cases of the account that were closed as false positives in the last 90 days: 0 to 7. Exact for the last seven closed ones.
     *
     * <p>Example: {@code falseAlarmCases > 1}
     */
    public long getFalseAlarmCases() {
        return cases.judged(Outcome.FALSE_POSITIVE, event.time());
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
     * Envelope recipients of this submission, or those that a bounce or a complaint is about: 0 to 100,000, 0 while they are not
     * known.
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
     * The kind of event that the rule runs on: {@code submission}, or another one that its {@code rule.yml} names under {@code
     * triggers}, such as {@code bounced}.
     *
     * <p>Example: {@code trigger == "bounced"}
     */
    public String getTrigger() {
        return RuleTriggers.word(event.kind());
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
        long limit = policy.limits().of(name);
        if ((limit == Long.MAX_VALUE || name.equals(SendLimits.PER_OUTCOME)) && !SendLimits.isName(name)) {
            throw new IllegalArgumentException("there is no limit named " + name);
        }
        return limit;
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
     * What a sign counts at a number, by {@code evidence/weights.yml}: how much likelier it is with a thief than with the owner, as a
     * natural logarithm (nats). -20 to 20; 0 where most honest mail lies.
     *
     * <p>Example: {@code evidence("webmail", 1) != 0}
     */
    public double evidence(String sign, Number number) {
        return evidence.weight(sign, number.doubleValue());
    }

    /**
     * Whether it was on a list of the operator's when it arrived, by its client's network, AS number or country, its account, its
     * sender's domain or its HELO name; {@code listed("network:spam-hosts")} asks for one of these kinds. False for a list that
     * does not exist. See docs/lists.md.
     *
     * <p>Example: {@code listed("spam-hosts")}
     */
    public boolean listed(String list) {
        int colon = list.indexOf(':');
        if (colon >= 0 && ListKind.of(list.substring(0, colon)) == null) {
            throw new IllegalArgumentException(
                    "a list has no kind " + list.substring(0, colon) + "; kinds are " + ListKind.words());
        }
        ListEntry.checkName(list.substring(colon + 1));
        for (String one : event.lists()) {
            if (colon < 0 ? one.endsWith(":" + list) : one.equals(list)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a rule has labelled the account before this submission, and the label has not ended: {@code s.label("seen-probing",
     * "7d")} in the consequence of an enforced rule. What this submission itself adds is seen by the next one.
     *
     * <p>Example: {@code labelled("seen-probing")}
     */
    public boolean labelled(String label) {
        return labels.has(Label.checkName(label), event.time());
    }

    /**
     * Whether this submission goes beyond any of the limits that hold for it; false at another trigger.
     *
     * <p>Example: {@code limitReached}
     */
    public boolean isLimitReached() {
        return event.kind() == EventKind.ATTEMPT && beyondAny();
    }

    private boolean beyondAny() {
        return beyond(SendLimits.NAMES, TrafficClass.ANY)
                || (overseas && beyond(SendLimits.OVERSEAS_NAMES, TrafficClass.OVERSEAS));
    }

    /** Names in the order of {@link SendLimits#NAMES}. */
    private boolean beyond(List<String> names, int lanes) {
        SendLimits limits = policy.limits();
        ProfileView past = past();
        long more = event.recipientCount();
        return past.sent(TimeWindow.HOUR, lanes) >= limits.of(names.get(0))
                || past.sent(TimeWindow.TODAY, lanes) >= limits.of(names.get(1))
                || past.recipients(TimeWindow.HOUR, lanes) > limits.of(names.get(2)) - more
                || past.recipients(TimeWindow.TODAY, lanes) > limits.of(names.get(3)) - more;
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
     * Whether any grant is in force, also one that does not cover the client's country: the owner said that they travel.
     *
     * <p>Example: {@code travelling && grant == null}
     */
    public boolean isTravelling() {
        return grants.anyActive(event.time());
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

    /**
     * Labels the account for a while, such as {@code s.label("seen-probing", "7d")}: a name in small letters, digits and dashes, and how
     * long, {@code 1h} to {@code 90d}. Other rules read it with {@link #labelled}. Of a shadow rule it is only recorded.
     */
    public void label(String label, String life) {
        Label.life(life);
        actions.add(new RuleAction(
                Effect.ADVISE,
                "labels the account " + Label.checkName(label) + " for " + life,
                Map.of(Label.EVIDENCE + label, life)));
    }

    /**
     * The signs that other rules raised, with their weights and evidence; for the text of a consequence only.
     */
    public CharSequence getSigns() {
        StringJoiner shown = new StringJoiner("; ");
        actions.visibleSigns().forEach(sign -> shown.add(sign.shown()));
        return shown.toString();
    }

    /**
     * The words of the three weightiest signs that {@code evidence/weights.yml} weighs, from the weightiest; for the text of a consequence
     * only.
     */
    public CharSequence getReasons() {
        return actions.visibleSigns().stream()
                .filter(sign -> sign.weight() > 0 && evidence.weighs(sign.name()))
                .sorted(Comparator.comparing(RaisedSign::weight).reversed().thenComparing(RaisedSign::name))
                .limit(MOST_REASONS)
                .map(RaisedSign::said)
                .collect(Collectors.joining(", "));
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

    /**
     * Asks for the message to be held in the mail server's own queue until a person releases or deletes it, and marks the account
     * for follow-up. The client is told that it was taken. For a doubt that deserves no refusal. Evidence as for {@link #reject}.
     */
    public void quarantine(String reason, Object... evidence) {
        raise(Effect.QUARANTINE, reason, evidence);
    }

    /**
     * Says a reason once for several effects: {@code s.find("{sent} messages today", "sent", s.sent("1d")).flag().defer();}. Each
     * {@code {name}} in the reason stands for the value of that name, and all values are evidence.
     */
    public FindingDraft find(String reason, Object... named) {
        Map<String, Object> values = pairs(named);
        String filled = FindingDraft.filled(reason, values);
        return new FindingDraft(actions, EscapedText.of(filled, FindingSizeLimiter.MOST_REASON), values);
    }

    /**
     * Raises a sign, which later rules of the same firing see as {@code Sign( name == "…", weight > 0 )}. It has no effect of its
     * own. Evidence as for {@link #reject}.
     */
    public void sign(String name, double weight, Object... evidence) {
        actions.add(new RaisedSign(name, weight, "", pairs(evidence)));
    }

    /**
     * Raises a sign that weighs what {@code evidence/weights.yml} gives it at a number, as a condition asks for it with {@code evidence}.
     * In its words each name in braces stands for the value of that name, and all values are evidence. It has no effect of its own.
     */
    public void weigh(String sign, double number, String words, Object... named) {
        Map<String, Object> values = pairs(named);
        String filled = EscapedText.of(FindingDraft.filled(words, values), FindingSizeLimiter.MOST_VALUE);
        actions.add(new RaisedSign(sign, evidence.weight(sign, number), filled, values));
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
