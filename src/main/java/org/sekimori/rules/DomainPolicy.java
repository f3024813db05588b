package org.sekimori.rules;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.grants.GrantTerms;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.Network;

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
 */
public record DomainPolicy(
        SortedSet<String> home,
        ZoneId zone,
        Locale language,
        List<Network> exemptNetworks,
        GrantTerms grants,
        String webmail,
        String travelPage,
        String contact) {

    /** Whether nothing is refused yet, because the operator has not said what is home. */
    public boolean observing() {
        return home.isEmpty();
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
