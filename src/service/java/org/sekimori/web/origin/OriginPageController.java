package org.sekimori.web.origin;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.request.ApiProblems;
import org.sekimori.archive.lookup.TallyField;
import org.sekimori.lists.ListChange;
import org.sekimori.lists.ListTerms;
import org.sekimori.mail.Account;
import org.sekimori.stream.lists.ListLog;
import org.sekimori.stream.request.LogUnavailableException;
import org.sekimori.web.page.FormFields;
import org.sekimori.web.page.LocalPath;
import org.sekimori.web.page.PageController;
import org.sekimori.web.search.DecisionLookup;
import org.sekimori.web.search.DecisionTallies;
import org.sekimori.web.search.DecisionTallies.Counts;
import org.sekimori.web.staff.StaffOrder;
import org.sekimori.web.staff.StaffUser;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Shows a network, an autonomous system, a country or a domain of senders, and puts it on lists. */
@PageController
final class OriginPageController {

    private static final String PATH = "/console/origin";
    private static final int MOST_VALUES = 25;

    /** Decisions of its table; the search has all. */
    private static final int MOST_NEWEST = 20;

    private static final int MAX_DAYS = 3_650;
    private static final int MAX_WORD = 320;
    private static final Map<String, Integer> RANGES = ranges();

    private final DecisionLookup lookup;
    private final DecisionTallies tallies;
    private final ListLog lists;
    private final Clock clock;

    OriginPageController(DecisionLookup lookup, DecisionTallies tallies, ListLog lists, Clock clock) {
        this.lookup = lookup;
        this.tallies = tallies;
        this.lists = lists;
        this.clock = clock;
    }

    private static Map<String, Integer> ranges() {
        Map<String, Integer> all = new LinkedHashMap<>();
        all.put("24h", 1);
        all.put("7d", 7);
        all.put("30d", 30);
        all.put("90d", 90);
        return all;
    }

    /** A part of the page: decisions by a field. */
    record Part(String by, Counts counts) {}

    /** A list that the value is on. */
    record Listed(String list, ListTerms terms) {}

    @GetMapping(PATH)
    String show(
            @RequestParam String kind,
            @RequestParam String value,
            @RequestParam(defaultValue = "7d") String range,
            Model model) {
        OriginKind known = OriginKind.of(kind);
        String exact = known.normalize(value);
        @Nullable Integer days = RANGES.get(range);
        if (days == null) {
            throw ApiProblems.field("range", "must be one of " + String.join(", ", RANGES.keySet()));
        }
        Instant now = clock.instant();
        Instant from = now.minus(Duration.ofDays(days));
        List<Part> parts = new ArrayList<>();
        for (TallyField by : List.of(TallyField.ACCOUNT, TallyField.RULE, TallyField.LABEL)) {
            parts.add(new Part(by.word(), known.count(tallies, exact, by, from, now.plusSeconds(1), MOST_VALUES)));
            if (parts.get(0).counts().tally() == null) {
                break;
            }
        }
        model.addAttribute("kind", known.word());
        model.addAttribute("value", exact);
        model.addAttribute("range", range);
        model.addAttribute("ranges", RANGES.keySet());
        model.addAttribute("parts", parts);
        model.addAttribute(
                "newest",
                parts.get(0).counts().tally() == null
                        ? null
                        : known.newest(lookup, exact, from, now.plusSeconds(1), MOST_NEWEST));
        model.addAttribute("listed", listed(known, exact, now));
        model.addAttribute("lists", new TreeSet<>(lists.table().names()));
        model.addAttribute("words", known.words(exact));
        model.addAttribute("order", StaffOrder.fresh());
        return "console/origin";
    }

    private List<Listed> listed(OriginKind kind, String value, Instant now) {
        List<Listed> all = new ArrayList<>();
        for (String name : new TreeSet<>(lists.table().names())) {
            @Nullable ListTerms terms = lists.table().terms(name, kind.list(), value);
            if (terms != null && terms.holdsAt(now)) {
                all.add(new Listed(name, terms));
            }
        }
        return all;
    }

    @PostMapping(PATH + "/listing")
    ResponseEntity<Void> list(@AuthenticationPrincipal StaffUser user, HttpServletRequest request) {
        return change(user, FormFields.of(request), ListChange.Action.ADD);
    }

    @PostMapping(PATH + "/listing/removal")
    ResponseEntity<Void> remove(@AuthenticationPrincipal StaffUser user, HttpServletRequest request) {
        return change(user, FormFields.of(request), ListChange.Action.REMOVE);
    }

    private ResponseEntity<Void> change(StaffUser user, FormFields form, ListChange.Action action) {
        OriginKind kind = OriginKind.of(form.text("kind"));
        String value = kind.normalize(form.text("value", MAX_WORD));
        String reason = form.text("reason", StaffOrder.MAX_REASON);
        if (reason.isEmpty()) {
            throw ApiProblems.field("reason", "is missing; say why in one line");
        }
        StaffOrder order = StaffOrder.of(user, form, Account.UNNAMEABLE, clock);
        @Nullable Instant until = action == ListChange.Action.REMOVE ? null : until(form.text("days"), order.time());
        try {
            lists.apply(new ListChange(
                    order.id(),
                    order.time(),
                    order.by(),
                    order.channel(),
                    action,
                    form.text("list", MAX_WORD),
                    kind.list(),
                    List.of(value),
                    reason,
                    until));
        } catch (IllegalArgumentException e) {
            throw ApiProblems.field("list", String.valueOf(e.getMessage()));
        } catch (LogUnavailableException e) {
            throw ApiProblems.unavailable(String.valueOf(e.getMessage()));
        }
        return LocalPath.redirect(
                PATH + "?kind=" + kind.word() + "&value=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    private static @Nullable Instant until(String days, Instant now) {
        if (days.isEmpty()) {
            return null;
        }
        int number = days.matches("\\d{1,4}") ? Integer.parseInt(days) : 0;
        if (number < 1 || number > MAX_DAYS) {
            throw ApiProblems.field("days", "must be a whole number from 1 to " + MAX_DAYS + ", or empty");
        }
        return now.plus(Duration.ofDays(number));
    }
}
