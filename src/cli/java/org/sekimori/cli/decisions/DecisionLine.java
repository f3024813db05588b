package org.sekimori.cli.decisions;

import java.util.stream.Collectors;
import org.sekimori.mail.Origin;
import org.sekimori.text.UtcTimeText;
import tools.jackson.databind.JsonNode;

/** Formats a decision as one line. */
public final class DecisionLine {

    private DecisionLine() {}

    public static String origin(Origin origin) {
        if (origin instanceof Origin.Country country) {
            return country.country();
        } else if (origin instanceof Origin.Relay relay) {
            return "relay " + relay.name();
        } else if (origin instanceof Origin.Internal internal) {
            return internal.range();
        }
        return "unknown, " + ((Origin.Unknown) origin).reason();
    }

    /** A decision as it is read from the log. */
    static String of(JsonNode decision) {
        return UtcTimeText.truncateTimesIn(decision.path("time").asString()) + "  " + rest(decision);
    }

    /** The same without its time. */
    public static String rest(JsonNode decision) {
        JsonNode origin = decision.path("origin");
        String where = origin.path("country")
                .asString(origin.path("name").asString(origin.path("reason").asString("")));
        String verdict = decision.path("verdict").asString();
        String line = String.format(
                "%-10s  %-28s  %-10s", verdict, decision.path("account").asString(), where);
        if (decision.has("grant")) {
            line += "  under grant " + decision.path("grant").asString();
        }
        if (decision.has("home")) {
            line += "  at home in " + decision.path("home").asString();
        }
        String rule = "";
        if (!verdict.equals("accept")) {
            rule = decision.path("findings").path(0).path("rule").asString("");
            line += "  " + decision.path("reference").asString() + "  " + rule;
        }
        String flags =
                decision.path("flags").valueStream().map(JsonNode::asString).collect(Collectors.joining(", "));
        if (!flags.isEmpty()) {
            line += flags.equals(rule) ? ", flagged" : "  flagged by " + flags;
        }
        return line.stripTrailing();
    }
}
