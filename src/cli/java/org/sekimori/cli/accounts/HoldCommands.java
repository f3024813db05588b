package org.sekimori.cli.accounts;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.cli.input.InputFile;
import org.sekimori.cli.support.ApiClient;
import org.sekimori.cli.support.ApiCommand;
import org.sekimori.cli.support.ColumnTable;
import org.sekimori.server.UserFacingException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Holds. */
@Command(
        name = "hold",
        mixinStandardHelpOptions = true,
        description = "Close submission for an account, and open it again.",
        footer = {"", "Example:  ./sekimori hold set alice@isp.example --reason 'phishing report'"},
        subcommands = {HoldCommands.Place.class, HoldCommands.Release.class, HoldCommands.ListAll.class})
public final class HoldCommands {

    private static final int MOST_DAYS = 3650;

    /** Most accounts of one call. */
    private static final int MOST_AT_ONCE = 1000;

    /** Common part of the commands on one hold. */
    abstract static class SingleAccountCommand extends ApiCommand {

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
            description = "Close submission, or let a hold last longer; receiving and reading mail are not touched.",
            footer = {
                "",
                "Example:  ./sekimori hold set alice@isp.example --days 3 --reason 'phishing report'",
                "A hold is renewed, never shortened. Without an end only a release ends it."
            })
    static final class Place extends SingleAccountCommand {

        @Option(names = "--until", paramLabel = "TIME", description = "End, such as 2026-06-01T00:00:00Z.")
        private @Nullable String until;

        @Option(names = "--days", paramLabel = "N", description = "End so many days from now, 1 to 3650.")
        private @Nullable Integer days;

        @Override
        public Integer call() {
            ObjectNode body = body();
            body.put("reason", reason);
            if (until != null && days != null) {
                throw new UserFacingException("--until and --days both say when the hold ends; give one of them");
            }
            if (days != null && (days < 1 || days > MOST_DAYS)) {
                throw new UserFacingException("--days: must be 1 to " + MOST_DAYS + ", not " + days);
            }
            if (until != null) {
                body.put("until", until);
            } else if (days != null) {
                Instant end = Clock.systemUTC().instant().plus(Duration.ofDays(days));
                body.put("until", end.truncatedTo(ChronoUnit.SECONDS).toString());
            }
            return shown(new ApiClient(service).call("PUT", ApiClient.account(account, "/hold"), body.toString()));
        }
    }

    @Command(
            name = "release",
            mixinStandardHelpOptions = true,
            description = "Open submission again, for one account or for many.",
            footer = {
                "",
                "Example:  ./sekimori hold release alice@isp.example --reason 'password changed' --by sato",
                "          ./sekimori hold release --file accounts.txt --reason 'false alarm' --by sato",
                "Each account is released for itself; the exit code is 1 if one of them was not. Without a reason the",
                "account's case must hold the proof that the password was changed on a clean device."
            })
    static final class Release extends ApiCommand {

        @Parameters(arity = "0..*", paramLabel = "ACCOUNT")
        private List<String> accounts = new ArrayList<>();

        @Option(names = "--file", paramLabel = "FILE|-", description = "One account a line; - is standard input.")
        private @Nullable String file;

        @Option(names = "--reason", paramLabel = "TEXT", description = "For the audit trail; never shown to customers.")
        private String reason = "";

        @Override
        public Integer call() throws IOException {
            List<String> all = new ArrayList<>(accounts);
            if (file != null) {
                try (BufferedReader lines = InputFile.lines(file)) {
                    lines.lines()
                            .map(String::strip)
                            .filter(line -> !line.isEmpty())
                            .forEach(all::add);
                }
            }
            if (all.isEmpty()) {
                throw new UserFacingException(
                        "name the accounts to release, or a file that has one a line with --file");
            }
            ApiClient api = new ApiClient(service);
            PrintWriter out = spec.commandLine().getOut();
            long refused = 0;
            for (int from = 0; from < all.size(); from += MOST_AT_ONCE) {
                ObjectNode body = body();
                body.put("reason", reason);
                all.subList(from, Math.min(all.size(), from + MOST_AT_ONCE)).forEach(body.putArray("accounts")::add);
                JsonNode answer = api.call("POST", "/v1/holds/release", body.toString());
                refused += answer.path("refused").asLong();
                print(answer, out);
            }
            out.flush();
            return refused == 0 ? 0 : 1;
        }

        /** Prints the result. Accounts left out are an error, also for programs. */
        private void print(JsonNode answer, PrintWriter out) {
            if (json) {
                out.println(answer);
                return;
            }
            for (JsonNode one : answer.path("accounts")) {
                String account = one.path("account").asString("");
                if (one.path("released").asBoolean(false)) {
                    out.println(account + " is not on hold.");
                } else {
                    spec.commandLine()
                            .getErr()
                            .println("sekimori: " + account + ": "
                                    + one.path("problem").asString(""));
                }
            }
        }
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "List the accounts on hold.",
            footer = {"", "Example:  ./sekimori hold list"})
    static final class ListAll extends ApiCommand {

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
                    : JsonMapper.shared().createArrayNode().add(answer);
            List<String[]> rows = new ArrayList<>();
            rows.add(new String[] {"ACCOUNT", "SINCE", "UNTIL", "BY", "REASON"});
            for (JsonNode one : holds) {
                if (one.path("held").asBoolean(false)) {
                    rows.add(new String[] {
                        one.path("account").asString(""),
                        one.path("since").asString(""),
                        one.path("until").asString("released"),
                        one.path("by").asString(""),
                        one.path("reason").asString("")
                    });
                }
            }
            if (rows.size() == 1) {
                out.println("No account is on hold.");
            } else {
                ColumnTable.print(rows, out);
            }
        }
    }
}
