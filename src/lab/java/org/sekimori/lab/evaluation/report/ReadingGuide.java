package org.sekimori.lab.evaluation.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.sekimori.lab.evaluation.report.EvaluationReport.AttackRow;
import org.sekimori.lab.evaluation.report.EvaluationReport.HonestRow;
import org.sekimori.lab.evaluation.report.EvaluationReport.WorldRow;
import org.sekimori.text.HtmlWriter;

/** Explains the page's terms and its intervals. */
record ReadingGuide(HtmlWriter out, List<WorldRow> worlds) {

    private static final Map<String, String> WORDS = words();

    void write() {
        String played = worlds.stream().map(ReadingGuide::played).collect(Collectors.joining(" "));
        out.element(
                "p",
                "A figure in brackets or a thin line is an interval of 95 %, by account: were other customers and thieves drawn in"
                        + " the same way, nineteen of twenty such intervals would hold the true figure. It speaks of chance alone;"
                        + " whether the invented world resembles yours it cannot say. " + played);
        out.element(
                "dl",
                () -> WORDS.forEach((word, meaning) -> {
                    out.element("dt", word);
                    out.element("dd", meaning);
                }));
    }

    private static String played(WorldRow world) {
        int attacks = world.attacks().stream()
                .filter(row -> !row.attack().startsWith("all "))
                .mapToInt(AttackRow::attacks)
                .sum();
        List<HonestRow> honest = world.honest();
        long days = honest.isEmpty() ? 0 : honest.get(honest.size() - 1).accountDays();
        return String.format(
                Locale.ROOT, "The %s had %,d attacks and %,d honest account-days.", world.world(), attacks, days);
    }

    private static Map<String, String> words() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put(
                "account-day",
                "One account on one day. A day counts once, however often the account was flagged or refused.");
        words.put("flagged", "Raised for people to look at.");
        words.put("caught", "Flagged, or refused so that nothing of the attack got out.");
        words.put("false flag", "An honest customer's account flagged.");
        words.put("false block", "An honest customer's message refused on suspicion or for a limit.");
        words.put(
                "policy refusal",
                "An honest customer's message refused for coming from abroad without a travel grant.");
        words.put(
                "fast, slow, quiet",
                "Hundreds of messages within hours; a few an hour, for days; a handful, like the owner's own.");
        words.put(
                "at most, in half or in 95 % of them",
                "The median and the 95th percentile: so many of the attacks stay at or below the figure.");
        words.put(
                "1.7 and 0.09 compromises in 10,000 account-days",
                "Rates published by Microsoft (0.5 % of accounts a month, 2020) and by Google (hijacked by hand, 2014).");
        return words;
    }
}
