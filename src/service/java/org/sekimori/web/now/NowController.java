package org.sekimori.web.now;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.cases.CaseFilter;
import org.sekimori.api.cases.CaseLookup;
import org.sekimori.api.cases.CaseView;
import org.sekimori.stream.AccountStatus;
import org.sekimori.stream.rulebook.RulebookAdmin;
import org.sekimori.web.page.LocalPath;
import org.sekimori.web.page.PageController;
import org.sekimori.web.session.FormGuard;
import org.sekimori.web.session.SessionRealm;
import org.sekimori.web.session.WebSession;
import org.sekimori.web.staff.StaffSession;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.http.MediaType;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/** What happens now: who leaks, who sends most, what is decided, and how the service is. */
@PageController
final class NowController {

    private static final int CASES = 8;
    private static final int SENDERS = 8;
    private static final int COUNTRIES = 8;
    private static final int RULES = 10;
    private static final int DECISIONS = 30;
    private static final int MOST_COUNTRIES = 300;

    private final TrafficWindow window;
    private final LivePublisher live;
    private final CaseLookup cases;
    private final AccountStatus accounts;
    private final RulebookAdmin rulebooks;
    private final HealthEndpoint health;
    private final SessionRealm<StaffSession> realm;

    NowController(
            TrafficWindow window,
            LivePublisher live,
            CaseLookup cases,
            AccountStatus accounts,
            RulebookAdmin rulebooks,
            HealthEndpoint health,
            SessionRealm<StaffSession> realm) {
        this.window = window;
        this.live = live;
        this.cases = cases;
        this.accounts = accounts;
        this.rulebooks = rulebooks;
        this.health = health;
        this.realm = realm;
    }

    /**
     * Hits of a rule.
     *
     * @param role {@code enforce}, {@code shadow} or {@code candidate}
     */
    record RuleRow(String rule, String role, long hour, long day, long refusals, long flags) {}

    /** A country with its share of the largest, for a bar. */
    record CountryRow(String code, String name, VerdictCounts counts) {}

    @GetMapping("/console")
    Object root() {
        return LocalPath.redirect("/console/");
    }

    @GetMapping("/console/")
    String now(Model model, Locale language) {
        fill(model, language);
        model.addAttribute("decisions", window.after(0, DECISIONS));
        model.addAttribute("last", window.last());
        return "console/now";
    }

    /** What the page reads anew by itself. */
    @GetMapping("/console/now/parts")
    String parts(Model model, Locale language) {
        fill(model, language);
        return "console/now :: parts";
    }

    private void fill(Model model, Locale language) {
        List<CaseView> open = cases.views(CaseFilter.state("open"));
        model.addAttribute(
                "cases",
                open.stream().sorted(CaseView.URGENT_FIRST).limit(CASES).toList());
        model.addAttribute("openCases", open.size());
        model.addAttribute("holds", accounts.allHolds().size());
        VerdictCounts lately = window.lately();
        model.addAttribute("lately", lately);
        model.addAttribute("senders", window.topAccounts(SENDERS));
        model.addAttribute("full", window.full());
        model.addAttribute("countries", countries(language, COUNTRIES));
        model.addAttribute("rules", rules(List.of("enforce")));
        model.addAttribute("shadow", rules(List.of("shadow", "candidate")));
        List<HealthParts.Part> parts = HealthParts.of(health);
        model.addAttribute("health", parts);
        model.addAttribute("ill", parts.stream().filter(HealthParts.Part::ill).count());
    }

    private List<CountryRow> countries(Locale language, int most) {
        return window.topCountries(most).stream()
                .map(one -> new CountryRow(one.name(), name(one.name(), language), one.counts()))
                .toList();
    }

    private static String name(String country, Locale language) {
        return country.length() == 2
                ? new Locale.Builder().setRegion(country).build().getDisplayCountry(language)
                : "";
    }

    private List<RuleRow> rules(List<String> roles) {
        List<RuleRow> rows = new ArrayList<>();
        rulebooks.recentCounts().forEach((key, count) -> {
            String role = key.substring(0, key.indexOf(' '));
            if (roles.contains(role) && count.day().hits() > 0) {
                rows.add(new RuleRow(
                        key.substring(key.indexOf(' ') + 1),
                        role,
                        count.hour().hits(),
                        count.day().hits(),
                        count.day().refusals(),
                        count.day().flags()));
            }
        });
        rows.sort((a, b) -> a.hour() != b.hour() ? Long.compare(b.hour(), a.hour()) : Long.compare(b.day(), a.day()));
        return rows.stream().limit(RULES).toList();
    }

    /** The numbers of the chart and of the map. */
    @GetMapping(path = "/console/now/rates", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseBody
    Map<String, Object> rates() {
        List<TrafficWindow.Slot> slots = window.slots();
        return Map.of(
                "seconds",
                TrafficWindow.SLOT_SECONDS,
                "zone",
                rulebooks.state().rulebook().policies().defaults().zone().getId(),
                "times",
                slots.stream().map(TrafficWindow.Slot::from).toList(),
                "accept",
                series(slots, VerdictCounts::accept),
                "quarantine",
                series(slots, VerdictCounts::quarantine),
                "defer",
                series(slots, VerdictCounts::defer),
                "reject",
                series(slots, VerdictCounts::reject),
                "countries",
                window.topCountries(MOST_COUNTRIES).stream()
                        .map(one -> Map.of(
                                "code",
                                one.name(),
                                "sum",
                                one.counts().sum(),
                                "stopped",
                                one.counts().stopped()))
                        .toList());
    }

    private static List<Long> series(List<TrafficWindow.Slot> slots, ToLongFunction<VerdictCounts> of) {
        return slots.stream().map(slot -> of.applyAsLong(slot.counts())).toList();
    }

    /** The latest decisions as they fall. */
    @GetMapping(path = "/console/now/live", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    void live(
            @RequestParam(defaultValue = "0") long after,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable Long last,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        @SuppressWarnings("unchecked")
        WebSession<StaffSession> session =
                (WebSession<StaffSession>) Objects.requireNonNull(FormGuard.session(request));
        live.open(last == null ? after : last, session, () -> realm.lives(session), request, response);
    }
}
