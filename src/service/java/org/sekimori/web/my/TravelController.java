package org.sekimori.web.my;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.request.ApiProblems;
import org.sekimori.mail.Account;
import org.sekimori.rules.policy.DomainPolicy;
import org.sekimori.web.page.FormFields;
import org.sekimori.web.page.LocalPath;
import org.sekimori.web.page.PageController;
import org.sekimori.web.session.SessionRealm;
import org.sekimori.web.session.WebSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.ui.Model;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The traveller's page and its forms. Each form names the mailbox that it is about, which must be one of the log-in's own. After a form the
 * browser is led to a page by GET.
 */
@PageController
class TravelController extends CustomerPages {

    private static final Logger logger = LoggerFactory.getLogger(TravelController.class);

    private static final Pattern GRANT = Pattern.compile("[0-9A-Za-z-]{1,40}");
    private static final Set<String> DONE = Set.of("on", "planned", "extended", "off", "reported");
    private static final Set<String> FAILED = Set.of("refused", "log", "unknown", "reference");
    private static final int MOST_COUNTRIES = 20;
    private static final int MOST_TYPED = 100;

    private final SessionRealm<Traveller> realm;
    private final TravelPageModel pages;
    private final TravellerCommands grants;
    private final RefusalHistory refusals;
    private final CustomerFrame frame;
    private final Clock clock;

    TravelController(
            SessionRealm<Traveller> realm,
            TravelPageModel pages,
            TravellerCommands grants,
            RefusalHistory refusals,
            CustomerFrame frame,
            Clock clock) {
        super(frame);
        this.realm = realm;
        this.pages = pages;
        this.grants = grants;
        this.refusals = refusals;
        this.frame = frame;
        this.clock = clock;
    }

    /** A link to one refusal: leads to it in the page of its mailbox. */
    @GetMapping(
            path = {"/my", "/my/"},
            params = AskedReference.PARAMETER)
    ResponseEntity<Void> refusal(@RequestParam(AskedReference.PARAMETER) String typed, HttpServletRequest request) {
        Traveller traveller = traveller(request);
        Optional<String> code = AskedReference.code(typed);
        Optional<Integer> place =
                code.flatMap(one -> refusals.place(traveller.login().mailboxes(), one));
        if (code.isPresent() && place.isEmpty()) {
            // The page itself says that refusals cannot be looked up at the moment.
            return LocalPath.redirect("/my");
        }
        return place.filter(found -> found >= 0)
                .map(found -> LocalPath.redirect("/my?m=" + found + "&at=" + code.get() + "#" + code.get()))
                .orElseGet(() -> LocalPath.redirect("/my?failed=reference"));
    }

    /** @param at reference of a refusal that is shown, however many came after it; empty: none */
    @GetMapping({"/my", "/my/"})
    String page(
            @RequestParam(name = "m", defaultValue = "0") int number,
            @RequestParam(defaultValue = "") String at,
            @RequestParam(defaultValue = "") String done,
            @RequestParam(defaultValue = "") String failed,
            Locale language,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Traveller traveller = traveller(request);
        requireMailbox(traveller, number);
        TravelZones.keep(request, response);
        pages.fill(
                model,
                request,
                language,
                traveller,
                number,
                AskedReference.code(at).orElse(""));
        model.addAttribute("done", DONE.contains(done) ? done : "");
        model.addAttribute("failed", FAILED.contains(failed) ? failed : "");
        return "my/travel";
    }

    @PostMapping("/my/on")
    ResponseEntity<Void> on(HttpServletRequest request) {
        return carryOut(
                request,
                "on",
                (traveller, account, form) -> grants.open(traveller, account, id(form), null, new TreeSet<>()));
    }

    @PostMapping("/my/extend")
    ResponseEntity<Void> extend(HttpServletRequest request) {
        return carryOut(
                request,
                "extended",
                (traveller, account, form) -> grants.extend(traveller, account, id(form), grant(form)));
    }

    @PostMapping("/my/off")
    ResponseEntity<Void> off(HttpServletRequest request) {
        return carryOut(
                request, "off", (traveller, account, form) -> grants.end(traveller, account, id(form), grant(form)));
    }

    /** Opens a case. The refusal is looked up first: nobody reports what never happened. */
    @PostMapping("/my/not-me")
    ResponseEntity<Void> notMe(HttpServletRequest request) {
        return carryOut(request, "reported", (traveller, account, form) -> {
            PastRefusal refusal = refusals.find(account, form.text("reference", 20))
                    .orElseThrow(() -> ApiProblems.missing("reference", "the mailbox has no such refusal"));
            grants.notMe(traveller, account, refusal);
        });
    }

    /**
     * The form for a later beginning, or for some countries only. Countries are added one by one, by a name in either language; each time the
     * form is sent and shown again, so that it works without a script.
     */
    @GetMapping("/my/plan")
    String plan(
            @RequestParam(name = "m", defaultValue = "0") int number,
            @RequestParam(name = "country", required = false) @Nullable List<String> chosen,
            Locale language,
            HttpServletRequest request,
            Model model) {
        Traveller traveller = traveller(request);
        requireMailbox(traveller, number);
        SortedSet<String> countries = countries(chosen == null ? List.of() : chosen);
        fillPlan(model, request, language, traveller, number, countries, "");
        return "my/plan";
    }

    @PostMapping("/my/plan")
    Object planned(Locale language, HttpServletRequest request, Model model) {
        Traveller traveller = traveller(request);
        FormFields form = FormFields.of(request);
        Account account = mailbox(traveller, form);
        int number = traveller.login().mailboxes().indexOf(account);
        SortedSet<String> countries = countries(form.all("country"));
        String typed = form.text("typed", MOST_TYPED);
        Optional<String> found = CountryNames.find(typed);
        if (countries.size() < MOST_COUNTRIES) {
            found.ifPresent(countries::add);
        }
        boolean unknown = !typed.isEmpty() && found.isEmpty();
        String day = form.text("from", 20);
        DomainPolicy policy = frame.policy(account);
        Optional<Instant> begin = day.isEmpty() ? Optional.of(clock.instant()) : begin(day, policy);
        if (begin.isEmpty() || unknown || form.text("action").equals("add")) {
            fillPlan(model, request, language, traveller, number, countries, day);
            model.addAttribute("typed", unknown ? typed : "");
            model.addAttribute("suggestion", unknown ? CountryNames.suggestion(typed, language) : "");
            model.addAttribute("wrongDay", begin.isEmpty());
            return "my/plan";
        }
        // A beginning that is over is now: the day of today has begun.
        @Nullable Instant from = begin.get().isAfter(clock.instant()) ? begin.get() : null;
        return carryOut(
                request,
                from == null ? "on" : "planned",
                (who, mailbox, fields) -> grants.open(who, mailbox, id(fields), from, countries));
    }

    private void fillPlan(
            Model model,
            HttpServletRequest request,
            Locale language,
            Traveller traveller,
            int number,
            SortedSet<String> countries,
            String from) {
        Account account = traveller.login().mailboxes().get(number);
        DomainPolicy policy = frame.policy(account);
        frame.fill(model, request, language, account);
        TravelPageModel.chrome(model, traveller, number, account);
        LocalDate today = LocalDate.ofInstant(clock.instant(), policy.zone());
        model.addAttribute("days", policy.grants().length().toDays());
        model.addAttribute("from", from);
        model.addAttribute("first", today.toString());
        model.addAttribute(
                "last", today.plusDays(policy.grants().ahead().toDays()).toString());
        model.addAttribute("homeZone", zoneName(policy.zone(), language));
        model.addAttribute(
                "countries",
                countries.stream()
                        .map(code -> new CountryNames.Suggestion(code, CountryNames.name(code, language)))
                        .toList());
        model.addAttribute("known", CountryNames.all(language, without(policy.home(), countries)));
        model.addAttribute("typed", "");
        model.addAttribute("suggestion", "");
        model.addAttribute("wrongDay", false);
    }

    private static Set<String> without(Set<String> home, Set<String> chosen) {
        Set<String> without = new TreeSet<>(home);
        without.addAll(chosen);
        return without;
    }

    static String zoneName(ZoneId zone, Locale language) {
        return zone.getDisplayName(java.time.format.TextStyle.FULL, language);
    }

    /** The beginning of a day at home, if the policy allows it. */
    private Optional<Instant> begin(String day, DomainPolicy policy) {
        try {
            LocalDate date = LocalDate.parse(day);
            LocalDate today = LocalDate.ofInstant(clock.instant(), policy.zone());
            return date.isBefore(today)
                            || date.isAfter(
                                    today.plusDays(policy.grants().ahead().toDays()))
                    ? Optional.empty()
                    : Optional.of(date.atStartOfDay(policy.zone()).toInstant());
        } catch (DateTimeException e) {
            // Browsers without a field for dates send what was typed; the page says how it is written.
            return Optional.empty();
        }
    }

    private static SortedSet<String> countries(List<String> codes) {
        SortedSet<String> countries = new TreeSet<>();
        codes.stream()
                .filter(code -> code.length() == 2)
                .flatMap(code -> Stream.ofNullable(CountryNames.find(code).orElse(null)))
                .limit(MOST_COUNTRIES)
                .forEach(countries::add);
        return countries;
    }

    @PostMapping("/my/leave")
    ResponseEntity<Void> leave(HttpServletRequest request, HttpServletResponse response) {
        boolean oidc = traveller(request).way().equals(Traveller.OIDC);
        realm.end(request, response);
        return LocalPath.redirect("/my/log-in?left=true" + (oidc ? "&way=" + Traveller.OIDC : ""));
    }

    /** What a form does for a mailbox. */
    private interface Action {
        void carryOut(Traveller traveller, Account account, FormFields form);
    }

    private ResponseEntity<Void> carryOut(HttpServletRequest request, String done, Action action) {
        Traveller traveller = traveller(request);
        FormFields form = FormFields.of(request);
        Account account = mailbox(traveller, form);
        String back = "/my?m=" + traveller.login().mailboxes().indexOf(account);
        try {
            action.carryOut(traveller, account, form);
            return LocalPath.redirect(back + "&done=" + done);
        } catch (ErrorResponseException e) {
            HttpStatus status = HttpStatus.valueOf(e.getStatusCode().value());
            if (status == HttpStatus.CONFLICT || status == HttpStatus.NOT_FOUND) {
                return LocalPath.redirect(back + "&failed=" + (status == HttpStatus.CONFLICT ? "refused" : "unknown"));
            }
            if (status == HttpStatus.SERVICE_UNAVAILABLE) {
                logger.warn(
                        "A customer's form was not carried out: {}", e.getBody().getDetail());
                return LocalPath.redirect(back + "&failed=log");
            }
            throw e;
        }
    }

    private Traveller traveller(HttpServletRequest request) {
        @Nullable WebSession<Traveller> session = realm.current(request);
        if (session == null) {
            throw ApiProblems.of(HttpStatus.UNAUTHORIZED, "the session is over; log in again");
        }
        return session.owner();
    }

    private static void requireMailbox(Traveller traveller, int number) {
        if (number < 0 || number >= traveller.login().mailboxes().size()) {
            throw ApiProblems.missing("m", "the log-in has no such mailbox");
        }
    }

    /** The mailbox of a form: one of the log-in's own, or none. */
    private static Account mailbox(Traveller traveller, FormFields form) {
        String name = form.text("mailbox", Account.MAX_LENGTH);
        return traveller.login().mailboxes().stream()
                .filter(account -> account.name().equals(name))
                .findFirst()
                .orElseThrow(() -> ApiProblems.missing("mailbox", "the log-in has no such mailbox"));
    }

    private static String id(FormFields form) {
        try {
            return UUID.fromString(form.text("id", 36)).toString();
        } catch (IllegalArgumentException e) {
            throw ApiProblems.field("id", "must be that of the page's form");
        }
    }

    private static String grant(FormFields form) {
        String id = form.text("grant", 40);
        if (!GRANT.matcher(id).matches()) {
            throw ApiProblems.field("grant", "must be the id of a grant");
        }
        return id;
    }
}
