package org.sekimori.cli.cases;

import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.cli.support.ApiClient;
import org.sekimori.cli.support.ApiCommand;
import org.sekimori.cli.support.ColumnTable;
import org.sekimori.server.UserFacingException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Lists cases. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description =
                "List cases: open ones the most urgent first, others the newest. Closed ones are kept for 90 days,"
                        + " the last 7 of an account.",
        footer = {"", "Example:  ./sekimori case list --open", "          ./sekimori case list --open --mine sato"})
final class CaseListCommand extends ApiCommand {

    @Option(names = "--open", description = "Only those that nobody has judged yet.")
    private boolean open;

    @Option(names = "--state", paramLabel = "S", description = "Only those in this state, such as password-changed.")
    private @Nullable String state;

    @Option(
            names = {"--assignee", "--mine"},
            paramLabel = "NAME",
            arity = "0..1",
            fallbackValue = "",
            description = "Only those that this person follows; without a name, you.")
    private @Nullable String assignee;

    @Option(names = "--sort", paramLabel = "ORDER", description = "priority or newest.")
    private @Nullable String sort;

    @Override
    public Integer call() {
        if (open && state != null) {
            throw new UserFacingException("--open and --state ask for different cases; give one of them");
        }
        String wanted = state != null ? state.replace('-', '_') : open ? "open" : "all";
        String order = sort != null ? sort : wanted.equals("all") || wanted.equals("closed") ? "newest" : "priority";
        String path = "/v1/cases?state=" + encoded(wanted) + "&sort=" + encoded(order);
        if (assignee != null) {
            path += "&assignee=" + encoded(assignee.isEmpty() ? asker() : assignee);
        }
        JsonNode answer = new ApiClient(service).get(path);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(answer);
        } else {
            table(answer, out);
        }
        out.flush();
        return 0;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static void table(JsonNode answer, PrintWriter out) {
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"CASE", "ACCOUNT", "STATE", "PRIORITY", "WHY", "MESSAGES", "OPENED", "ASSIGNEE"});
        JsonNode cases = answer.path("cases");
        for (JsonNode one : cases) {
            rows.add(new String[] {
                one.path("id").asString(""),
                one.path("account").asString(""),
                CaseCommands.state(one),
                one.path("priority").path("level").asString(""),
                why(one),
                one.path("messages_out").asString(""),
                one.path("opened_at").asString(""),
                one.path("assignee").asString("-")
            });
        }
        if (rows.size() == 1) {
            out.println("No cases.");
            return;
        }
        ColumnTable.print(rows, out);
        if (answer.path("total").asInt() > cases.size()) {
            out.println("… and " + (answer.path("total").asInt() - cases.size())
                    + " more; ask for fewer with --state or --assignee, or export all with 'case export'");
        }
    }

    /** The flagging rules, and the weightiest reason. */
    private static String why(JsonNode one) {
        List<String> rules = new ArrayList<>();
        one.path("rules").forEach(rule -> rules.add(rule.path("rule").asString("")));
        String first = one.path("priority").path("because").path(0).asString("");
        return String.join(" ", rules) + (first.isEmpty() || first.equals("closed") ? "" : ": " + first);
    }
}
