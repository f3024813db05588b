package org.sekimori.cli.decisions;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.sekimori.archive.FoundDecision;
import org.sekimori.archive.lookup.DecisionPage;
import org.sekimori.archive.lookup.ElasticsearchDecisionRepository;
import org.sekimori.archive.lookup.LogScanSearch;
import org.sekimori.text.CountPhrase;
import org.sekimori.text.EscapedText;
import org.sekimori.text.UtcTimeText;

/** Formats decisions that were found, one a line of at most 120 columns. */
final class SearchResultText {

    private static final int COLUMNS = 120;
    private static final String[] HEADER = {"TIME", "REFERENCE", "VERDICT", "ACCOUNT", "FROM", "WHY"};

    /** Longest text of each column; the last one takes the rest. */
    private static final int[] MOST = {20, 9, 10, 26, 24, COLUMNS};

    private SearchResultText() {}

    /**
     * Formats a page of results.
     *
     * @param named the criteria
     * @param onLog whether the log itself was searched
     * @param now start of the search
     */
    static String of(DecisionPage page, Map<String, String> named, boolean onLog, Instant now) {
        StringBuilder text = new StringBuilder();
        List<FoundDecision> found = page.decisions();
        if (found.isEmpty()) {
            line(
                    text,
                    "No decision " + (named.containsKey("cursor") ? "further back " : "") + "with " + asked(named)
                            + ".");
            line(text, searched(page, onLog, now));
        } else {
            table(text, found);
            text.append(System.lineSeparator());
            line(
                    text,
                    count(found.size()) + ", newest first. Explain one: ./sekimori why "
                            + found.get(0).reference());
            if (page.next() != null) {
                line(text, "There are more: the same command with --cursor " + page.next());
            }
        }
        behind(text, page);
        return text.toString();
    }

    private static void table(StringBuilder text, List<FoundDecision> found) {
        List<String[]> rows = new ArrayList<>();
        rows.add(HEADER);
        found.forEach(one -> rows.add(row(one)));
        int[] widths = new int[HEADER.length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                row[i] = EscapedText.of(row[i], MOST[i]);
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.length - 1; i++) {
                line.append(row[i]).append(" ".repeat(widths[i] - row[i].length() + 2));
            }
            line.append(EscapedText.of(row[row.length - 1], COLUMNS - line.length()));
            text.append(line.toString().stripTrailing()).append(System.lineSeparator());
        }
    }

    private static String[] row(FoundDecision one) {
        return new String[] {
            UtcTimeText.of(one.time()), one.reference(), one.verdict(), one.account(), from(one.origin()), why(one)
        };
    }

    private static String from(FoundDecision.ClientOrigin place) {
        String country = place.country();
        String name = place.name();
        String kind = country != null ? country : name != null ? name : place.kind();
        String address = place.address() != null ? place.address() : place.network();
        return address == null ? kind : kind + " " + address;
    }

    /** The reason; if the answer really sent differed, that comes first, because the customer has seen it. */
    private static String why(FoundDecision one) {
        List<String> parts = new ArrayList<>();
        FoundDecision.SentAnswer answer = one.told();
        if (answer != null && !answer.verdict().equals(one.verdict())) {
            parts.add("told " + answer.verdict() + (answer.source().equals("fallback") ? " (fallback)" : ""));
        }
        if (one.trigger() != null) {
            parts.add("at " + one.trigger());
        }
        String rules = String.join(", ", one.rules());
        if (one.would() != null) {
            parts.add("would " + one.would() + (rules.isEmpty() ? "" : ": " + rules));
        } else if (!rules.isEmpty()) {
            parts.add(rules);
        }
        if (one.grant() != null) {
            parts.add("grant " + one.grant());
        }
        if (!one.flags().isEmpty()) {
            parts.add("flagged");
        }
        if (!one.shadowRules().isEmpty()) {
            parts.add("shadow: " + String.join(", ", one.shadowRules()));
        }
        return String.join("; ", parts);
    }

    private static String count(int size) {
        return CountPhrase.of(size, "decision");
    }

    private static String asked(Map<String, String> named) {
        return named.entrySet().stream()
                .filter(one -> !one.getKey().equals("limit") && !one.getKey().equals("cursor"))
                .map(one -> SearchCommand.option(one.getKey()).substring(2) + " " + EscapedText.of(one.getValue(), 60))
                .collect(Collectors.joining(", "));
    }

    private static String searched(DecisionPage page, boolean onLog, Instant now) {
        String until = " until " + UtcTimeText.of(now);
        return onLog
                ? "Searched: the log, which keeps " + LogScanSearch.KEPT.toDays() + " days," + until + "."
                : "Searched: the archive, which keeps " + ElasticsearchDecisionRepository.KEPT.toDays() + " days,"
                        + (page.behind() == 0 && page.problem() == null
                                ? until + "; what is newer than ten seconds may not be there yet."
                                : " as far as it has come.");
    }

    private static void behind(StringBuilder text, DecisionPage page) {
        String problem = page.problem();
        if (problem != null) {
            line(
                    text,
                    "The archive cannot store at the moment (" + problem
                            + "): what is newer is missing here; --log searches" + " the log.");
        } else if (page.behind() > 0) {
            line(
                    text,
                    String.format(
                            Locale.ROOT,
                            "The archive is %s (%d s) behind the log: what is newer is missing here; --log searches the log.",
                            CountPhrase.of(page.behind(), "record"),
                            page.lagSeconds()));
        }
    }

    private static void line(StringBuilder text, String sentence) {
        text.append(EscapedText.of(sentence)).append(System.lineSeparator());
    }
}
