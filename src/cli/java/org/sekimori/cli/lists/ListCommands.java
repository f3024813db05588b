package org.sekimori.cli.lists;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sekimori.cli.support.ApiClient;
import org.sekimori.cli.support.ApiCommand;
import org.sekimori.cli.support.ColumnTable;
import org.sekimori.lists.ListKind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists that rules ask with listed(). */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Keep lists of networks, accounts and more, which rules ask with listed().",
        footer = {
            "",
            "Example:  ./sekimori list add network 203.0.113.0/24 --list spam-hosts --days 3 --reason 'probes passwords'"
        },
        subcommands = {
            ListCommands.Add.class,
            ListCommands.Remove.class,
            ListCommands.Clear.class,
            ListCommands.Show.class,
            ListCommands.History.class,
            ListImportCommand.class,
            ListExportCommand.class
        })
public final class ListCommands {

    static final String KIND = "One of network, as, country, account, sender-domain, helo.";

    /** The kind of a word of the command line. */
    static ListKind kind(ApiCommand command, String word) {
        ListKind kind = ListKind.of(word);
        if (kind == null) {
            throw new ParameterException(command.spec.commandLine(), "there is no kind '" + word + "'. " + KIND);
        }
        return kind;
    }

    static String path(String list, String what) {
        return "/v1/lists/" + ApiClient.part(list) + what;
    }

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description =
                    "Put values on a list, in the place of the same values there. It holds from the next event on.",
            footer = {
                "",
                "Example:  ./sekimori list add network 203.0.113.0/24 --list spam-hosts --days 3 --reason 'probes passwords'",
                "          ./sekimori list add helo 'ylmf-pc' --list bots --reason 'known bot'"
            })
    static final class Add extends ApiCommand {

        @Parameters(index = "0", paramLabel = "KIND", description = KIND)
        private String kind = "";

        @Parameters(index = "1..*", arity = "1..*", paramLabel = "VALUE", description = "What to put there.")
        private List<String> values = new ArrayList<>();

        @Option(names = "--list", required = true, paramLabel = "NAME", description = "The list; a new name makes one.")
        private String list = "";

        @Option(
                names = "--days",
                paramLabel = "N",
                description = "It ends after so many days. Default: it does not end.")
        private @Nullable Integer days;

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why, for the history.")
        private String reason = "";

        @Override
        public Integer call() {
            ObjectNode body = body();
            body.put("kind", kind(this, kind).word()).put("reason", reason);
            values.forEach(body.putArray("values")::add);
            if (days != null) {
                body.put("days", days);
            }
            JsonNode done = new ApiClient(service).call("POST", path(list, "/entries"), body.toString());
            String end = done.path("until").asString("");
            return printed(
                    this,
                    done,
                    String.join(", ", values) + (values.size() == 1 ? " is" : " are") + " on " + list
                            + (end.isEmpty() ? "." : " until " + end + "."));
        }
    }

    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            description = "Take a value off a list.",
            footer = {
                "",
                "Example:  ./sekimori list remove network 203.0.113.0/24 --list spam-hosts --reason 'cleaned up'"
            })
    static final class Remove extends ApiCommand {

        @Parameters(index = "0", paramLabel = "KIND", description = KIND)
        private String kind = "";

        @Parameters(index = "1", paramLabel = "VALUE", description = "What to take off.")
        private String value = "";

        @Option(names = "--list", required = true, paramLabel = "NAME", description = "The list.")
        private String list = "";

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why, for the history.")
        private String reason = "";

        @Override
        public Integer call() {
            String path = path(list, "/entries") + query("reason", reason) + "&kind="
                    + kind(this, kind).word() + "&value=" + ApiClient.part(value);
            JsonNode done = new ApiClient(service).call("DELETE", path, "");
            return printed(this, done, value + " is not on " + list + " any more.");
        }
    }

    @Command(
            name = "clear",
            mixinStandardHelpOptions = true,
            description = "Take everything off a list.",
            footer = {"", "Example:  ./sekimori list clear drop --reason 'the wrong file'"})
    static final class Clear extends ApiCommand {

        @Parameters(paramLabel = "NAME", description = "The list.")
        private String list = "";

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why, for the history.")
        private String reason = "";

        @Override
        public Integer call() {
            JsonNode done = new ApiClient(service).call("DELETE", path(list, "") + query("reason", reason), "");
            return printed(
                    this,
                    done,
                    String.format(
                            "%,d entries were taken off %s.",
                            done.path("removed").asLong(0), list));
        }
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Show all lists, or what is on one.",
            footer = {"", "Example:  ./sekimori list show spam-hosts"})
    static final class Show extends ApiCommand {

        @Parameters(arity = "0..1", paramLabel = "NAME", description = "The list. Default: an overview of all.")
        private @Nullable String list;

        @Option(names = "--limit", paramLabel = "N", description = "Most entries to show. Default: ${DEFAULT-VALUE}")
        private int limit = 100;

        @Override
        public Integer call() {
            ApiClient api = new ApiClient(service);
            if (list == null) {
                JsonNode all = api.get("/v1/lists");
                return table(this, all, all.path("lists"), "There are no lists.", "", "list", "total", "entries");
            }
            JsonNode one = api.get(path(list, "?limit=" + limit));
            long total = one.path("total").asLong(0);
            String more = total > limit
                    ? String.format("%,d more; './sekimori list export %s' has all.", total - limit, list)
                    : "";
            return table(this, one, one.path("entries"), "", more, "kind", "value", "until", "since", "by", "reason");
        }
    }

    @Command(
            name = "history",
            mixinStandardHelpOptions = true,
            description = "Show who changed a list, when and why; for 400 days.",
            footer = {"", "Example:  ./sekimori list history spam-hosts --value 203.0.113.0/24"})
    static final class History extends ApiCommand {

        @Parameters(paramLabel = "NAME", description = "The list.")
        private String list = "";

        @Option(names = "--kind", paramLabel = "KIND", description = "Kind of --value. Default: ${DEFAULT-VALUE}")
        private String kind = "network";

        @Option(names = "--value", paramLabel = "VALUE", description = "Only changes of this value.")
        private @Nullable String value;

        @Option(names = "--limit", paramLabel = "N", description = "Most changes to show. Default: ${DEFAULT-VALUE}")
        private int limit = 100;

        @Override
        public Integer call() {
            String only = value == null ? "" : "&kind=" + kind(this, kind).word() + "&value=" + ApiClient.part(value);
            JsonNode history = new ApiClient(service).get(path(list, "/history?limit=" + limit + only));
            return table(
                    this,
                    history,
                    history.path("changes"),
                    "No change of " + list + " is on the log.",
                    "",
                    "time",
                    "action",
                    "kind",
                    "values",
                    "first",
                    "until",
                    "by",
                    "reason");
        }
    }

    static int printed(ApiCommand command, JsonNode answer, String sentence) {
        PrintWriter out = command.spec.commandLine().getOut();
        out.println(command.json ? answer.toString() : sentence);
        out.flush();
        return 0;
    }

    private static int table(
            ApiCommand command, JsonNode answer, JsonNode rows, String none, String more, String... columns) {
        PrintWriter out = command.spec.commandLine().getOut();
        if (command.json) {
            out.println(answer);
        } else if (rows.isEmpty()) {
            out.println(none);
        } else {
            List<String[]> lines = new ArrayList<>();
            lines.add(Arrays.stream(columns).map(String::toUpperCase).toArray(String[]::new));
            for (JsonNode row : rows) {
                lines.add(Arrays.stream(columns)
                        .map(column -> text(row.path(column)))
                        .toArray(String[]::new));
            }
            ColumnTable.print(lines, out);
            if (!more.isEmpty()) {
                out.println(more);
            }
        }
        out.flush();
        return 0;
    }

    private static String text(JsonNode value) {
        if (value.isArray()) {
            return value.valueStream().map(JsonNode::asString).limit(3).collect(Collectors.joining(" "));
        }
        return value.isObject()
                ? value.properties().stream()
                        .map(one -> one.getValue().asString() + " " + one.getKey())
                        .collect(Collectors.joining(", "))
                : value.asString("");
    }
}
