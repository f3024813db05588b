package org.sekimori.cli;

import org.sekimori.cli.DecisionReplay.Why;
import org.sekimori.mail.MailEvent;
import org.sekimori.rules.Explanation;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An explanation as JSON, as {@code openapi.yaml} has it. */
final class WhyJson {

    private WhyJson() {}

    static ObjectNode of(Why why) {
        ObjectNode root = ApiClient.JSON.createObjectNode();
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
        }
        ArrayNode rules = root.putArray("rules");
        why.rules().forEach(rule -> rule(rules.addObject(), rule));
        return root;
    }

    private static void rule(ObjectNode one, Explanation rule) {
        one.put("rule", rule.rule());
        one.put("name", rule.name());
        one.put("matched", rule.matched());
        ArrayNode conditions = one.putArray("conditions");
        for (Explanation.Condition condition : rule.conditions()) {
            ObjectNode c = conditions.addObject();
            c.put("text", condition.text());
            c.put("held", condition.held());
            ArrayNode values = c.putArray("values");
            condition.values().forEach(value -> value(values.addObject(), value));
        }
    }

    private static void value(ObjectNode v, Explanation.Value value) {
        v.put("left", value.left());
        v.put("left_value", value.leftValue());
        v.put("operator", value.operator());
        v.put("right_value", value.rightValue());
        if (!value.shortBy().isEmpty()) {
            v.put("off_by", value.shortBy());
        }
    }
}
