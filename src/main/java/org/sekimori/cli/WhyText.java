package org.sekimori.cli;

import java.util.List;
import java.util.stream.Collectors;
import org.sekimori.cli.DecisionReplay.Why;
import org.sekimori.mail.Counted;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.PeopleTime;
import org.sekimori.mail.Visible;
import org.sekimori.rules.Explanation;
import tools.jackson.databind.JsonNode;

/** Puts an explanation into words. */
final class WhyText {

    private WhyText() {}

    /** For people: the decision, then the rules that matched, then those that came near (all of them if asked). */
    static String of(Why why, boolean all) {
        StringBuilder text = new StringBuilder();
        JsonNode decision = why.recorded();
        line(text, 0, DecisionLine.of(decision));
        line(
                text,
                2,
                "decision "
                        + decision.path("id").asString() + ", event "
                        + decision.path("event_id").asString() + ", rulebook "
                        + decision.path("rulebook").asString());
        MailEvent event = why.event();
        if (event == null) {
            line(text, 2, "The log does not hold this submission any more (entries are kept for 35 days).");
            decision.path("findings").forEach(finding -> line(text, 2, finding.toString()));
            return text.toString().stripTrailing();
        }
        line(
                text,
                2,
                "from " + event.clientAddress() + " (" + DecisionLine.origin(event.origin()) + ", network "
                        + event.origin().network() + "), " + event.channel().word() + ", "
                        + Counted.of(event.recipientCount(), "recipient") + ", " + Counted.of(event.size(), "octet"));
        if (!why.same()) {
            line(
                    text,
                    2,
                    "Decided again it differs from the record: the log may not reach back to the account's "
                            + "beginning, and then the figures below are too low.");
        }
        JsonNode refusal = decision.path("texts");
        if (refusal.has("customer")) {
            line(text, 2, "the customer reads: " + refusal.path("customer").asString());
        }
        decision.path("findings")
                .forEach(finding -> line(
                        text,
                        2,
                        finding.path("rule").asString("") + " asks to "
                                + finding.path("effect").asString("") + " ("
                                + finding.path("mode").asString("") + "): "
                                + finding.path("reason").asString("")));
        text.append(System.lineSeparator());
        List<Explanation> shown = why.rules().stream()
                .sorted((a, b) -> Boolean.compare(b.matched(), a.matched()))
                .filter(rule -> all || rule.matched() || near(rule))
                .toList();
        shown.forEach(rule -> rule(text, rule));
        int hidden = why.rules().size() - shown.size();
        if (hidden > 0) {
            line(
                    text,
                    0,
                    Counted.of(hidden, "more rule") + " failed in the first condition or in several; --all shows "
                            + (hidden == 1 ? "it." : "them."));
        }
        return text.toString().stripTrailing();
    }

    /** All but one condition held, and there is more than one. */
    private static boolean near(Explanation rule) {
        long failed = rule.conditions().stream().filter(c -> !c.held()).count();
        return failed == 1 && rule.conditions().size() > 1;
    }

    private static void rule(StringBuilder text, Explanation rule) {
        rule(text, 0, rule, rule.conditions());
    }

    /** Some conditions of a rule, so many columns further to the right. */
    static void rule(StringBuilder text, int indent, Explanation rule, List<Explanation.Condition> conditions) {
        line(text, indent, (rule.matched() ? "MATCHED  " : "no       ") + rule.name());
        for (Explanation.Condition condition : conditions) {
            String values = condition.values().stream().map(WhyText::value).collect(Collectors.joining("; "));
            line(
                    text,
                    indent + 4,
                    (condition.held() ? "yes  " : "no   ")
                            + condition.text()
                            + (values.isEmpty() ? "" : "    [" + values + "]"));
        }
    }

    private static String value(Explanation.Value value) {
        return value.leftValue() + " " + value.operator() + " " + value.rightValue()
                + (value.shortBy().isEmpty() ? "" : ", by " + value.shortBy());
    }

    private static void line(StringBuilder text, int indent, String content) {
        text.append(" ".repeat(indent))
                .append(Visible.of(PeopleTime.in(content)))
                .append(System.lineSeparator());
    }

    /** For machines. */
    static String json(Why why) {
        var root = ApiClient.JSON.createObjectNode();
        root.set("decision", why.recorded());
        root.put("reproduced", why.same());
        var rules = root.putArray("rules");
        for (Explanation rule : why.rules()) {
            var one = rules.addObject();
            one.put("rule", rule.rule());
            one.put("name", rule.name());
            one.put("matched", rule.matched());
            var conditions = one.putArray("conditions");
            for (Explanation.Condition condition : rule.conditions()) {
                var c = conditions.addObject();
                c.put("text", condition.text());
                c.put("held", condition.held());
                var values = c.putArray("values");
                for (Explanation.Value value : condition.values()) {
                    var v = values.addObject();
                    v.put("left", value.left());
                    v.put("left_value", value.leftValue());
                    v.put("operator", value.operator());
                    v.put("right_value", value.rightValue());
                    if (!value.shortBy().isEmpty()) {
                        v.put("off_by", value.shortBy());
                    }
                }
            }
        }
        return root.toString();
    }
}
