package org.sekimori.cli.decisions;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Summary of a decision in one sentence: the deciding rule and its reason.
 *
 * @param sentence such as {@code Rejected (550 5.7.1), decided by overseas-without-grant: from DE, which is not home}
 * @param rule id of the deciding rule; empty without one
 * @param others the other findings, one per line; each rule with each reason once
 */
record ExplanationSummary(String sentence, String rule, List<String> others) {

    ExplanationSummary {
        others = List.copyOf(others);
    }

    /** The summary of a decision on the log. */
    static ExplanationSummary of(JsonNode decision) {
        String told = word(decision, "verdict");
        String would = word(decision, "would");
        List<JsonNode> findings = decision.path("findings").valueStream().toList();
        JsonNode deciding =
                told.equals("accept") && would.isEmpty() ? null : first(findings, ExplanationSummary::decides);
        String sentence;
        if (told.equals("none")) {
            sentence = found(decision, findings);
            deciding = first(findings, ExplanationSummary::flags);
        } else if (told.equals("quarantine")) {
            sentence = "Quarantined: the mail server holds it until it is released or deleted, "
                    + (deciding == null ? "and the record does not say by which rule" : by(deciding));
        } else if (!told.equals("accept")) {
            sentence = ExplanationText.capital(past(told)) + " ("
                    + decision.path("code").asInt() + " "
                    + word(decision, "enhanced_code") + "), "
                    + (deciding == null ? "and the record does not say by which rule" : by(deciding));
        } else if (!would.isEmpty()) {
            sentence =
                    "Accepted, because its domain has no home and is only observed; it would have been " + past(would)
                            + ", " + (deciding == null ? "and the record does not say by which rule" : by(deciding));
        } else {
            sentence = accepted(decision, findings);
            deciding = first(findings, ExplanationSummary::flags);
        }
        return new ExplanationSummary(
                sentence,
                deciding == null ? "" : word(deciding, "rule"),
                others(findings, deciding, word(decision.path("shadow"), "verdict")));
    }

    /** Of an event that nobody waited for an answer to. */
    private static String found(JsonNode decision, List<JsonNode> findings) {
        JsonNode flag = first(findings, ExplanationSummary::flags);
        String event = "Not a submission: rules ran at " + word(decision, "trigger");
        return flag == null
                ? event + ", and none flagged the account"
                : event + ", and the account was flagged by " + word(flag, "rule") + ": " + word(flag, "reason");
    }

    private static String accepted(JsonNode decision, List<JsonNode> findings) {
        String pass = "";
        if (decision.has("grant")) {
            pass = " under grant " + word(decision, "grant");
        } else if (decision.has("home")) {
            pass = " at home in " + word(decision, "home") + ", which is the account's own";
        }
        JsonNode flag = first(findings, ExplanationSummary::flags);
        return flag == null
                ? "Accepted" + pass + ": no rule asked for anything else"
                : "Accepted" + pass + " and flagged by " + word(flag, "rule") + ": " + word(flag, "reason");
    }

    private static List<String> others(List<JsonNode> findings, @Nullable JsonNode deciding, String candidate) {
        List<String> others = new ArrayList<>();
        for (JsonNode finding : findings) {
            String line = line(finding);
            if (finding != deciding && !others.contains(line)) {
                others.add(line);
            }
        }
        if (!candidate.isEmpty()) {
            others.add("the candidate rulebook would have said " + candidate);
        }
        return others;
    }

    private static String line(JsonNode finding) {
        JsonNode exemption = finding.path("exemption");
        String reason = word(exemption, "reason");
        String because = reason.isEmpty() ? "" : " (" + reason + ")";
        if (word(exemption, "mode").equals("off")) {
            return word(finding, "rule") + " matched and was left out: it is off for this account" + because;
        }
        String shadow = exemption.isMissingNode() ? ", in the shadow" : ", in the shadow for this account" + because;
        return word(finding, "rule") + " asks to " + word(finding, "effect") + (acts(finding) ? "" : shadow) + ": "
                + word(finding, "reason");
    }

    private static String by(JsonNode finding) {
        return "decided by " + word(finding, "rule") + ": " + word(finding, "reason");
    }

    private static String past(String verdict) {
        return switch (verdict) {
            case "reject" -> "rejected";
            case "defer" -> "deferred";
            case "quarantine" -> "quarantined";
            default -> verdict;
        };
    }

    private static boolean acts(JsonNode finding) {
        return word(finding, "mode").equals("enforce");
    }

    /** Findings come strongest first. */
    private static boolean decides(JsonNode finding) {
        String effect = word(finding, "effect");
        return acts(finding) && (effect.equals("reject") || effect.equals("defer") || effect.equals("quarantine"));
    }

    private static boolean flags(JsonNode finding) {
        String effect = word(finding, "effect");
        return acts(finding) && (effect.equals("flag") || effect.equals("quarantine"));
    }

    private static @Nullable JsonNode first(List<JsonNode> findings, Predicate<JsonNode> wanted) {
        return findings.stream().filter(wanted).findFirst().orElse(null);
    }

    private static String word(JsonNode node, String name) {
        return node.path(name).asString("");
    }
}
