package org.sekimori.rules.policy;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.sekimori.cases.CaseLifecyclePolicy;
import org.sekimori.grants.GrantPolicy;
import org.sekimori.mail.IpNetwork;

/** Builds a policy one component at a time; the components are described and checked by {@link DomainPolicy}. */
public final class DomainPolicyBuilder {

    private SortedSet<String> home = new TreeSet<>();
    private List<IpNetwork> homeNetworks = List.of();
    private ZoneId zone = ZoneId.of("UTC");
    private Locale language = Locale.ENGLISH;
    private List<IpNetwork> exemptNetworks = List.of();
    private GrantPolicy grants = GrantPolicy.DEFAULT;
    private String webmail = "";
    private String travelPage = "";
    private String contact = "";
    private String provider = "";
    private String phone = "";
    private SendLimits limits = SendLimits.NONE;
    private Map<String, Double> thresholds = Map.of();
    private boolean refuseUnknown;
    private boolean adviseWhenOld;
    private QuarantineMode quarantine = QuarantineMode.ALLOW;
    private CaseLifecyclePolicy cases = CaseLifecyclePolicy.DEFAULT;
    private WatchedAccountPolicy watch = WatchedAccountPolicy.DEFAULT;
    private Map<String, RuleExemption> exemptions = Map.of();

    DomainPolicyBuilder() {}

    DomainPolicyBuilder(DomainPolicy from) {
        home = from.home();
        homeNetworks = from.homeNetworks();
        zone = from.zone();
        language = from.language();
        exemptNetworks = from.exemptNetworks();
        grants = from.grants();
        webmail = from.webmail();
        travelPage = from.travelPage();
        contact = from.contact();
        provider = from.provider();
        phone = from.phone();
        limits = from.limits();
        thresholds = from.thresholds();
        refuseUnknown = from.refuseUnknown();
        adviseWhenOld = from.adviseWhenOld();
        quarantine = from.quarantine();
        cases = from.cases();
        watch = from.watch();
        exemptions = from.exemptions();
    }

    public DomainPolicyBuilder home(SortedSet<String> value) {
        home = value;
        return this;
    }

    public DomainPolicyBuilder homeNetworks(List<IpNetwork> value) {
        homeNetworks = value;
        return this;
    }

    public DomainPolicyBuilder zone(ZoneId value) {
        zone = value;
        return this;
    }

    public DomainPolicyBuilder language(Locale value) {
        language = value;
        return this;
    }

    public DomainPolicyBuilder exemptNetworks(List<IpNetwork> value) {
        exemptNetworks = value;
        return this;
    }

    public DomainPolicyBuilder grants(GrantPolicy value) {
        grants = value;
        return this;
    }

    public DomainPolicyBuilder webmail(String value) {
        webmail = value;
        return this;
    }

    public DomainPolicyBuilder travelPage(String value) {
        travelPage = value;
        return this;
    }

    public DomainPolicyBuilder contact(String value) {
        contact = value;
        return this;
    }

    public DomainPolicyBuilder provider(String value) {
        provider = value;
        return this;
    }

    public DomainPolicyBuilder phone(String value) {
        phone = value;
        return this;
    }

    public DomainPolicyBuilder limits(SendLimits value) {
        limits = value;
        return this;
    }

    public DomainPolicyBuilder thresholds(Map<String, Double> value) {
        thresholds = value;
        return this;
    }

    public DomainPolicyBuilder refuseUnknown(boolean value) {
        refuseUnknown = value;
        return this;
    }

    public DomainPolicyBuilder adviseWhenOld(boolean value) {
        adviseWhenOld = value;
        return this;
    }

    public DomainPolicyBuilder quarantine(QuarantineMode value) {
        quarantine = value;
        return this;
    }

    public DomainPolicyBuilder cases(CaseLifecyclePolicy value) {
        cases = value;
        return this;
    }

    public DomainPolicyBuilder watch(WatchedAccountPolicy value) {
        watch = value;
        return this;
    }

    public DomainPolicyBuilder exemptions(Map<String, RuleExemption> value) {
        exemptions = value;
        return this;
    }

    /** The policy. */
    public DomainPolicy build() {
        return new DomainPolicy(
                home,
                homeNetworks,
                zone,
                language,
                exemptNetworks,
                grants,
                webmail,
                travelPage,
                contact,
                provider,
                phone,
                limits,
                thresholds,
                refuseUnknown,
                adviseWhenOld,
                quarantine,
                cases,
                watch,
                exemptions);
    }
}
