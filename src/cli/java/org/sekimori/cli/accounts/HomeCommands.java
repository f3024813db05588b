package org.sekimori.cli.accounts;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sekimori.cli.support.ApiClient;
import org.sekimori.cli.support.ApiCommand;
import org.sekimori.cli.support.ColumnTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Own homes of accounts. */
@Command(
        name = "home",
        mixinStandardHelpOptions = true,
        description = "Say where one account is at home beside its domain's countries, for good.",
        footer = {"", "Example:  ./sekimori home set alice@isp.example --country DE,AT --reason 'lives in Vienna'"},
        subcommands = {
            HomeCommands.Put.class,
            HomeCommands.Clear.class,
            HomeCommands.ListAll.class,
            HomeCommands.Show.class
        })
public final class HomeCommands {

    @Command(
            name = "set",
            mixinStandardHelpOptions = true,
            description = "Give an account a home of its own, in the place of the one that it has.",
            footer = {
                "",
                "Example:  ./sekimori home set alice@isp.example --country DE,AT --reason 'lives in Vienna'",
                "          ./sekimori home set bob@isp.example --network 2001:db8::/32 --reason 'Starlink in Nagano'",
                "It stays until it is cleared; on the day of the review it comes first in the list."
            })
    static final class Put extends ApiCommand {

        @Parameters(paramLabel = "ACCOUNT")
        @SuppressWarnings("NullAway.Init")
        private String account;

        @Option(names = "--country", split = ",", paramLabel = "CC", description = "Countries, such as DE; at most 10.")
        private List<String> countries = new ArrayList<>();

        @Option(
                names = "--network",
                split = ",",
                paramLabel = "CIDR",
                description = "Networks that the GeoIP database has elsewhere; at least /16 or, of IPv6, /24.")
        private List<String> networks = new ArrayList<>();

        @Option(names = "--review", paramLabel = "DAY", description = "When to look at it again. Default: in a year.")
        private @Nullable String review;

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why, for the audit trail.")
        private String reason = "";

        @Override
        public Integer call() {
            ObjectNode body = body();
            countries.forEach(body.putArray("countries")::add);
            if (!networks.isEmpty()) {
                networks.forEach(body.putArray("networks")::add);
            }
            if (review != null) {
                body.put("review", review);
            }
            body.put("reason", reason);
            JsonNode answer = new ApiClient(service).call("PUT", ApiClient.account(account, "/home"), body.toString());
            return shown(this, answer);
        }
    }

    @Command(
            name = "clear",
            mixinStandardHelpOptions = true,
            description = "Take the home of its own away: the account is at home where its domain is.",
            footer = {"", "Example:  ./sekimori home clear alice@isp.example --reason 'moved back'"})
    static final class Clear extends ApiCommand {

        @Parameters(paramLabel = "ACCOUNT")
        @SuppressWarnings("NullAway.Init")
        private String account;

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why, for the audit trail.")
        private String reason = "";

        @Override
        public Integer call() {
            String path = ApiClient.account(account, "/home") + "&by=" + ApiClient.part(asker()) + "&reason="
                    + ApiClient.part(reason);
            return shown(this, new ApiClient(service).call("DELETE", path, ""));
        }
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "List the accounts that have a home of their own; those to be looked at again come first.",
            footer = {"", "Example:  ./sekimori home list --due", "Homes in rules/policy.yml stand there."})
    static final class ListAll extends ApiCommand {

        @Option(names = "--due", description = "Only those whose day of review has come.")
        private boolean due;

        @Override
        public Integer call() {
            JsonNode answer = new ApiClient(service).get("/v1/homes?due=" + due);
            return json
                    ? shown(this, answer)
                    : table(this, answer.path("homes"), due ? "No home is to be looked at." : "No account has one.");
        }
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Show the home that an account has of its own.",
            footer = {"", "Example:  ./sekimori home show alice@isp.example"})
    static final class Show extends ApiCommand {

        @Parameters(paramLabel = "ACCOUNT")
        @SuppressWarnings("NullAway.Init")
        private String account;

        @Override
        public Integer call() {
            JsonNode answer = new ApiClient(service).get(ApiClient.account(account, "/home"));
            return json || !answer.path("set").asBoolean(false)
                    ? shown(this, answer)
                    : table(this, JsonMapper.shared().createArrayNode().add(answer), "");
        }
    }

    private static int shown(ApiCommand command, JsonNode answer) {
        PrintWriter out = command.spec.commandLine().getOut();
        String account = answer.path("account").asString("");
        if (command.json) {
            out.println(answer);
        } else {
            out.println(
                    answer.path("set").asBoolean(false)
                            ? account + " is at home in " + places(answer) + " too."
                            : account + " has no home of its own.");
        }
        out.flush();
        return 0;
    }

    private static String places(JsonNode answer) {
        return Stream.concat(
                        answer.path("countries").valueStream(),
                        answer.path("networks").valueStream())
                .map(JsonNode::asString)
                .collect(Collectors.joining(" "));
    }

    private static int table(ApiCommand command, JsonNode homes, String none) {
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"ACCOUNT", "HOME", "REVIEW", "SINCE", "BY", "REASON"});
        for (JsonNode one : homes) {
            rows.add(new String[] {
                one.path("account").asString(""),
                places(one),
                one.path("review").asString("") + (one.path("due").asBoolean(false) ? " due" : ""),
                one.path("since").asString(""),
                one.path("by").asString(""),
                one.path("reason").asString("")
            });
        }
        PrintWriter out = command.spec.commandLine().getOut();
        if (rows.size() == 1) {
            out.println(none);
        } else {
            ColumnTable.print(rows, out);
        }
        out.flush();
        return 0;
    }
}
