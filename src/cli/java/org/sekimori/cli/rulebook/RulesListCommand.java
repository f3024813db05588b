package org.sekimori.cli.rulebook;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sekimori.cli.support.ApiClient;
import org.sekimori.cli.support.ApiCommand;
import org.sekimori.cli.support.ColumnTable;
import org.sekimori.text.CountPhrase;
import org.sekimori.text.UtcTimeText;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** Lists the rules of the running service with their hits. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = {
            "List the rules in force: mode, version, and in how many decisions each matched, refused and flagged.",
            "Two numbers are of the last hour and of the last 24. A shadow hit never acts."
        },
        footer = {"", "Example:  ./sekimori rules list"})
final class RulesListCommand extends ApiCommand {

    @Override
    public Integer call() {
        JsonNode answer = new ApiClient(service).get("/v1/rulebook");
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(answer);
        } else {
            print(answer, out);
        }
        out.flush();
        return 0;
    }

    /** Prints the active rulebook, as every command does that changes it. */
    static void print(JsonNode answer, PrintWriter out) {
        out.printf("In force   %s%n", line(answer, "since"));
        if (answer.has("candidate")) {
            out.printf(
                    "Candidate  %s  asked beside it; ./sekimori rules diff%n",
                    answer.path("candidate").asString(""));
        }
        JsonNode refused = answer.path("refused");
        if (refused.isObject()) {
            out.printf(
                    "REFUSED    %s  %s%n",
                    UtcTimeText.truncateTimesIn(refused.path("time").asString("")),
                    refused.path("by").asString(""));
            refused.path("problems").forEach(problem -> out.println("             " + ApiClient.problem(problem)));
        }
        out.println();
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {
            "RULE", "MODE", "VERSION", "HITS 1h/24h", "REFUSED 1h/24h", "FLAGGED 1h/24h", "SHADOW HITS 1h/24h", "TAGS"
        });
        List<String> off = new ArrayList<>();
        List<String> exempt = new ArrayList<>();
        for (JsonNode rule : answer.path("rules")) {
            rows.add(row(rule));
            exemptions(rule, exempt);
            if (rule.has("switched_off")) {
                off.add(rule.path("rule").asString("") + " is switched off: "
                        + rule.path("switched_off").asString(""));
            }
        }
        ColumnTable.print(rows, out);
        off.forEach(one -> out.println("\n" + one));
        if (!exempt.isEmpty()) {
            out.println("\nExempt by policy.yml; ./sekimori rules show RULE names them:");
            exempt.forEach(one -> out.println("  " + one));
        }
        if (!answer.path("past").isEmpty()) {
            out.println("\nBefore:");
            for (JsonNode past : answer.path("past")) {
                out.println("  " + line(past, "time"));
            }
        }
    }

    private static void exemptions(JsonNode rule, List<String> into) {
        int some = rule.path("exemptions").asInt(0);
        String all = rule.path("exempt_all").asString("");
        if (some > 0 || !all.isEmpty()) {
            into.add(rule.path("rule").asString("") + ": "
                    + (all.isEmpty() ? "" : all + " for every account" + (some > 0 ? ", " : ""))
                    + (some > 0 ? CountPhrase.of(some, "domain or account", "domains and accounts") : ""));
        }
    }

    private static String[] row(JsonNode rule) {
        String version = rule.path("version").asString("");
        String candidate = rule.path("candidate_version").asString("");
        boolean other = !candidate.isEmpty() && !candidate.equals(version);
        return new String[] {
            rule.path("rule").asString(""),
            rule.has("switched_off") ? "OFF, failed" : rule.path("mode").asString(""),
            other ? version + " -> " + candidate : version,
            counts(rule.path("hits")),
            counts(rule.path("refused")),
            counts(rule.path("flagged")),
            counts(rule.path("shadow_hits")),
            Stream.concat(rule.path("tags").valueStream(), rule.path("attack").valueStream())
                    .map(tag -> tag.asString(""))
                    .collect(Collectors.joining(" "))
        };
    }

    private static String counts(JsonNode counts) {
        long day = counts.path("day").asLong(0);
        return day == 0 ? "-" : counts.path("hour").asLong(0) + " / " + day;
    }

    private static String line(JsonNode one, String time) {
        return one.path("rulebook").asString("") + "  since "
                + UtcTimeText.truncateTimesIn(one.path(time).asString(""))
                + "  by " + one.path("by").asString("");
    }
}
