package org.sekimori.web.account;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sekimori.archive.FoundDecision;
import org.sekimori.cases.Case;
import org.sekimori.cases.CasePriority;
import org.sekimori.cases.CaseSet;
import org.sekimori.cases.Hold;
import org.sekimori.engine.AccountState;
import org.sekimori.grants.Grant;
import org.sekimori.mail.Account;
import org.sekimori.profile.ProfileView;
import org.sekimori.profile.TimeWindow;
import org.sekimori.profile.TrafficClass;
import org.sekimori.profile.labels.Label;
import org.sekimori.profile.labels.Labels;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.policy.DomainPolicy;
import org.sekimori.rules.policy.RuleExemption;
import org.sekimori.stream.AccountStateReader;
import org.sekimori.stream.AccountStatus;
import org.sekimori.stream.rulebook.RulebookAdmin;
import org.sekimori.web.search.DecisionLookup;
import org.sekimori.web.search.DecisionLookup.LookupResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Collects what the page of an account shows. */
@Component
final class AccountPageReader {

    private static final Logger logger = LoggerFactory.getLogger(AccountPageReader.class);

    private static final String MOST_DECISIONS = "100";
    private static final int MOST_SHARES = 8;
    private static final int HOURS = 24;

    private final AccountStatus status;
    private final AccountStateReader states;
    private final RulebookAdmin rulebooks;
    private final DecisionLookup lookup;
    private final Clock clock;

    AccountPageReader(
            AccountStatus status,
            AccountStateReader states,
            RulebookAdmin rulebooks,
            DecisionLookup lookup,
            Clock clock) {
        this.status = status;
        this.states = states;
        this.rulebooks = rulebooks;
        this.lookup = lookup;
        this.clock = clock;
    }

    AccountPage read(Account account) {
        Instant now = clock.instant();
        Rulebook rulebook = rulebooks.state().rulebook();
        DomainPolicy policy =
                rulebook.policies().of(account, status.home(account).orElse(null));
        @Nullable AccountState state = null;
        @Nullable String problem = null;
        try {
            AccountStateReader.KnownState known = states.read(account);
            state = known.state();
            problem = state != null ? null : known.here() ? "account.habits.new" : "account.habits.elsewhere";
        } catch (IllegalStateException e) {
            logger.warn("The state of an account cannot be shown: {}", e.getMessage());
            problem = "account.habits.away";
        }
        @Nullable
        Hold hold = status.hold(account).filter(one -> !one.ended(now)).orElse(null);
        LookupResult decisions = lookup.find(Map.of("account", account.name(), "limit", MOST_DECISIONS));
        List<Grant> grants = status.grants(account).grants().stream()
                .sorted(Comparator.comparing(Grant::until).reversed())
                .toList();
        return new AccountPage(
                account.name(),
                account.domain(),
                policy.language().getLanguage(),
                policy.observing(),
                state == null ? null : habits(state, now, policy.zone()),
                problem,
                hold,
                grants.stream()
                        .filter(one -> !one.revoked() && one.until().isAfter(now))
                        .map(one -> new AccountPage.OpenGrant(one, one.active(now)))
                        .toList(),
                grants.stream()
                        .filter(one -> one.revoked() || !one.until().isAfter(now))
                        .toList(),
                policy.grants().length().toDays(),
                cases(status.cases(account), hold != null, now),
                status.home(account).orElse(null),
                exceptions(rulebook, policy, now),
                state == null ? List.of() : labels(state, now),
                decisions,
                evidence(decisions.decisions()),
                shares(decisions.decisions(), one -> one.origin().country()),
                shares(decisions.decisions(), one -> one.origin().network()),
                shares(decisions.decisions(), FoundDecision::sender));
    }

    private static List<AccountPage.AccountCase> cases(CaseSet cases, boolean held, Instant now) {
        List<AccountPage.AccountCase> all = new ArrayList<>();
        for (Case one : cases.all()) {
            boolean open = one.state() != Case.State.CLOSED;
            all.add(0, new AccountPage.AccountCase(one, open ? CasePriority.of(one, held, now) : null));
        }
        return all;
    }

    private static List<AccountPage.RuleException> exceptions(Rulebook rulebook, DomainPolicy policy, Instant now) {
        List<AccountPage.RuleException> all = new ArrayList<>();
        for (String rule : rulebook.specs().keySet()) {
            @Nullable RuleExemption one = policy.exemption(rule, now);
            if (one != null) {
                @Nullable LocalDate until = one.until();
                all.add(new AccountPage.RuleException(
                        rule, one.word(), one.reason(), until == null ? null : until.toString()));
            }
        }
        return all;
    }

    private static List<Label> labels(AccountState state, Instant now) {
        return state.profile().sections().get(Labels.SECTION).at(now).all();
    }

    private static List<AccountPage.Evidence> evidence(List<FoundDecision> decisions) {
        List<AccountPage.Evidence> all = new ArrayList<>();
        for (FoundDecision one : decisions) {
            @Nullable Double sum = one.evidence();
            if (sum != null) {
                all.add(
                        0,
                        new AccountPage.Evidence(
                                one.time(),
                                one.reference(),
                                one.id(),
                                sum,
                                Objects.requireNonNullElse(one.reason(), "")));
            }
        }
        return all;
    }

    private static List<AccountPage.Share> shares(
            List<FoundDecision> decisions, Function<FoundDecision, @Nullable String> value) {
        Map<String, AccountPage.Share> all = new LinkedHashMap<>();
        for (FoundDecision one : decisions) {
            @Nullable String of = value.apply(one);
            if (of != null && !of.isEmpty() && one.trigger() == null) {
                AccountPage.Share before = all.get(of);
                all.put(
                        of,
                        before == null
                                ? new AccountPage.Share(of, 1, one.time())
                                : new AccountPage.Share(of, before.count() + 1, before.last()));
            }
        }
        return all.values().stream()
                .sorted(Comparator.comparing(AccountPage.Share::count).reversed())
                .limit(MOST_SHARES)
                .toList();
    }

    private static AccountPage.Habits habits(AccountState state, Instant now, ZoneId zone) {
        ProfileView view = state.profile().at(now, zone);
        boolean hoursKnown = view.ownHourShare(0) >= 0;
        return new AccountPage.Habits(
                measures(view),
                hours(view, now, zone, hoursKnown),
                hoursKnown,
                view.days().stream()
                        .map(one -> new AccountPage.Day(
                                one.day().toString(), one.messages(), one.recipients(), one.suspect()))
                        .toList(),
                view.activeDays(),
                view.usualMessages(),
                view.lastAccepted().equals(Instant.EPOCH) ? null : view.lastAccepted(),
                view.learningFrozen(),
                view.countryCodes(TimeWindow.DAY));
    }

    private static List<AccountPage.Measure> measures(ProfileView view) {
        List<AccountPage.Measure> all = new ArrayList<>();
        all.add(new AccountPage.Measure(
                "account.measure.messages",
                number(view.sent(TimeWindow.TODAY, TrafficClass.ANY)),
                number(view.usualMessages()),
                view.messageSurprise(0)));
        all.add(new AccountPage.Measure(
                "account.measure.recipients",
                number(view.recipients(TimeWindow.TODAY, TrafficClass.ANY)),
                number(view.usualRecipients()),
                view.recipientSurprise(0)));
        all.add(plain("account.measure.hour", view.sent(TimeWindow.HOUR, TrafficClass.ANY)));
        all.add(new AccountPage.Measure(
                "account.measure.unfamiliar",
                number(view.sent(TimeWindow.TODAY, TrafficClass.UNFAMILIAR)),
                null,
                view.unfamiliarMessageSurprise(0)));
        all.add(plain("account.measure.networks", view.networks(TimeWindow.DAY)));
        all.add(new AccountPage.Measure(
                "account.measure.unfamiliar-networks",
                number(view.unfamiliarNetworks(TimeWindow.DAY)),
                null,
                view.unfamiliarNetworkSurprise()));
        all.add(new AccountPage.Measure(
                "account.measure.unfamiliar-addresses",
                number(view.unfamiliarAddresses(TimeWindow.DAY)),
                null,
                view.unfamiliarAddressSurprise()));
        all.add(plain("account.measure.countries", view.countries(TimeWindow.DAY)));
        all.add(plain("account.measure.refused", view.refused(TimeWindow.DAY) + view.deferred(TimeWindow.DAY)));
        all.add(plain("account.measure.bounced", view.bounced(TimeWindow.DAY)));
        all.add(plain("account.measure.complaints", view.complaints(TimeWindow.DAY)));
        all.add(plain("account.measure.failures", view.failures(TimeWindow.DAY)));
        return all;
    }

    private static AccountPage.Measure plain(String key, long today) {
        return new AccountPage.Measure(key, number(today), null, null);
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%,.1f", value);
    }

    /** Half hours are of UTC; in zones whose offset is not in half hours one may stand a quarter early. */
    private static List<AccountPage.Hour> hours(ProfileView view, Instant now, ZoneId zone, boolean known) {
        long[] today = new long[HOURS];
        LocalDate day = LocalDate.ofInstant(now, zone);
        for (ProfileView.HalfHour one : view.halfHours()) {
            ZonedDateTime local = one.start().atZone(zone);
            if (local.toLocalDate().equals(day)) {
                today[local.getHour()] += one.messages();
            }
        }
        List<AccountPage.Hour> all = new ArrayList<>();
        for (int hour = 0; hour < HOURS; hour++) {
            double usual = known ? view.ownHourShare(hour) * view.usualMessages() : -1;
            all.add(new AccountPage.Hour(hour, today[hour], (double) Math.round(usual * 100) / 100));
        }
        return all;
    }
}
