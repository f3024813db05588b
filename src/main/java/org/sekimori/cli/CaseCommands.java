package org.sekimori.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.sekimori.cli.GrantCommands.Base;
import org.sekimori.mail.Reference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Cases. */
@Command(
        name = "case",
        mixinStandardHelpOptions = true,
        description = "List suspicions about accounts, look at one, and say what it turned out to be.",
        footer = {"", "Example:  ./sekimori case list --open"},
        subcommands = {CaseCommands.ListAll.class, CaseCommands.Show.class, CaseCommands.Close.class})
final class CaseCommands {

    /** What a case turned out to be, as it is typed: {@code confirmed} or {@code false-positive}. */
    enum Judgement {
        CONFIRMED("confirmed"),
        FALSE_POSITIVE("false-positive");

        private final String typed;

        Judgement(String typed) {
            this.typed = typed;
        }

        String word() {
            return typed.replace('-', '_');
        }

        @Override
        public String toString() {
            return typed;
        }
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "List cases, newest first. Closed ones are kept for 90 days, the last 7 of an account.",
            footer = {"", "Example:  ./sekimori case list --open"})
    static final class ListAll extends Base {

        @Option(names = "--open", description = "Only those that nobody has judged yet.")
        private boolean open;

        @Override
        public Integer call() {
            JsonNode answer = new ApiClient(service).get("/v1/cases?state=" + (open ? "open" : "all"));
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(answer);
            } else {
                table(answer.path("cases"), out);
            }
            out.flush();
            return 0;
        }

        private static void table(JsonNode cases, PrintWriter out) {
            List<String[]> rows = new ArrayList<>();
            rows.add(
                    new String[] {"CASE", "ACCOUNT", "STATE", "SEVERITY", "OPENED", "MESSAGES", "RECIPIENTS", "RULES"});
            for (JsonNode one : cases) {
                List<String> rules = new ArrayList<>();
                one.path("rules").forEach(rule -> rules.add(rule.path("rule").asString("")));
                rows.add(new String[] {
                    one.path("id").asString(""),
                    one.path("account").asString(""),
                    state(one),
                    one.path("severity").asString(""),
                    one.path("opened_at").asString(""),
                    one.path("messages_out").asString(""),
                    one.path("recipients_out").asString(""),
                    String.join(" ", rules)
                });
            }
            if (rows.size() == 1) {
                out.println("No cases.");
            } else {
                GrantCommands.Table.print(rows, out);
            }
        }
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Show a case, or all cases of an account.",
            footer = {"", "Example:  ./sekimori case show K7QX-3M2P", "          ./sekimori case show alice@isp.example"
            })
    static final class Show extends Base {

        @Parameters(paramLabel = "CASE|ACCOUNT")
        @SuppressWarnings("NullAway.Init")
        private String wanted;

        @Override
        public Integer call() {
            ApiClient api = new ApiClient(service);
            JsonNode found = byId(api.get("/v1/cases?state=all").path("cases"));
            if (found.isEmpty()) {
                found = api.get(ApiClient.account(wanted, "/cases")).path("cases");
            }
            if (found.isEmpty()) {
                throw new CommandFailed("there is no case " + wanted + ", and no account of this name has one;"
                        + " ./sekimori case list shows all");
            }
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                ObjectNode answer = ApiClient.JSON.createObjectNode();
                answer.set("cases", found);
                out.println(answer);
            } else {
                found.forEach(one -> print(one, out));
            }
            out.flush();
            return 0;
        }

        private JsonNode byId(JsonNode cases) {
            String code = Reference.readCode(wanted);
            ArrayNode found = ApiClient.JSON.createArrayNode();
            for (JsonNode one : cases) {
                if (one.path("id").asString("").equals(code)) {
                    found.add(one);
                }
            }
            return found;
        }

        private static void print(JsonNode one, PrintWriter out) {
            out.println("case " + one.path("id").asString("") + "  "
                    + one.path("account").asString("") + "  " + state(one) + ", "
                    + one.path("severity").asString(""));
            out.println("  began       " + one.path("since").asString(""));
            out.println("  opened      " + one.path("opened_at").asString(""));
            out.println("  sent        " + one.path("messages_out").asString("") + " messages to "
                    + one.path("recipients_out").asString("") + " recipients");
            for (JsonNode rule : one.path("rules")) {
                out.println("  rule        " + rule.path("rule").asString("") + " v"
                        + rule.path("version").asString("") + ", "
                        + rule.path("hits").asString("") + " hits, "
                        + rule.path("first").asString("") + " to "
                        + rule.path("last").asString(""));
            }
            line(out, "  held        ", one, "held_at", "");
            line(out, "  released    ", one, "released_at", "");
            line(
                    out,
                    "  closed      ",
                    one,
                    "closed_at",
                    " by " + one.path("closed_by").asString(""));
            line(out, "  reason      ", one, "reason", "");
        }

        private static void line(PrintWriter out, String label, JsonNode one, String field, String more) {
            if (one.has(field)) {
                out.println(label + one.path(field).asString("") + more);
            }
        }
    }

    @Command(
            name = "close",
            mixinStandardHelpOptions = true,
            description = "Say what a case turned out to be. A hold stays until it is released.",
            footer = {
                "",
                "Example:  ./sekimori case close K7QX-3M2P --as confirmed --reason 'password was phished' --by sato"
            })
    static final class Close extends Base {

        @Parameters(paramLabel = "CASE")
        @SuppressWarnings("NullAway.Init")
        private String id;

        @Option(names = "--as", paramLabel = "OUTCOME", required = true, description = "${COMPLETION-CANDIDATES}")
        @SuppressWarnings("NullAway.Init")
        private Judgement judgement;

        @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "How it is known.")
        private String reason = "";

        @Override
        public Integer call() {
            ObjectNode body = body();
            body.put("outcome", judgement.word());
            body.put("reason", reason);
            JsonNode answer =
                    new ApiClient(service).call("POST", "/v1/cases/" + ApiClient.part(id) + "/close", body.toString());
            PrintWriter out = spec.commandLine().getOut();
            out.println(
                    json
                            ? answer.toString()
                            : "case " + answer.path("id").asString("") + " of "
                                    + answer.path("account").asString("") + " is closed as " + judgement + ".");
            out.flush();
            return 0;
        }
    }

    /** The state, or for a closed case what it was. */
    private static String state(JsonNode one) {
        return one.has("outcome")
                ? one.path("outcome").asString("").replace('_', '-')
                : one.path("state").asString("");
    }
}
