package org.sekimori.cli.cases;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sekimori.cli.support.ApiClient;
import org.sekimori.cli.support.ApiCommand;
import org.sekimori.cli.support.ColumnTable;
import org.sekimori.text.CountPhrase;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** Shows the precision of rules. */
@Command(
        name = "precision",
        mixinStandardHelpOptions = true,
        description = "How often each rule was right, by the verdicts upon the cases of the last 90 days.",
        footer = {"", "Example:  ./sekimori case precision", "A rule that is wrong too often is marked with an !."})
final class CasePrecisionCommand extends ApiCommand {

    @Override
    public Integer call() {
        JsonNode answer = new ApiClient(service).get("/v1/rules/precision");
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(answer);
        } else {
            table(answer, out);
        }
        out.flush();
        return 0;
    }

    private static void table(JsonNode answer, PrintWriter out) {
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"", "RULE", "PRECISION", "CONFIRMED", "FALSE POSITIVES", "OPEN"});
        boolean below = false;
        for (JsonNode one : answer.path("rules")) {
            boolean marked = one.path("below").asBoolean(false);
            below |= marked;
            rows.add(new String[] {
                marked ? "!" : "",
                one.path("rule").asString(""),
                one.path("precision").isNumber() ? percent(one.path("precision").asDouble()) : "-",
                one.path("confirmed").asString(""),
                one.path("false_positives").asString(""),
                one.path("open").asString("")
            });
        }
        if (rows.size() == 1) {
            out.println("No cases.");
            return;
        }
        ColumnTable.print(rows, out);
        if (below) {
            out.println("! fewer than " + percent(answer.path("least").asDouble()) + " were confirmed, of at least "
                    + CountPhrase.of(answer.path("cases").asInt(), "judged case"));
        }
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }
}
