package org.sekimori.web.my;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sekimori.grants.Grant;
import org.sekimori.mail.Account;
import org.sekimori.rules.policy.DomainPolicy;
import org.sekimori.stream.AccountStatus;
import org.springframework.ui.Model;

/** Fills in the page of one mailbox: what is on, what was refused, what was before. */
final class TravelPageModel {

    /** Countries of home that are named; of more a page says "abroad" alone. */
    private static final int MOST_HOMES_NAMED = 3;

    private static final int MOST_PAST = 20;

    private final TravellerCommands grants;
    private final RefusalHistory refusals;
    private final TravelZones zones;
    private final AccountStatus status;
    private final CustomerFrame frame;
    private final Clock clock;

    TravelPageModel(
            TravellerCommands grants,
            RefusalHistory refusals,
            TravelZones zones,
            AccountStatus status,
            CustomerFrame frame,
            Clock clock) {
        this.grants = grants;
        this.refusals = refusals;
        this.zones = zones;
        this.status = status;
        this.frame = frame;
        this.clock = clock;
    }

    /**
     * A refusal as the page shows it.
     *
     * @param why end of the message's key
     * @param country its name; empty if unknown
     * @param code of the country, for the form; empty if unknown
     * @param grantHelps whether a grant would have let it pass
     * @param reported whether its owner said already that it was somebody else
     */
    record RefusalLine(
            String reference,
            MomentText time,
            String why,
            String country,
            String code,
            boolean grantHelps,
            boolean reported) {}

    /** A mailbox of the log-in, by its number in the address. */
    record MailboxChoice(int number, String name, boolean chosen) {}

    /** @param at reference of a refusal that is shown among the last ones, though it may be older; empty: none */
    void fill(Model model, HttpServletRequest request, Locale language, Traveller traveller, int number, String at) {
        Account account = traveller.login().mailboxes().get(number);
        DomainPolicy policy = frame.policy(account);
        frame.fill(model, request, language, account);
        Instant now = clock.instant();
        @Nullable ZoneId place = zones.of(request, traveller, policy.home());
        TravelText text = new TravelText(
                language, policy.zone(), place, now, policy.grants().length());
        List<Grant> all = grants.of(account).grants().stream()
                .sorted(Comparator.comparing(Grant::until).reversed())
                .toList();
        chrome(model, traveller, number, account);
        model.addAttribute("now", text.moment(now));
        model.addAttribute("zone", place == null ? "" : place.getId());
        model.addAttribute("zones", TravelZones.choices(language));
        model.addAttribute("home", homes(policy.home(), language));
        model.addAttribute("days", policy.grants().length().toDays());
        model.addAttribute("end", text.moment(now.plus(policy.grants().length())));
        model.addAttribute("endDay", text.day(now.plus(policy.grants().length())));
        model.addAttribute("on", shown(all, "on", text));
        model.addAttribute("later", shown(all, "later", text));
        model.addAttribute("past", past(all, text));
        model.addAttribute(
                "held", status.hold(account).filter(hold -> !hold.ended(now)).isPresent());
        Optional<List<PastRefusal>> found = refusals.of(account).map(last -> with(last, account, at));
        model.addAttribute("refusalsKnown", found.isPresent());
        model.addAttribute("refusalDays", RefusalHistory.SHOWN.toDays());
        model.addAttribute(
                "refusals",
                found.orElse(List.of()).stream()
                        .map(one -> line(one, account, text))
                        .toList());
    }

    private List<PastRefusal> with(List<PastRefusal> last, Account account, String at) {
        if (at.isEmpty() || last.stream().anyMatch(one -> one.reference().equals(at))) {
            return last;
        }
        return Stream.concat(last.stream(), refusals.find(account, at).stream()).toList();
    }

    /** What pages of one mailbox have in common beside the frame. */
    static void chrome(Model model, Traveller traveller, int number, Account account) {
        List<Account> mailboxes = traveller.login().mailboxes();
        model.addAttribute("mailbox", account.name());
        model.addAttribute("number", number);
        model.addAttribute(
                "mailboxes",
                java.util.stream.IntStream.range(0, mailboxes.size())
                        .mapToObj(i -> new MailboxChoice(i, mailboxes.get(i).name(), i == number))
                        .toList());
        model.addAttribute("form", java.util.UUID.randomUUID().toString());
    }

    private List<TravelGrant> shown(List<Grant> all, String state, TravelText text) {
        return all.stream()
                .map(text::grant)
                .filter(grant -> grant.state().equals(state))
                .toList();
    }

    private List<TravelGrant> past(List<Grant> all, TravelText text) {
        return all.stream()
                .map(text::grant)
                .filter(grant -> !Set.of("on", "later").contains(grant.state()))
                .limit(MOST_PAST)
                .toList();
    }

    private RefusalLine line(PastRefusal refusal, Account account, TravelText text) {
        boolean reported =
                status.cases(account).carriedOut(account, TravellerCommands.reportId(account, refusal.reference()));
        String country = refusal.country() == null ? "" : refusal.country();
        return new RefusalLine(
                refusal.reference(),
                text.moment(refusal.time()),
                refusal.why().word(),
                country.isEmpty() ? "" : CountryNames.name(country, text.language()),
                country,
                refusal.why().grantHelps(),
                reported);
    }

    /** The names of the countries of home; empty if they are too many to be named. */
    static String homes(Set<String> home, Locale language) {
        return home.size() > MOST_HOMES_NAMED
                ? ""
                : home.stream()
                        .map(code -> CountryNames.name(code, language))
                        .collect(Collectors.joining(language.getLanguage().equals("ja") ? "、" : ", "));
    }
}
