package org.sekimori.api.lists;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.request.ApiProblems;
import org.sekimori.api.request.CommandMetadata;
import org.sekimori.api.request.RequestFields;
import org.sekimori.lists.ListChange;
import org.sekimori.lists.ListChange.Action;
import org.sekimori.lists.ListEntry;
import org.sekimori.lists.ListKind;
import org.sekimori.mail.Account;
import org.sekimori.stream.lists.ListLog;
import org.sekimori.stream.request.LogUnavailableException;
import org.sekimori.text.QuotedText;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Changes lists and shows them. Each change needs a reason, and is kept with who asked for it. */
@RestController
public class ListsController {

    /** Largest body: as many values as a change may have, at their largest. */
    static final int MAX_BYTES = 1_500_000;

    /** Values on all lists together; each takes memory of every instance. */
    static final long MAX_ALL = 3_000_000;

    /** Names of lists; each is a line of every overview. */
    static final int MAX_LISTS = 500;

    private static final int MAX_VALUE = 320;
    private static final int MAX_NETWORK = 43;
    private static final int MAX_DAYS = 3_650;
    private static final int MAX_SHOWN = 1_000;
    private static final String WHY = "is missing; say why";

    private final ListLog lists;
    private final Clock clock;
    private final Account.LoginNormalizer naming;
    private final JsonMapper json;

    ListsController(ListLog lists, Clock clock, Account.LoginNormalizer naming, JsonMapper json) {
        this.lists = lists;
        this.clock = clock;
        this.naming = naming;
        this.json = json;
    }

    @GetMapping("/v1/lists")
    ListEntryView.Summaries all() {
        List<ListEntryView.Summary> all = new ArrayList<>();
        lists.table().counts(clock.instant()).forEach((list, counts) -> all.add(summary(list, counts)));
        return new ListEntryView.Summaries(all);
    }

    private static ListEntryView.Summary summary(String list, SortedMap<ListKind, Long> counts) {
        Map<String, Long> words = new TreeMap<>();
        counts.forEach((kind, count) -> words.put(kind.word(), count));
        return new ListEntryView.Summary(
                list, words, counts.values().stream().mapToLong(Long::longValue).sum());
    }

    /** The first entries in their order; memory for those that are shown only. */
    @GetMapping("/v1/lists/{list}")
    ListEntryView.Some show(@PathVariable String list, @RequestParam(defaultValue = "100") int limit) {
        checked("list", () -> ListEntry.checkName(list));
        int most = bounded("limit", limit, MAX_SHOWN);
        PriorityQueue<ListEntry> first = new PriorityQueue<>(Collections.reverseOrder(ListEntryView.ORDER));
        long[] total = new long[1];
        lists.table().forEach(list, clock.instant(), entry -> {
            total[0]++;
            first.add(entry);
            if (first.size() > most) {
                first.remove();
            }
        });
        if (total[0] == 0) {
            throw missing(list);
        }
        return new ListEntryView.Some(
                list,
                first.stream()
                        .sorted(ListEntryView.ORDER)
                        .map(ListEntryView::of)
                        .toList(),
                total[0]);
    }

    /** Every entry, one JSON object a line, in no order: written as they are read. */
    @GetMapping("/v1/lists/{list}/export")
    void export(@PathVariable String list, HttpServletResponse response) throws IOException {
        checked("list", () -> ListEntry.checkName(list));
        response.setContentType("application/x-ndjson");
        Writer out = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8);
        lists.table().forEach(list, clock.instant(), entry -> {
            try {
                out.write(json.writeValueAsString(ListEntryView.of(entry)) + "\n");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        out.flush();
    }

    @GetMapping("/v1/lists/{list}/history")
    ListEntryView.History history(
            @PathVariable String list,
            @RequestParam @Nullable String kind,
            @RequestParam @Nullable String value,
            @RequestParam(defaultValue = "100") int limit) {
        checked("list", () -> ListEntry.checkName(list));
        int most = bounded("limit", limit, ListLog.MOST_CHANGES);
        String wanted = value == null ? null : value(kind(kind == null ? "network" : kind), value);
        return new ListEntryView.History(
                list,
                waiting(() -> lists.history(list, wanted, most)).stream()
                        .map(ListEntryView.Past::of)
                        .toList());
    }

    @PostMapping("/v1/lists/{list}/entries")
    ResponseEntity<ListEntryView.Done> add(@PathVariable String list, HttpServletRequest request) {
        checked("list", () -> ListEntry.checkName(list));
        RequestFields fields =
                RequestFields.of(request, Set.of("kind", "values", "days", "until", "reason", "by"), MAX_BYTES);
        ListKind kind = kind(fields.required("kind", 20, "name one of " + ListKind.words()));
        List<String> values = fields.list("values", ListChange.MAX_VALUES, MAX_VALUE).stream()
                .map(value -> value(kind, value))
                .toList();
        String reason = fields.required("reason", RequestFields.MAX_REASON, WHY);
        CommandMetadata meta = metadata(request, fields.name("by", RequestFields.MAX_BY));
        @Nullable Instant until = until(fields, meta.time());
        requireRoom(list, values.size());
        return done(change(meta, Action.ADD, list, kind, values, reason, until));
    }

    private void requireRoom(String list, int more) {
        if (lists.table().size() + more > MAX_ALL) {
            throw ApiProblems.refused("all lists together have at most " + MAX_ALL
                    + " values, and there would be more; remove some, or list larger networks");
        }
        if (lists.table().names().contains(list)) {
            return;
        }
        int names = lists.table().counts(clock.instant()).size();
        if (names >= MAX_LISTS) {
            throw ApiProblems.refused("there are " + names + " lists, as many as may be; use one of them");
        }
    }

    @DeleteMapping("/v1/lists/{list}/entries")
    ResponseEntity<ListEntryView.Done> remove(
            @PathVariable String list,
            @RequestParam String kind,
            @RequestParam String value,
            @RequestParam @Nullable String by,
            @RequestParam @Nullable String reason,
            HttpServletRequest request) {
        RequestFields.of(request, Set.of());
        checked("list", () -> ListEntry.checkName(list));
        ListKind known = kind(kind);
        String exact = value(known, value);
        CommandMetadata meta = metadata(request, RequestFields.name("by", by, RequestFields.MAX_BY));
        if (lists.table().terms(list, known, exact) == null) {
            throw ApiProblems.missing("value", exact + " is not on " + list);
        }
        return done(change(meta, Action.REMOVE, list, known, List.of(exact), why(reason), null));
    }

    /** Takes everything off a list, in changes of bounded size. */
    @DeleteMapping("/v1/lists/{list}")
    ListEntryView.Cleared clear(
            @PathVariable String list,
            @RequestParam @Nullable String by,
            @RequestParam @Nullable String reason,
            HttpServletRequest request) {
        RequestFields.of(request, Set.of());
        checked("list", () -> ListEntry.checkName(list));
        String why = why(reason);
        CommandMetadata meta = metadata(request, RequestFields.name("by", by, RequestFields.MAX_BY));
        Map<ListKind, List<String>> values = new EnumMap<>(ListKind.class);
        lists.table()
                .forEach(list, Instant.EPOCH, entry -> values.computeIfAbsent(entry.kind(), kind -> new ArrayList<>())
                        .add(entry.value()));
        if (values.isEmpty()) {
            throw missing(list);
        }
        long removed = 0;
        for (Map.Entry<ListKind, List<String>> one : values.entrySet()) {
            int longest = one.getKey() == ListKind.NETWORK ? MAX_NETWORK : MAX_VALUE;
            int step = ListChange.MAX_CHARACTERS / longest;
            for (int from = 0; from < one.getValue().size(); from += step) {
                List<String> some = one.getValue()
                        .subList(from, Math.min(from + step, one.getValue().size()));
                CommandMetadata part = new CommandMetadata(
                        meta.id() + "-" + removed, meta.account(), meta.time(), meta.by(), meta.channel());
                carryOut(change(part, Action.REMOVE, list, one.getKey(), some, why, null));
                removed += some.size();
            }
        }
        return new ListEntryView.Cleared(list, removed);
    }

    private ResponseEntity<ListEntryView.Done> done(ListChange change) {
        carryOut(change);
        return ResponseEntity.ok()
                .header(CommandMetadata.IDEMPOTENCY_KEY, change.id())
                .body(ListEntryView.Done.of(change));
    }

    private void carryOut(ListChange change) {
        waiting(() -> {
            lists.apply(change);
            return change;
        });
    }

    private static <T> T waiting(Supplier<T> task) {
        try {
            return task.get();
        } catch (LogUnavailableException e) {
            throw ApiProblems.unavailable(String.valueOf(e.getMessage()));
        }
    }

    private static ListChange change(
            CommandMetadata meta,
            Action action,
            String list,
            ListKind kind,
            List<String> values,
            String reason,
            @Nullable Instant until) {
        try {
            return new ListChange(
                    meta.id(), meta.time(), meta.by(), meta.channel(), action, list, kind, values, reason, until);
        } catch (IllegalArgumentException e) {
            throw ApiProblems.body(String.valueOf(e.getMessage()));
        }
    }

    private CommandMetadata metadata(HttpServletRequest request, @Nullable String by) {
        // The account of a command is the line that it stands on; lists have a line of their own.
        return CommandMetadata.of(request, Account.UNNAMEABLE, clock, by);
    }

    private String value(ListKind kind, String value) {
        try {
            return kind == ListKind.ACCOUNT ? naming.account(value).name() : kind.normalize(value);
        } catch (IllegalArgumentException e) {
            // Some messages name the value already.
            String quoted = QuotedText.of(value);
            String problem = String.valueOf(e.getMessage());
            throw ApiProblems.field("values", problem.contains(quoted) ? problem : quoted + ": " + problem);
        }
    }

    private static ListKind kind(String word) {
        ListKind kind = ListKind.of(word);
        if (kind == null) {
            throw ApiProblems.field("kind", "must be one of " + ListKind.words() + ", not " + QuotedText.of(word));
        }
        return kind;
    }

    private static @Nullable Instant until(RequestFields fields, Instant now) {
        @Nullable Integer days = fields.number("days", 1, MAX_DAYS);
        @Nullable Instant until = fields.time("until");
        if (days != null && until != null) {
            throw ApiProblems.field("days", "goes without 'until'");
        }
        if (until != null && !until.isAfter(now)) {
            throw ApiProblems.field("until", "is in the past");
        }
        return days == null ? until : now.plus(Duration.ofDays(days));
    }

    private static String why(@Nullable String reason) {
        String text = RequestFields.text("reason", reason, RequestFields.MAX_REASON);
        if (text == null) {
            throw ApiProblems.field("reason", WHY);
        }
        return text;
    }

    private static int bounded(String field, int value, int most) {
        if (value < 1 || value > most) {
            throw ApiProblems.field(field, "must be a whole number, 1 to " + most);
        }
        return value;
    }

    private static void checked(String field, Runnable check) {
        try {
            check.run();
        } catch (IllegalArgumentException e) {
            throw ApiProblems.field(field, String.valueOf(e.getMessage()));
        }
    }

    private static RuntimeException missing(String list) {
        return ApiProblems.missing("list", "nothing is on " + list);
    }
}
