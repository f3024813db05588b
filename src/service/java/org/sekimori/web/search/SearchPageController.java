package org.sekimori.web.search;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.cases.CsvWriter;
import org.sekimori.api.request.ApiProblems;
import org.sekimori.archive.FoundDecision;
import org.sekimori.archive.lookup.DecisionCriteria;
import org.sekimori.archive.lookup.TallyField;
import org.sekimori.stream.request.AuditTrail;
import org.sekimori.stream.rulebook.RulebookAdmin;
import org.sekimori.web.page.FormFields;
import org.sekimori.web.page.LocalPath;
import org.sekimori.web.page.PageController;
import org.sekimori.web.page.PageTimes;
import org.sekimori.web.search.DecisionLookup.LookupResult;
import org.sekimori.web.staff.StaffUser;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/** Searches decisions. The address of a page is its search. */
@PageController
final class SearchPageController {

    private static final String PATH = "/console/search";
    private static final Set<String> PARAMETERS =
            Set.of("q", "range", "from", "until", "view", "by", "cursor", "language", "theme");
    private static final int MAX_BOX = 1_000;
    private static final int MOST_VALUES = 20;
    private static final int MOST_LINES = 10_000;
    private static final Pattern SAFE_QUERY = Pattern.compile("[A-Za-z0-9._~%+=&*-]{1,1900}");

    private final DecisionTallies tallies;
    private final DecisionLookup lookup;
    private final SavedSearches saved;
    private final RulebookAdmin rulebooks;
    private final AuditTrail audit;
    private final PageTimes times;
    private final Clock clock;

    SearchPageController(
            DecisionTallies tallies,
            DecisionLookup lookup,
            SavedSearches saved,
            RulebookAdmin rulebooks,
            AuditTrail audit,
            PageTimes times,
            Clock clock) {
        this.tallies = tallies;
        this.lookup = lookup;
        this.saved = saved;
        this.rulebooks = rulebooks;
        this.audit = audit;
        this.times = times;
        this.clock = clock;
    }

    @GetMapping(PATH)
    String search(HttpServletRequest request, Model model) {
        SearchQuery query = query(request);
        model.addAttribute("query", query);
        model.addAttribute("ranges", SearchQuery.RANGES.keySet());
        model.addAttribute(
                "fields",
                Arrays.stream(TallyField.values()).map(TallyField::word).toList());
        model.addAttribute("saved", saved.all());
        model.addAttribute("archived", lookup.archived());
        boolean asked = !query.q().isEmpty() || lookup.archived();
        model.addAttribute("asked", asked);
        if (asked) {
            Search search = read(query);
            if (query.view().equals("table")) {
                model.addAttribute("result", table(search, query.cursor()));
            } else {
                model.addAttribute("counts", tallies.count(search.words(), search.criteria(), query.by(), MOST_VALUES));
            }
        }
        model.addAttribute("links", links(query));
        return "console/search";
    }

    private record Search(SearchWords words, DecisionCriteria criteria) {}

    private Search read(SearchQuery query) {
        SearchWords words =
                SearchWords.read(query.q(), rulebooks.state().rulebook().specs().keySet());
        SearchQuery.Span span = query.span(clock.instant(), times.zone());
        DecisionCriteria criteria = lookup.criteria(words.criteria());
        // A name is worth looking for at any time, unless somebody says when.
        boolean anyTime = criteria.reference() != null || criteria.id() != null;
        return new Search(words, anyTime ? criteria : criteria.between(span.from(), span.until()));
    }

    private LookupResult table(Search search, String cursor) {
        return find(search.words(), cursor.isEmpty() ? search.criteria() : lookup.after(search.criteria(), cursor));
    }

    private LookupResult find(SearchWords words, DecisionCriteria criteria) {
        return lookup.find(criteria, words.asNumber(), words.senderDomain());
    }

    /** What the template links to, by name. */
    private static Map<String, String> links(SearchQuery query) {
        Map<String, String> links = new TreeMap<>();
        for (String view : List.of("table", "line", "top")) {
            links.put(view, PATH + "?" + query.with(view, query.by(), query.q()).query());
        }
        links.put("this", query.query());
        links.put("csv", PATH + "/export?" + query.query());
        return links;
    }

    /** At most {@value #MOST_LINES} decisions, the newest first. */
    @GetMapping(PATH + "/export")
    void export(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Search search = read(query(request));
        DecisionCriteria page = lookup.most(search.criteria());
        StringBuilder text = new StringBuilder("\uFEFF");
        text.append(CsvWriter.line(List.of(
                "time",
                "reference",
                "account",
                "verdict",
                "country",
                "network",
                "address",
                "sender",
                "recipients",
                "server",
                "queue_id",
                "message_id",
                "rules",
                "flags",
                "reason")));
        int lines = 0;
        LookupResult found = find(search.words(), page);
        if (found.problem() != null) {
            throw ApiProblems.unavailable("this search has no table of decisions to export; search by something else");
        }
        while (true) {
            for (FoundDecision one : found.decisions()) {
                text.append(line(one));
                lines++;
            }
            @Nullable String next = found.next();
            if (next == null || lines >= MOST_LINES) {
                break;
            }
            found = find(search.words(), lookup.after(page, next));
            if (found.problem() != null) {
                throw ApiProblems.unavailable("the search broke off; try again in a minute");
            }
        }
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"decisions.csv\"");
        response.getOutputStream().write(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String line(FoundDecision one) {
        return CsvWriter.line(Arrays.<@Nullable Object>asList(
                one.time(),
                one.reference(),
                one.account(),
                one.verdict(),
                one.origin().country(),
                one.origin().network(),
                one.origin().address(),
                one.sender(),
                one.recipientCount(),
                one.server(),
                one.queueId(),
                one.messageId(),
                String.join(" ", one.rules()),
                String.join(" ", one.flags()),
                one.reason()));
    }

    @PostMapping(PATH + "/saved")
    ResponseEntity<Void> save(@AuthenticationPrincipal StaffUser user, HttpServletRequest request) {
        FormFields form = FormFields.of(request);
        String name = form.text("name", SavedSearches.MAX_NAME);
        String query = form.raw("query");
        if (name.isEmpty()) {
            throw ApiProblems.field("name", "is missing; name the search");
        }
        if (!SAFE_QUERY.matcher(query).matches()) {
            throw ApiProblems.field("query", "is no search of this page");
        }
        saved.save(name, new SavedSearches.SavedSearch(query, user.name()));
        audit.record("console_search_saved", user.name(), name, "console");
        return LocalPath.redirect(PATH + "?" + query);
    }

    @PostMapping(PATH + "/saved/removal")
    ResponseEntity<Void> remove(@AuthenticationPrincipal StaffUser user, HttpServletRequest request) {
        String name = FormFields.of(request).text("name", SavedSearches.MAX_NAME);
        saved.remove(name);
        audit.record("console_search_removed", user.name(), name, "console");
        return LocalPath.redirect(PATH);
    }

    private static SearchQuery query(HttpServletRequest request) {
        Map<String, String> sent = new TreeMap<>();
        request.getParameterMap().forEach((name, values) -> {
            if (!PARAMETERS.contains(name)) {
                throw ApiProblems.field("query", "this page knows no parameter of this name");
            }
            if (values[0].length() > MAX_BOX) {
                throw ApiProblems.field(name, "must have at most " + MAX_BOX + " characters");
            }
            if (!values[0].isEmpty()) {
                sent.put(name, values[0]);
            }
        });
        return SearchQuery.of(sent);
    }
}
