package org.sekimori.cli.cases;

import java.util.ArrayList;
import java.util.List;
import org.sekimori.text.CountPhrase;
import org.sekimori.text.EscapedText;
import org.sekimori.text.UtcTimeText;
import tools.jackson.databind.JsonNode;

/** Formats a case for analysts. Invisible characters in untrusted text are escaped. */
public final class CaseDetailsText {

    private static final int MOST_SHOWN = 500;

    private final StringBuilder text = new StringBuilder();
    private final JsonNode one;

    private CaseDetailsText(JsonNode one) {
        this.one = one;
    }

    /** One case, as the API shows it, with its history. */
    public static String of(JsonNode one) {
        return new CaseDetailsText(one).all();
    }

    private String all() {
        text.append("case ")
                .append(at("id"))
                .append("  ")
                .append(at("account"))
                .append("  ")
                .append(CaseCommands.state(one))
                .append(", ")
                .append(at("severity"))
                .append(", version ")
                .append(at("version"))
                .append('\n');
        List<String> because = new ArrayList<>();
        one.path("priority").path("because").forEach(why -> because.add(why.asString("")));
        line("priority", one.path("priority").path("level").asString("") + ": " + String.join("; ", because));
        line("assignee", one.path("assignee").asString("nobody"));
        line("reference", at("reference"));
        line("began", at("since"));
        line("opened", at("opened_at"));
        line(
                "reopened",
                one.path("reopened").asInt() == 0
                        ? ""
                        : CountPhrase.of(one.path("reopened").asLong(), "time"));
        line(
                "sent",
                CountPhrase.of(one.path("messages_out").asLong(), "message") + " to "
                        + CountPhrase.of(one.path("recipients_out").asLong(), "recipient"));
        line(
                "quarantine",
                one.path("quarantined").asLong() == 0
                        ? ""
                        : CountPhrase.of(one.path("quarantined").asLong(), "message waits", "messages wait")
                                + "; release with case queue " + at("id") + " --release | postsuper -H -");
        for (JsonNode rule : one.path("rules")) {
            line(
                    "rule",
                    rule.path("rule").asString("") + " v" + rule.path("version").asString("") + ", "
                            + CountPhrase.of(rule.path("hits").asLong(), "hit") + ", "
                            + rule.path("first").asString("") + " to "
                            + rule.path("last").asString(""));
        }
        line("notified", at("notified_at"));
        hold();
        line("watched", one.path("state").asString("").equals("released") ? "until " + at("watch_until") : "");
        line("closed", one.has("closed_at") ? at("closed_at") + " by " + at("closed_by") : "");
        line("reason", at("reason"));
        checklist();
        history();
        return UtcTimeText.truncateTimesIn(text.toString());
    }

    private void hold() {
        JsonNode hold = one.path("hold");
        if (!hold.isMissingNode()) {
            line(
                    "on hold",
                    "since " + hold.path("since").asString("") + ", until "
                            + hold.path("until").asString("it is released") + ", by "
                            + hold.path("by").asString(""));
        }
    }

    private void checklist() {
        text.append("  before the release\n");
        for (JsonNode step : one.path("checklist").path("steps")) {
            text.append(step.has("done_at") ? "    [x] " : "    [ ] ")
                    .append(step.path("title").asString(""));
            if (step.has("done_at")) {
                text.append("  ").append(step.path("done_at").asString(""));
            }
            if (step.has("to_do")) {
                text.append("  <- ").append(step.path("to_do").asString(""));
            }
            text.append('\n');
        }
        JsonNode release = one.path("checklist").path("release");
        if (release.has("why_not") && !one.has("outcome")) {
            text.append("    ").append(release.path("why_not").asString("")).append('\n');
        }
    }

    private void history() {
        text.append("  history\n");
        for (JsonNode step : one.path("history")) {
            String words = step.path("text").asString("");
            text.append("    ")
                    .append(step.path("time").asString(""))
                    .append("  ")
                    .append(step.path("what").asString(""))
                    .append("  ")
                    .append(EscapedText.of(step.path("by").asString(""), MOST_SHOWN))
                    .append(words.isEmpty() ? "" : ": " + EscapedText.of(words, MOST_SHOWN))
                    .append('\n');
        }
    }

    private String at(String field) {
        return one.path(field).asString("");
    }

    private void line(String label, String value) {
        if (!value.isEmpty()) {
            text.append(String.format("  %-11s %s%n", label, EscapedText.of(value, MOST_SHOWN)));
        }
    }
}
