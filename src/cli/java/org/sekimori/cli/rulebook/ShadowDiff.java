package org.sekimori.cli.rulebook;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Finding;
import org.sekimori.text.CountPhrase;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Collects from recorded decisions the differences that a candidate, or shadow rules, would have made. */
final class ShadowDiff {

    /** From the weakest to the strongest. */
    private static final List<String> VERDICTS = List.of("accept", "quarantine", "defer", "reject");

    private final String candidate;
    private final int most;
    private final @Nullable PrintWriter lines;
    private final SortedMap<String, Change> changes = new TreeMap<>();
    private final SortedMap<String, ShadowRuleCounts> rules = new TreeMap<>();
    private final SortedMap<String, ShadowRuleCounts> ofCandidate = new TreeMap<>();
    private final List<String> examples = new ArrayList<>();
    private long decisions;
    private long asked;

    /** One kind of difference, such as from accept to reject. */
    private static final class Change {
        private final Set<String> accounts = new TreeSet<>();
        private final SortedMap<String, Integer> rules = new TreeMap<>();
        private int decisions;
    }

    /** Counts of one shadow rule. */
    private static final class ShadowRuleCounts {
        private final Set<String> flagged = new TreeSet<>();
        private final Set<String> refused = new TreeSet<>();
        private final Set<String> quarantined = new TreeSet<>();
        private int flags;
        private int quarantines;
        private int refusals;
        private int hits;
    }

    /**
     * @param candidate id of the candidate rulebook; empty without one
     * @param most examples to keep
     * @param lines receives a JSON object for each decision that would differ; null for a summary
     */
    ShadowDiff(String candidate, int most, @Nullable PrintWriter lines) {
        this.candidate = candidate;
        this.most = most;
        this.lines = lines;
    }

    void add(String decision) {
        // What rules find at other events is compared, too, and is no message.
        int message = decision.contains("\"verdict\":\"none\"") ? 0 : 1;
        decisions += message;
        // Spares the parsing of nearly all.
        boolean beside = !candidate.isEmpty() && decision.contains("\"shadow\":{\"rulebook\":\"" + candidate + "\"");
        asked += beside ? message : 0;
        boolean differs = beside && decision.contains("\"shadow\":{\"rulebook\":\"" + candidate + "\",\"verdict\"");
        boolean shadowed = decision.contains("\"mode\":\"shadow\"");
        if (!differs && !shadowed) {
            return;
        }
        JsonNode json = JsonMapper.shared().readTree(decision);
        if (differs) {
            underCandidate(json);
        }
        if (shadowed) {
            Set<String> because = inShadow(rules, json, json);
            if (!differs && !because.isEmpty()) {
                example(json, state(json, json.path("findings")), because, json.path("findings"));
            }
            if (beside) {
                // A candidate's equal findings are not recorded again.
                inShadow(ofCandidate, json, differs ? json.path("shadow") : json);
            }
        }
    }

    private void underCandidate(JsonNode decision) {
        JsonNode shadow = decision.path("shadow");
        String from = state(decision, decision.path("findings"));
        String to = state(shadow, shadow.path("findings"));
        Set<String> was = texts(decision.path("flags"));
        Set<String> would = texts(shadow.path("flags"));
        Set<String> because = new TreeSet<>();
        if (!decision.path("verdict").asString("").equals(shadow.path("verdict").asString(""))) {
            because.add(firstDeciding(decision.path("findings")));
            because.add(firstDeciding(shadow.path("findings")));
            because.remove("");
        }
        would.stream().filter(rule -> !was.contains(rule)).forEach(because::add);
        was.stream().filter(rule -> !would.contains(rule)).forEach(because::add);
        because.addAll(onlyOne(wouldAct(decision.path("findings")), wouldAct(shadow.path("findings"))));
        Change change = changes.computeIfAbsent(from + " -> " + to, key -> new Change());
        change.decisions++;
        change.accounts.add(decision.path("account").asString(""));
        because.forEach(rule -> change.rules.merge(rule, 1, Integer::sum));
        example(decision, from + " -> " + to, because, shadow.path("findings"));
    }

    /**
     * Counts the effects that shadow rules would have had.
     *
     * @param into by rule
     * @param said the decision, or the candidate's
     * @return the rules that would have acted
     */
    private static Set<String> inShadow(SortedMap<String, ShadowRuleCounts> into, JsonNode decision, JsonNode said) {
        String account = decision.path("account").asString("");
        Set<String> seen = new TreeSet<>();
        Set<String> because = new TreeSet<>();
        for (JsonNode finding : said.path("findings")) {
            String rule = finding.path("rule").asString("");
            String effect = finding.path("effect").asString("");
            if (!finding.path("mode").asString("").equals("shadow")
                    || finding.path("exemption").path("mode").asString("").equals("off")
                    || rule.equals(Finding.FAILURE_RULE)) {
                continue;
            }
            ShadowRuleCounts one = into.computeIfAbsent(rule, key -> new ShadowRuleCounts());
            one.hits += seen.add(rule) ? 1 : 0;
            boolean held = effect.equals("quarantine");
            if ((effect.equals("flag") || held) && seen.add(rule + " flag")) {
                one.flags++;
                one.flagged.add(account);
                because.add(rule);
            }
            if (stronger(effect, said.path("verdict").asString(""))
                    && seen.add(rule + (held ? " quarantine" : " refuse"))) {
                one.quarantines += held ? 1 : 0;
                one.refusals += held ? 0 : 1;
                (held ? one.quarantined : one.refused).add(account);
                because.add(rule);
            }
        }
        return because;
    }

    private void example(JsonNode decision, String change, Set<String> because, JsonNode findings) {
        if (lines != null) {
            var line = JsonMapper.shared().createObjectNode();
            line.put("time", decision.path("time").asString(""));
            line.put("account", decision.path("account").asString(""));
            line.put("reference", decision.path("reference").asString(""));
            line.put("change", change);
            because.forEach(line.putArray("rules")::add);
            lines.println(line);
            return;
        }
        if (examples.size() >= most) {
            return;
        }
        StringBuilder text = new StringBuilder(String.format(
                "  %s  %-28s %s  %s",
                decision.path("time").asString("").replaceFirst("\\..*", "Z"),
                decision.path("account").asString(""),
                decision.path("reference").asString(""),
                change));
        for (JsonNode finding : findings) {
            if (because.contains(finding.path("rule").asString(""))) {
                text.append(System.lineSeparator())
                        .append("      ")
                        .append(finding.path("rule").asString(""))
                        .append(": ")
                        .append(finding.path("reason").asString(""));
            }
        }
        examples.add(text.toString());
    }

    /** The verdict, the flags, and the strongest effect that a shadow rule would have had. */
    private static String state(JsonNode said, JsonNode findings) {
        Set<String> effects = new TreeSet<>(wouldAct(findings).values());
        String shadow = effects.contains("reject")
                ? "reject"
                : effects.contains("defer")
                        ? "defer"
                        : effects.contains("quarantine") ? "quarantine" : effects.contains("flag") ? "flag" : "";
        return said.path("verdict").asString("")
                + (said.path("flags").isEmpty() ? "" : " and flag")
                + (shadow.isEmpty() ? "" : ", in the shadow " + shadow);
    }

    /** Shadow rules that would act, with their effects. */
    private static SortedMap<String, String> wouldAct(JsonNode findings) {
        SortedMap<String, String> rules = new TreeMap<>();
        for (JsonNode finding : findings) {
            String effect = finding.path("effect").asString("");
            if (finding.path("mode").asString("").equals("shadow")
                    && !effect.equals("advise")
                    && !finding.path("rule").asString("").equals(Finding.FAILURE_RULE)) {
                rules.putIfAbsent(finding.path("rule").asString(""), effect);
            }
        }
        return rules;
    }

    private static Set<String> onlyOne(SortedMap<String, String> one, SortedMap<String, String> other) {
        Set<String> rules = new TreeSet<>(one.keySet());
        rules.addAll(other.keySet());
        rules.removeIf(rule -> one.containsKey(rule) && other.containsKey(rule));
        return rules;
    }

    /** Whether a quarantine or a refusal would change the verdict. */
    private static boolean stronger(String effect, String told) {
        return VERDICTS.indexOf(effect) > Math.max(0, VERDICTS.indexOf(told));
    }

    private static String firstDeciding(JsonNode findings) {
        for (JsonNode finding : findings) {
            String effect = finding.path("effect").asString("");
            if (finding.path("mode").asString("").equals("enforce")
                    && (effect.equals("quarantine") || effect.equals("defer") || effect.equals("reject"))) {
                return finding.path("rule").asString("");
            }
        }
        return "";
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new TreeSet<>();
        array.forEach(one -> texts.add(one.asString("")));
        return texts;
    }

    void print(String inForce, int hours, PrintWriter out) {
        out.printf(
                "%s of the last %s.%n", CountPhrase.of(decisions, "decision"), hours == 1 ? "hour" : hours + " hours");
        if (!candidate.isEmpty()) {
            int differ = changes.values().stream()
                    .mapToInt(change -> change.decisions)
                    .sum();
            out.printf(
                    Locale.ROOT,
                    "%nCandidate %s beside %s: asked about %s, %,d would differ.%n",
                    candidate,
                    inForce,
                    CountPhrase.of(asked, "decision"),
                    differ);
            changes.forEach((kind, change) -> out.printf(
                    Locale.ROOT,
                    "  %-36s %,7d %s of %s  %s%n",
                    kind,
                    change.decisions,
                    change.decisions == 1 ? "decision" : "decisions",
                    CountPhrase.of(change.accounts.size(), "account"),
                    counted(change.rules)));
        }
        print("Rules in the shadow of the candidate, if they were enforced:", ofCandidate, out);
        print("Rules in the shadow, if they were enforced:", rules, out);
        if (candidate.isEmpty() && rules.isEmpty()) {
            out.printf(
                    "No candidate is asked, and no rule in the shadow matched. ./sekimori rules publish --shadow asks one.%n");
        }
        if (!examples.isEmpty()) {
            out.printf("%nExamples:%n");
            examples.forEach(out::println);
            out.printf("./sekimori why REFERENCE explains one.%n");
        }
    }

    private static void print(String title, SortedMap<String, ShadowRuleCounts> shadows, PrintWriter out) {
        if (shadows.isEmpty()) {
            return;
        }
        out.printf("%n%s%n", title);
        shadows.forEach((rule, one) -> out.printf(
                Locale.ROOT,
                "  %-36s %,7d %s: would flag %s of %s, refuse %,d of %,d%s%n",
                rule,
                one.hits,
                one.hits == 1 ? "hit" : "hits",
                CountPhrase.of(one.flags, "decision"),
                CountPhrase.of(one.flagged.size(), "account"),
                one.refusals,
                one.refused.size(),
                one.quarantines == 0
                        ? ""
                        : String.format(
                                Locale.ROOT, ", quarantine %,d of %,d", one.quarantines, one.quarantined.size())));
    }

    private static String counted(SortedMap<String, Integer> rules) {
        List<String> words = new ArrayList<>();
        rules.forEach((rule, count) -> words.add(rule + " " + count));
        return String.join(", ", words);
    }
}
