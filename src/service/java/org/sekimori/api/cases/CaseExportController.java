package org.sekimori.api.cases;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.request.ApiProblems;
import org.sekimori.cases.Case;
import org.sekimori.mail.Account;
import org.sekimori.text.QuotedText;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Exports all cases in one answer, as CSV or as one JSON object a line. Written as they are read, by account. */
@RestController
public class CaseExportController {

    private static final List<String> COLUMNS = List.of(
            "account",
            "id",
            "version",
            "state",
            "outcome",
            "severity",
            "priority",
            "reference",
            "assignee",
            "reopened",
            "opened_at",
            "since",
            "rules",
            "messages_out",
            "recipients_out",
            "notified_at",
            "held_at",
            "cleaned_at",
            "password_changed_at",
            "released_at",
            "watch_until",
            "closed_at",
            "closed_by",
            "reason",
            "quarantined");

    private final CaseLookup lookup;
    private final JsonMapper json;

    CaseExportController(CaseLookup lookup, JsonMapper json) {
        this.lookup = lookup;
        this.json = json;
    }

    @GetMapping("/v1/cases/export")
    void export(
            @RequestParam(defaultValue = "csv") String format,
            @RequestParam(defaultValue = "all") String state,
            @RequestParam @Nullable String since,
            HttpServletResponse response)
            throws IOException {
        BiPredicate<String, Case> wanted = CaseFilter.state(state).and(CaseFilter.since(since));
        boolean table =
                switch (format) {
                    case "csv" -> true;
                    case "ndjson" -> false;
                    default -> throw ApiProblems.field("format", "must be csv or ndjson, not " + QuotedText.of(format));
                };
        response.setContentType(table ? "text/csv;charset=UTF-8;header=present" : "application/x-ndjson");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"cases." + (table ? "csv" : "ndjson") + '"');
        Writer out = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8);
        if (table) {
            out.write(CsvWriter.line(COLUMNS));
        }
        for (String account : lookup.all().keySet()) {
            Account owner = Account.of(account);
            for (Case one : lookup.cases(owner)) {
                if (wanted.test(account, one)) {
                    CaseView view = lookup.view(owner, one);
                    out.write(table ? CsvWriter.line(row(view)) : json.writeValueAsString(view) + "\n");
                }
            }
        }
        out.flush();
    }

    private static List<@Nullable Object> row(CaseView view) {
        return Arrays.asList(
                view.account(),
                view.id(),
                view.version(),
                view.state(),
                view.outcome(),
                view.severity(),
                view.priority().level(),
                view.reference(),
                view.assignee(),
                view.reopened(),
                view.openedAt(),
                view.since(),
                view.rules().stream().map(CaseView.Rule::rule).collect(Collectors.joining(" ")),
                view.messagesOut(),
                view.recipientsOut(),
                view.notifiedAt(),
                view.heldAt(),
                view.cleanedAt(),
                view.passwordChangedAt(),
                view.releasedAt(),
                view.watchUntil(),
                view.closedAt(),
                view.closedBy(),
                view.reason(),
                view.quarantined());
    }
}
