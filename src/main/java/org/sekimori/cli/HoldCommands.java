package org.sekimori.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.cli.GrantCommands.Base;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Holds. */
@Command(
        name = "hold",
        mixinStandardHelpOptions = true,
        description = "Close submission for an account, and open it again.",
        footer = {"", "Example:  ./sekimori hold set alice@isp.example --reason 'phishing report'"},
        subcommands = {HoldCommands.Place.class, HoldCommands.Release.class, HoldCommands.ListAll.class})
final class HoldCommands {

    /** What every command about holds has. */
    abstract static class OneAccount extends Base {

        @Parameters(paramLabel = "ACCOUNT")
        @SuppressWarnings("NullAway.Init")
        String account;

        @Option(names = "--reason", paramLabel = "TEXT", description = "For the audit trail; never shown to customers.")
        String reason = "";

        int shown(JsonNode answer) {
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(answer);
            } else {
                out.println(
                        answer.path("held").asBoolean(false)
                                ? answer.path("account").asString() + " is on hold: it receives mail and cannot submit."
                                : answer.path("account").asString() + " is not on hold.");
            }
            out.flush();
            return 0;
        }
    }

    @Command(
            name = "set",
            mixinStandardHelpOptions = true,
            description = "Close submission; receiving and reading mail are not touched.",
            footer = {"", "Example:  ./sekimori hold set alice@isp.example --reason 'phishing report'"})
    static final class Place extends OneAccount {
        @Override
        public Integer call() {
            ObjectNode body = body();
            body.put("reason", reason);
            return shown(new ApiClient(service).call("PUT", ApiClient.account(account, "/hold"), body.toString()));
        }
    }

    @Command(
            name = "release",
            mixinStandardHelpOptions = true,
            description = "Open submission again.",
            footer = {"", "Example:  ./sekimori hold release alice@isp.example --reason 'password changed'"})
    static final class Release extends OneAccount {
        @Override
        public Integer call() {
            String path = ApiClient.account(account, "/hold") + query("reason", reason);
            return shown(new ApiClient(service).call("DELETE", path, ""));
        }
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "List the accounts on hold.",
            footer = {"", "Example:  ./sekimori hold list"})
    static final class ListAll extends Base {

        @Parameters(arity = "0..1", paramLabel = "ACCOUNT")
        private @Nullable String account;

        @Override
        public Integer call() {
            ApiClient api = new ApiClient(service);
            JsonNode answer = account == null ? api.get("/v1/holds") : api.get(ApiClient.account(account, "/hold"));
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
            JsonNode holds = answer.has("holds")
                    ? answer.get("holds")
                    : ApiClient.JSON.createArrayNode().add(answer);
            List<String[]> rows = new ArrayList<>();
            rows.add(new String[] {"ACCOUNT", "SINCE", "BY", "REASON"});
            for (JsonNode one : holds) {
                if (one.path("held").asBoolean(false)) {
                    rows.add(new String[] {
                        one.path("account").asString(""),
                        one.path("since").asString(""),
                        one.path("by").asString(""),
                        one.path("reason").asString("")
                    });
                }
            }
            if (rows.size() == 1) {
                out.println("No account is on hold.");
            } else {
                GrantCommands.Table.print(rows, out);
            }
        }
    }
}
