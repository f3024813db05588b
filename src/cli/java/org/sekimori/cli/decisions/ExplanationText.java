package org.sekimori.cli.decisions;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.sekimori.rules.RuleExplanation;
import org.sekimori.server.explain.ExplanationJson;
import org.sekimori.text.CountPhrase;
import org.sekimori.text.EscapedText;
import org.sekimori.text.UtcTimeText;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Formats an explanation: the decision, the deciding rule and its reason; then the evidence. */
public final class ExplanationText {

    private ExplanationText() {}

    /**
     * Formats an explanation for people: the decision, the deciding rule, then the conditions of that rule, of the others that
     * matched, and of those that nearly did.
     *
     * @param why as {@link ExplanationJson} writes it
     * @param all whether to include rules that were far from matching
     */
    static String of(JsonNode why, boolean all) {
        return of(why, all, "");
    }

    /**
     * The same with reasons in another language, as far as the rulebook of the decision has them.
     *
     * @param language such as {@code ja}; empty for English
     */
    static String of(JsonNode explained, boolean all, String language) {
        JsonNode why = language.isEmpty() ? explained : translated(explained, language);
        StringBuilder text = new StringBuilder();
        JsonNode decision = why.path("decision");
        ExplanationSummary verdict = ExplanationSummary.of(decision);
        line(text, 0, verdict.sentence());
        line(text, 2, DecisionLine.of(decision));
        head(text, why);
        JsonNode refusal = decision.path("texts");
        if (refusal.has("customer")) {
            line(text, 2, "the customer reads: " + refusal.path("customer").asString());
        }
        verdict.others().forEach(other -> line(text, 2, other));
        if (why.has("event")) {
            evidence(text, why, verdict, all);
        }
        return text.toString().stripTrailing();
    }

    private static JsonNode translated(JsonNode explained, String language) {
        JsonNode why = explained.deepCopy();
        JsonNode reasons = why.path("reasons").path(language);
        for (JsonNode finding : why.path("decision").path("findings")) {
            String said = finding.path("reason").asString("");
            if (finding instanceof ObjectNode one && reasons.has(said)) {
                one.put("reason", reasons.path(said).asString(said));
            }
        }
        return why;
    }

    private static void head(StringBuilder text, JsonNode why) {
        JsonNode decision = why.path("decision");
        line(
                text,
                2,
                date(decision) + ", decision " + decision.path("id").asString("") + ", event "
                        + decision.path("event_id").asString("") + ", reference "
                        + decision.path("reference").asString("") + ", rulebook "
                        + decision.path("rulebook").asString(""));
        JsonNode event = why.path("event");
        if (event.isMissingNode()) {
            line(text, 2, "The log does not hold this submission any more (entries are kept for 35 days).");
            return;
        }
        line(
                text,
                2,
                "from " + event.path("client_address").asString("an address that was not told") + " (" + where(decision)
                        + "), " + event.path("channel").asString("") + ", "
                        + CountPhrase.of(event.path("recipients").asLong(), "recipient") + ", "
                        + CountPhrase.of(event.path("size").asLong(), "octet"));
        named(text, "on the lists ", event.path("lists"));
        named(text, "labelled before: ", decision.path("labels"));
        if (!why.path("reproduced").asBoolean()) {
            line(
                    text,
                    2,
                    "Decided again it differs from the record: the log may not reach back to the account's "
                            + "beginning, and then the figures below are too low.");
        }
    }

    private static void named(StringBuilder text, String what, JsonNode names) {
        if (!names.isEmpty()) {
            line(text, 2, what + names.valueStream().map(JsonNode::asString).collect(Collectors.joining(", ")));
        }
    }

    private static String date(JsonNode decision) {
        String time = decision.path("time").asString("");
        return time.substring(0, Math.min(10, time.length()));
    }

    private static String where(JsonNode decision) {
        JsonNode origin = decision.path("origin");
        String place = origin.path("country")
                .asString(origin.path("name").asString(origin.path("reason").asString("")));
        String network = origin.path("network").asString("");
        return network.isEmpty() ? place : place + ", network " + network;
    }

    private static void evidence(StringBuilder text, JsonNode why, ExplanationSummary verdict, boolean all) {
        text.append(System.lineSeparator());
        List<RuleExplanation> rules = rules(why.path("rules"));
        List<RuleExplanation> shown = rules.stream()
                .sorted((a, b) -> Integer.compare(rank(b, verdict), rank(a, verdict)))
                .filter(rule -> all || rule.matched() || near(rule))
                .toList();
        shown.forEach(rule -> rule(text, 0, rule, rule.conditions()));
        int hidden = rules.size() - shown.size();
        if (hidden > 0) {
            line(
                    text,
                    0,
                    CountPhrase.of(hidden, "more rule") + " failed in the first condition or in several; --all shows "
                            + (hidden == 1 ? "it." : "them."));
        }
    }

    /** Order: the deciding rule first, then the others that matched. */
    private static int rank(RuleExplanation rule, ExplanationSummary verdict) {
        return (rule.matched() ? 2 : 0) + (rule.rule().equals(verdict.rule()) ? 1 : 0);
    }

    /** All but one condition held, and there is more than one. */
    private static boolean near(RuleExplanation rule) {
        long failed = rule.conditions().stream().filter(c -> !c.held()).count();
        return failed == 1 && rule.conditions().size() > 1;
    }

    private static List<RuleExplanation> rules(JsonNode rules) {
        List<RuleExplanation> read = new ArrayList<>();
        for (JsonNode rule : rules) {
            List<RuleExplanation.Condition> conditions = new ArrayList<>();
            for (JsonNode condition : rule.path("conditions")) {
                conditions.add(new RuleExplanation.Condition(
                        condition.path("text").asString(""),
                        condition.path("held").asBoolean(),
                        condition
                                .path("values")
                                .valueStream()
                                .map(ExplanationText::value)
                                .toList()));
            }
            read.add(new RuleExplanation(
                    rule.path("rule").asString(""),
                    rule.path("name").asString(""),
                    rule.path("matched").asBoolean(),
                    conditions));
        }
        return read;
    }

    private static RuleExplanation.Value value(JsonNode value) {
        return new RuleExplanation.Value(
                value.path("left").asString(""),
                value.path("left_value").asString(""),
                value.path("operator").asString(""),
                value.path("right_value").asString(""),
                value.path("off_by").asString(""));
    }

    /** Formats conditions of a rule, indented by a number of columns. */
    public static void rule(
            StringBuilder text, int indent, RuleExplanation rule, List<RuleExplanation.Condition> conditions) {
        line(text, indent, (rule.matched() ? "MATCHED  " : "no       ") + rule.name());
        for (RuleExplanation.Condition condition : conditions) {
            String values =
                    condition.values().stream().map(ExplanationText::value).collect(Collectors.joining("; "));
            line(
                    text,
                    indent + 4,
                    (condition.held() ? "yes  " : "no   ")
                            + condition.text()
                            + (values.isEmpty() ? "" : "    [" + values + "]"));
        }
    }

    private static String value(RuleExplanation.Value value) {
        return value.leftValue() + " " + value.operator() + " " + value.rightValue()
                + (value.shortBy().isEmpty() ? "" : ", by " + value.shortBy());
    }

    private static void line(StringBuilder text, int indent, String content) {
        text.append(" ".repeat(indent))
                .append(EscapedText.of(UtcTimeText.truncateTimesIn(content)))
                .append(System.lineSeparator());
    }

    /** Capitalises a word. */
    static String capital(String word) {
        return word.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
