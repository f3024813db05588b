package org.sekimori.rules.policy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.CaseLifecyclePolicy;
import org.sekimori.grants.GrantPolicy;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.IpNetwork;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;

/**
 * The operator's policy for the accounts of one domain; see {@code rules/policy.yml}.
 *
 * @param home countries from which every account may submit; empty: the domain is only observed
 * @param homeNetworks networks from which this account may submit, whatever their country; none for a domain
 * @param zone time zone of the domain's day
 * @param language of the customer's texts
 * @param exemptNetworks addresses exempt from rules about origin, such as the provider's webmail
 * @param grants limits of grants
 * @param webmail address of the webmail, for the customer's text
 * @param travelPage address of the page that opens grants, for the customer's text
 * @param contact contact of the abuse team, for the customer's text
 * @param provider provider's name for customers; empty: the account's domain
 * @param phone telephone number of the abuse team, for customers
 * @param limits send limits
 * @param thresholds thresholds of rules, by name
 * @param refuseUnknown whether an origin without a usable country is refused like one from abroad
 * @param adviseWhenOld whether rules about countries only advise while the GeoIP database is too old
 * @param quarantine what becomes of a message that a rule quarantines
 * @param cases follow-up of cases
 * @param watch stricter limits of a released account
 * @param exemptions from rules, by the rule's id; also those that have ended
 */
public record DomainPolicy(
        SortedSet<String> home,
        List<IpNetwork> homeNetworks,
        ZoneId zone,
        Locale language,
        List<IpNetwork> exemptNetworks,
        GrantPolicy grants,
        String webmail,
        String travelPage,
        String contact,
        String provider,
        String phone,
        SendLimits limits,
        Map<String, Double> thresholds,
        boolean refuseUnknown,
        boolean adviseWhenOld,
        QuarantineMode quarantine,
        CaseLifecyclePolicy cases,
        WatchedAccountPolicy watch,
        Map<String, RuleExemption> exemptions) {

    /** Starts the policy of a domain for which nothing is set: no home, no limits, English texts. */
    public static DomainPolicyBuilder builder() {
        return new DomainPolicyBuilder();
    }

    /** Starts a copy of this policy. */
    public DomainPolicyBuilder toBuilder() {
        return new DomainPolicyBuilder(this);
    }

    /** Whether the domain is only observed, because no home is named. */
    public boolean observing() {
        return home.isEmpty();
    }

    /** The same for an account that was released and is watched: less may be sent, and rules compare with stricter numbers. */
    public DomainPolicy whileWatched() {
        return with(watch.limits(limits), watch.thresholds(thresholds), cases, watch);
    }

    /** The same with another follow-up. */
    public DomainPolicy withFollowUp(FollowUpPolicy.AccountTerms terms) {
        return with(limits, thresholds, terms.cases(), terms.watch());
    }

    /**
     * The same for a customer of any of these domains: home is the union of their homes, exemptions likewise, and only a person
     * places a hold.
     */
    DomainPolicy ofAnyOf(Collection<DomainPolicy> domains) {
        SortedSet<String> homes = new TreeSet<>(home);
        Set<IpNetwork> networks = new LinkedHashSet<>(exemptNetworks);
        domains.forEach(domain -> {
            homes.addAll(domain.home);
            networks.addAll(domain.exemptNetworks);
        });
        return toBuilder()
                .home(homes)
                .exemptNetworks(List.copyOf(networks))
                .cases(cases.withoutAutomaticHold())
                .build();
    }

    /** The same with these numbers beside its others. */
    DomainPolicy withAlso(Map<String, Double> numbers) {
        Map<String, Double> all = new HashMap<>(thresholds);
        all.putAll(numbers);
        return withThresholds(all);
    }

    /** The same with other numbers for rules to compare with. */
    DomainPolicy withThresholds(Map<String, Double> others) {
        return with(limits, others, cases, watch);
    }

    private DomainPolicy with(
            SendLimits newLimits,
            Map<String, Double> newThresholds,
            CaseLifecyclePolicy newCases,
            WatchedAccountPolicy newWatch) {
        return toBuilder()
                .limits(newLimits)
                .thresholds(newThresholds)
                .cases(newCases)
                .watch(newWatch)
                .build();
    }

    /** Whether a submission is from a known country that is not home, and from no home network; false while no home is named. */
    public boolean overseas(MailEvent event) {
        return event.origin() instanceof Origin.Country c
                && !home.isEmpty()
                && !home.contains(c.country())
                && !contains(homeNetworks, event.clientAddress());
    }

    /** Whether an origin without a usable country is refused like one from abroad; not from a network that is home. */
    public boolean refusesUnknown(MailEvent event) {
        return refuseUnknown && !contains(homeNetworks, event.clientAddress());
    }

    /** The exemption from a rule at an instant; null without one. */
    public @Nullable RuleExemption exemption(String rule, Instant at) {
        RuleExemption exemption = exemptions.get(rule);
        return exemption != null && exemption.holds(at, zone) ? exemption : null;
    }

    /** Whether rules about origin leave an address alone. */
    public boolean exempts(@Nullable String address) {
        return contains(exemptNetworks, address);
    }

    private static boolean contains(List<IpNetwork> networks, @Nullable String address) {
        return network(networks, address) != null;
    }

    private static @Nullable IpNetwork network(List<IpNetwork> networks, @Nullable String address) {
        if (address == null || networks.isEmpty()) {
            return null;
        }
        ClientAddress parsed = ClientAddress.of(address);
        for (IpNetwork network : networks) {
            if (network.contains(parsed)) {
                return network;
            }
        }
        return null;
    }

    /**
     * The same for an account that is at home in more places. While the domain is only observed it stays so: the home of a single
     * account does not say where the others are at home.
     */
    public DomainPolicy alsoAtHome(Set<String> countries, List<IpNetwork> networks) {
        if (observing()) {
            return this;
        }
        SortedSet<String> all = new TreeSet<>(home);
        all.addAll(countries);
        List<IpNetwork> allNetworks =
                Stream.concat(homeNetworks.stream(), networks.stream()).toList();
        return toBuilder().home(all).homeNetworks(allNetworks).build();
    }

    /**
     * The part of the home that makes a submission one from home, unlike under another policy.
     *
     * @param domain the policy of the account's domain
     * @return a country or a network, CIDR; null if it is not from home, or is from home for the domain, too
     */
    public @Nullable String homeBeside(DomainPolicy domain, MailEvent event) {
        boolean abroad = domain.overseas(event) && !overseas(event);
        boolean nowhere =
                event.origin() instanceof Origin.Unknown && domain.refusesUnknown(event) && !refusesUnknown(event);
        if (abroad && event.origin() instanceof Origin.Country c && home.contains(c.country())) {
            return c.country();
        }
        IpNetwork network = abroad || nowhere ? network(homeNetworks, event.clientAddress()) : null;
        return network == null ? null : network.toString();
    }
}
