package org.sekimori.rules;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.CaseTerms;
import org.sekimori.grants.GrantTerms;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.Network;
import org.sekimori.mail.Origin;

/**
 * What an operator has set for the accounts of one domain; see {@code rules/policy.yml}.
 *
 * @param home countries from which every account may submit; empty: the domain is only observed
 * @param zone where the domain's day begins
 * @param language of the customer's texts
 * @param exemptNetworks addresses that rules about origin leave alone, such as the provider's webmail
 * @param grants how far a grant may go
 * @param webmail address of the webmail, for the customer's text
 * @param travelPage address of the page where a grant is opened, for the customer's text
 * @param contact how to reach the desk, for the customer's text
 * @param limits how much an account may send
 * @param thresholds numbers that rules compare with, by name
 * @param refuseUnknown whether an origin without a usable country is refused like one from abroad
 * @param adviseWhenOld whether rules about countries only advise while the GeoIP database is too old
 * @param cases how cases are followed up
 * @param watch what is stricter for an account that was released
 */
public record DomainPolicy(
        SortedSet<String> home,
        ZoneId zone,
        Locale language,
        List<Network> exemptNetworks,
        GrantTerms grants,
        String webmail,
        String travelPage,
        String contact,
        SendLimits limits,
        Map<String, Double> thresholds,
        boolean refuseUnknown,
        boolean adviseWhenOld,
        CaseTerms cases,
        WatchTerms watch) {

    /** Whether nothing is refused yet, because the operator has not said what is home. */
    public boolean observing() {
        return home.isEmpty();
    }

    /** The same for an account that was released and is watched: less may be sent, and rules compare with stricter numbers. */
    public DomainPolicy watched() {
        return with(watch.limits(limits), watch.thresholds(thresholds), cases, watch);
    }

    /** The same with another follow-up of what is flagged. */
    public DomainPolicy following(FollowUp.Terms terms) {
        return with(limits, thresholds, terms.cases(), terms.watch());
    }

    /** The same with other numbers for rules to compare with. */
    DomainPolicy withThresholds(Map<String, Double> others) {
        return with(limits, others, cases, watch);
    }

    private DomainPolicy with(
            SendLimits newLimits, Map<String, Double> newThresholds, CaseTerms newCases, WatchTerms newWatch) {
        return new DomainPolicy(
                home,
                zone,
                language,
                exemptNetworks,
                grants,
                webmail,
                travelPage,
                contact,
                newLimits,
                newThresholds,
                refuseUnknown,
                adviseWhenOld,
                newCases,
                newWatch);
    }

    /** Whether an origin is in a known country that is not home; false while no home is named. */
    public boolean overseas(Origin origin) {
        return origin instanceof Origin.Country c && !home.isEmpty() && !home.contains(c.country());
    }

    /** Whether rules about origin leave an address alone. */
    public boolean exempts(@Nullable String address) {
        if (address == null || exemptNetworks.isEmpty()) {
            return false;
        }
        ClientAddress parsed = ClientAddress.of(address);
        for (Network network : exemptNetworks) {
            if (network.contains(parsed)) {
                return true;
            }
        }
        return false;
    }
}
