package org.sekimori.web.decision;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sekimori.text.UtcTimeText;
import tools.jackson.databind.JsonNode;

/**
 * An explanation, read for a template from the JSON of the API.
 *
 * @param verdict the word, such as {@code reject}
 * @param reply code and enhanced code of the refusal; empty if it was none
 * @param customer text for the customer; empty unless it was refused
 * @param reproduced whether it was decided again alike
 * @param where country, network and provider of the client; those that are known
 * @param event what is known of the submission; empty if the log does not hold it any more
 * @param findings what rules said
 * @param figures of the account at that time
 * @param rules each rule with its conditions: those that matched, then those that failed in one of several
 * @param others rules that were far from matching
 */
record ExplainedDecision(
        String id,
        String reference,
        String time,
        String account,
        String verdict,
        @Nullable String would,
        String reply,
        String customer,
        String rulebook,
        boolean reproduced,
        Map<String, String> where,
        Map<String, String> event,
        List<Finding> findings,
        Map<String, String> figures,
        List<Rule> rules,
        List<Rule> others) {

    /** What a rule said; the reason is in the reader's language if the rulebook has it. */
    record Finding(String rule, String mode, String severity, String effect, String reason, List<String> techniques) {}

    /** A rule and its conditions. */
    record Rule(String rule, String name, boolean matched, List<Condition> conditions) {}

    /**
     * A condition.
     *
     * @param values what it compared, such as {@code 3 >= 10, short by 7}
     */
    record Condition(String text, boolean held, List<String> values) {}

    static ExplainedDecision of(JsonNode why, String language) {
        JsonNode decision = why.path("decision");
        List<Rule> near = new ArrayList<>();
        List<Rule> far = new ArrayList<>();
        for (JsonNode one : why.path("rules")) {
            Rule rule = rule(one);
            long failed = rule.conditions().stream().filter(c -> !c.held()).count();
            if (rule.matched()) {
                near.add(0, rule);
            } else if (failed == 1 && rule.conditions().size() > 1) {
                near.add(rule);
            } else {
                far.add(rule);
            }
        }
        return new ExplainedDecision(
                text(decision, "id"),
                text(decision, "reference"),
                text(decision, "time"),
                text(decision, "account"),
                text(decision, "verdict"),
                decision.has("would") ? text(decision, "would") : null,
                decision.has("code") ? text(decision, "code") + " " + text(decision, "enhanced_code") : "",
                text(decision.path("texts"), "customer"),
                text(decision, "rulebook"),
                why.path("reproduced").asBoolean(false),
                fields(decision.path("origin"), "country", "name", "reason", "network", "asn", "organisation"),
                fields(why.path("event"), "client_address", "channel", "recipients", "size"),
                findings(decision.path("findings"), why.path("reasons").path(language)),
                numbers(decision.path("figures")),
                near,
                far);
    }

    private static List<Finding> findings(JsonNode findings, JsonNode translated) {
        List<Finding> all = new ArrayList<>();
        for (JsonNode one : findings) {
            String reason = text(one, "reason");
            List<String> techniques = new ArrayList<>();
            one.path("attack").forEach(id -> techniques.add(id.asString("")));
            all.add(new Finding(
                    text(one, "rule"),
                    text(one, "mode"),
                    text(one, "severity"),
                    text(one, "effect"),
                    UtcTimeText.truncateTimesIn(translated.path(reason).asString(reason)),
                    techniques));
        }
        return all;
    }

    private static Rule rule(JsonNode one) {
        List<Condition> conditions = new ArrayList<>();
        for (JsonNode condition : one.path("conditions")) {
            List<String> values = new ArrayList<>();
            condition
                    .path("values")
                    .forEach(value -> values.add(text(value, "left_value") + " " + text(value, "operator") + " "
                            + text(value, "right_value")
                            + (value.has("off_by") ? " (" + text(value, "off_by") + ")" : "")));
            conditions.add(new Condition(
                    text(condition, "text"), condition.path("held").asBoolean(false), values));
        }
        return new Rule(
                text(one, "rule"), text(one, "name"), one.path("matched").asBoolean(false), conditions);
    }

    private static Map<String, String> fields(JsonNode node, String... names) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String name : names) {
            if (node.has(name)) {
                fields.put(name, text(node, name));
            }
        }
        return fields;
    }

    private static Map<String, String> numbers(JsonNode node) {
        Map<String, String> numbers = new LinkedHashMap<>();
        node.properties()
                .forEach(entry -> numbers.put(entry.getKey(), entry.getValue().asString("")));
        return numbers;
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }
}
