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
                told.equals("accept") && would.isEmpty() ? null : first(findings, ExplanationSummary::refuses);
        String sentence;
        if (!told.equals("accept")) {
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
            String line = word(finding, "rule") + " asks to " + word(finding, "effect")
                    + (acts(finding) ? "" : ", in the shadow") + ": " + word(finding, "reason");
            if (finding != deciding && !others.contains(line)) {
                others.add(line);
            }
        }
        if (!candidate.isEmpty()) {
            others.add("the candidate rulebook would have said " + candidate);
        }
        return others;
    }

    private static String by(JsonNode finding) {
        return "decided by " + word(finding, "rule") + ": " + word(finding, "reason");
    }

    private static String past(String verdict) {
        return switch (verdict) {
            case "reject" -> "rejected";
            case "defer" -> "deferred";
            default -> verdict;
        };
    }

    private static boolean acts(JsonNode finding) {
        return word(finding, "mode").equals("enforce");
    }

    private static boolean refuses(JsonNode finding) {
        String effect = word(finding, "effect");
        return acts(finding) && (effect.equals("reject") || effect.equals("defer"));
    }

    private static boolean flags(JsonNode finding) {
        return acts(finding) && word(finding, "effect").equals("flag");
    }

    private static @Nullable JsonNode first(List<JsonNode> findings, Predicate<JsonNode> wanted) {
        return findings.stream().filter(wanted).findFirst().orElse(null);
    }

    private static String word(JsonNode node, String name) {
        return node.path(name).asString("");
    }
}
