package org.sekimori.server.explain;

import org.sekimori.mail.MailEvent;
import org.sekimori.rules.RuleExplanation;
import org.sekimori.server.explain.DecisionReplay.ReplayedDecision;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON of an explanation, as in {@code openapi.yaml}. */
public final class ExplanationJson {

    private ExplanationJson() {}

    public static ObjectNode of(ReplayedDecision why) {
        ObjectNode root = JsonMapper.shared().createObjectNode();
        root.set("decision", why.recorded());
        root.put("reproduced", why.same());
        MailEvent event = why.event();
        if (event != null) {
            ObjectNode about = root.putObject("event");
            if (event.clientAddress() != null) {
                about.put("client_address", String.valueOf(event.clientAddress()));
            }
            about.put("channel", event.channel().word());
            about.put("recipients", event.recipientCount());
            about.put("size", event.size());
            if (!event.lists().isEmpty()) {
                ArrayNode lists = about.putArray("lists");
                event.lists().forEach(lists::add);
            }
        }
        if (!why.reasons().isEmpty()) {
            root.set("reasons", JsonMapper.shared().valueToTree(why.reasons()));
        }
        ArrayNode rules = root.putArray("rules");
        why.rules().forEach(rule -> rule(rules.addObject(), rule));
        return root;
    }

    private static void rule(ObjectNode one, RuleExplanation rule) {
        one.put("rule", rule.rule());
        one.put("name", rule.name());
        one.put("matched", rule.matched());
        ArrayNode conditions = one.putArray("conditions");
        for (RuleExplanation.Condition condition : rule.conditions()) {
            ObjectNode c = conditions.addObject();
            c.put("text", condition.text());
            c.put("held", condition.held());
            ArrayNode values = c.putArray("values");
            condition.values().forEach(value -> value(values.addObject(), value));
        }
    }

    private static void value(ObjectNode v, RuleExplanation.Value value) {
        v.put("left", value.left());
        v.put("left_value", value.leftValue());
        v.put("operator", value.operator());
        v.put("right_value", value.rightValue());
        if (!value.shortBy().isEmpty()) {
            v.put("off_by", value.shortBy());
        }
    }
}
