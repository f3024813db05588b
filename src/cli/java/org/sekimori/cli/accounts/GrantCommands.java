package org.sekimori.cli.accounts;

import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sekimori.cli.support.ApiClient;
import org.sekimori.cli.support.ServiceOptions;
import org.sekimori.text.CountPhrase;
import org.sekimori.text.EscapedText;
import org.sekimori.text.UtcTimeText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Travel grants. */
@Command(
        name = "grant",
        mixinStandardHelpOptions = true,
        description = "Open, extend, revoke and list travel grants.",
        footer = {"", "Example:  ./sekimori grant open alice@isp.example --country DE,FR"},
        subcommands = {
            GrantCommands.Open.class,
            GrantCommands.Extend.class,
            GrantCommands.Revoke.class,
            GrantCommands.ListAll.class
        })
public final class GrantCommands {

    /** Common part of the grant commands. */
    public abstract static class ApiCommand implements Callable<Integer> {

        @Spec
        @SuppressWarnings("NullAway.Init")
        public CommandSpec spec;

        @Mixin
        public final ServiceOptions service = new ServiceOptions();

        @Option(names = "--json", description = "Print the answer as JSON.")
        public boolean json;

        @Option(names = "--by", paramLabel = "NAME", description = "Who asks, for the audit trail.")
        @Nullable
        String by;

        public ObjectNode body() {
            ObjectNode body = ApiClient.JSON.createObjectNode();
            body.put("by", asker());
            return body;
        }

        /** Query parameters: the user, and one more value if it has a name, for requests without a body. */
        public String query(String name, String value) {
            String query = "?by=" + URLEncoder.encode(asker(), StandardCharsets.UTF_8);
            return name.isEmpty() ? query : query + "&" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
        }

        public String asker() {
            return by == null ? System.getProperty("user.name", "unknown") : by;
        }

        int show(JsonNode answer) {
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(answer);
            } else {
                ColumnTable.grants(answer, out);
            }
            out.flush();
            return 0;
        }
    }

    @Command(
            name = "open",
            mixinStandardHelpOptions = true,
            description = "Let an account submit from abroad, for a week unless told otherwise.",
            footer = {"", "Example:  ./sekimori grant open alice@isp.example --country DE,FR --reason 'fair in Hanover'"
            })
    static final class Open extends ApiCommand {

        @Parameters(paramLabel = "ACCOUNT")
        @SuppressWarnings("NullAway.Init")
        private String account;

        @Option(
                names = "--country",
                split = ",",
                paramLabel = "CC",
                description = "Countries, such as DE. Default: all.")
        private List<String> countries = new ArrayList<>();

        @Option(
                names = "--from",
                paramLabel = "TIME",
                description = "Begin, such as 2026-06-01T00:00:00Z. Default: now.")
        private @Nullable String from;

        @Option(names = "--until", paramLabel = "TIME", description = "End. Default: a week after the beginning.")
        private @Nullable String until;

        @Option(names = "--reason", paramLabel = "TEXT")
        private String reason = "";

        @Override
        public Integer call() {
            ObjectNode body = body();
            countries.forEach(body.putArray("countries")::add);
            body.put("reason", reason);
            if (from != null) {
                body.put("from", from);
            }
            if (until != null) {
                body.put("until", until);
            }
            return show(new ApiClient(service).call("POST", ApiClient.account(account, "/grants"), body.toString()));
        }
    }

    @Command(
            name = "extend",
            mixinStandardHelpOptions = true,
            description = "Move the end of a grant to a week from now.",
            footer = {"", "Example:  ./sekimori grant extend alice@isp.example"})
    static final class Extend extends ApiCommand {

        @Parameters(index = "0", paramLabel = "ACCOUNT")
        @SuppressWarnings("NullAway.Init")
        private String account;

        @Parameters(index = "1", arity = "0..1", paramLabel = "GRANT", description = "Default: the one that ends last.")
        private @Nullable String grant;

        @Override
        public Integer call() {
            String path = grant == null ? "/grants/extension" : "/grants/" + ApiClient.part(grant) + "/extension";
            return show(new ApiClient(service).call("POST", ApiClient.account(account, path), body().toString()));
        }
    }

    @Command(
            name = "revoke",
            mixinStandardHelpOptions = true,
            description = "Take a grant back at once.",
            footer = {"", "Example:  ./sekimori grant revoke alice@isp.example K7QX-3M2P"})
    static final class Revoke extends ApiCommand {

        @Parameters(index = "0", paramLabel = "ACCOUNT")
        @SuppressWarnings("NullAway.Init")
        private String account;

        @Parameters(index = "1", arity = "0..1", paramLabel = "GRANT", description = "Default: all of the account's.")
        private @Nullable String grant;

        @Override
        public Integer call() {
            String path = grant == null ? "/grants" : "/grants/" + ApiClient.part(grant);
            return show(new ApiClient(service)
                    .call("DELETE", ApiClient.account(account, path) + "&by=" + ApiClient.part(asker()), ""));
        }
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "List grants, of one account or of all.",
            footer = {"", "Example:  ./sekimori grant list --active"})
    static final class ListAll extends ApiCommand {

        @Parameters(arity = "0..1", paramLabel = "ACCOUNT")
        private @Nullable String account;

        @Option(names = "--active", description = "Only those in force now.")
        private boolean active;

        @Override
        public Integer call() {
            ApiClient api = new ApiClient(service);
            return show(
                    account == null
                            ? api.get("/v1/grants?active=" + active)
                            : api.get(ApiClient.account(account, "/grants")));
        }
    }

    /** Tables for people. */
    public static final class ColumnTable {

        private ColumnTable() {}

        static void grants(JsonNode answer, PrintWriter out) {
            List<String[]> rows = new ArrayList<>();
            rows.add(new String[] {"ACCOUNT", "GRANT", "FROM", "UNTIL", "COUNTRIES", "STATE", "OPENED BY"});
            JsonNode accounts = answer.has("accounts")
                    ? answer.get("accounts")
                    : ApiClient.JSON.createArrayNode().add(answer);
            for (JsonNode one : accounts) {
                for (JsonNode grant : one.path("grants")) {
                    rows.add(row(one.path("account").asString(""), grant));
                }
            }
            if (rows.size() == 1) {
                out.println("No grants.");
                return;
            }
            print(rows, out);
        }

        private static String[] row(String account, JsonNode grant) {
            List<String> countries = new ArrayList<>();
            grant.path("countries").forEach(c -> countries.add(c.asString()));
            Instant until = Instant.parse(grant.path("until").asString());
            String state = grant.path("revoked").asBoolean(false)
                    ? "revoked"
                    : grant.path("active").asBoolean(false)
                            ? "active, " + left(until)
                            : until.isBefore(Instant.now()) ? "ended" : "to come";
            return new String[] {
                account,
                grant.path("id").asString(""),
                grant.path("from").asString(""),
                grant.path("until").asString(""),
                countries.isEmpty() ? "all" : String.join(" ", countries),
                state,
                grant.path("opened_by").asString("")
            };
        }

        private static String left(Instant until) {
            Duration left = Duration.between(Instant.now(), until);
            // A week that was opened a moment ago is a week.
            long hours = left.plusMinutes(59).toHours();
            return hours >= 48 ? (hours + 23) / 24 + " days left" : CountPhrase.of(hours, "hour") + " left";
        }

        /** Prints a table. Reasons and names were written by others, and may be older than the checks of today. */
        public static void print(List<String[]> rows, PrintWriter out) {
            rows.forEach(row -> Arrays.setAll(row, i -> EscapedText.of(UtcTimeText.in(row[i]))));
            int[] widths = new int[rows.get(0).length];
            for (String[] row : rows) {
                for (int i = 0; i < row.length; i++) {
                    widths[i] = Math.max(widths[i], row[i].length());
                }
            }
            for (String[] row : rows) {
                StringBuilder line = new StringBuilder();
                for (int i = 0; i < row.length; i++) {
                    line.append(row[i]).append(" ".repeat(widths[i] - row[i].length() + 2));
                }
                out.println(line.toString().stripTrailing());
            }
        }
    }
}
