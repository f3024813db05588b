package org.sekimori.cli.cases;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.CaseSet;
import org.sekimori.cli.support.ApiClient;
import org.sekimori.cli.support.ApiCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Cases. */
@Command(
        name = "case",
        mixinStandardHelpOptions = true,
        description = "Follow suspicions about accounts from the flag to the verdict.",
        footer = {
            "",
            "Example:  ./sekimori case list --open",
            "          ./sekimori case take K7QX-3M2P --by sato",
            "What stands where in a case, and why in this order: docs/cases.md"
        },
        subcommands = {
            CaseListCommand.class,
            CaseShowCommand.class,
            CaseUpdateCommands.Open.class,
            CaseUpdateCommands.Take.class,
            CaseUpdateCommands.Assign.class,
            CaseUpdateCommands.Comment.class,
            CaseUpdateCommands.Move.class,
            CaseUpdateCommands.Release.class,
            CaseUpdateCommands.Close.class,
            CaseUpdateCommands.Reopen.class,
            CaseQueueCommand.class,
            CaseExportCommand.class,
            CasePrecisionCommand.class
        })
public final class CaseCommands {

    private CaseCommands() {}

    /** Common part of the commands that change a case. */
    abstract static class CaseChangeCommand extends ApiCommand {

        private static final int MOST_AGAIN = 3;
        private static final Duration PATIENCE = Duration.ofSeconds(5);
        private static final Duration BETWEEN = Duration.ofMillis(100);

        @Parameters(index = "0", paramLabel = "CASE", description = "Its code, such as K7QX-3M2P.")
        @SuppressWarnings("NullAway.Init")
        String id;

        @Option(
                names = "--version",
                paramLabel = "N",
                description =
                        "The version that you have decided upon, as 'case show' prints it: refused if somebody has"
                                + " changed the case since. Default: read now.")
        @Nullable
        Integer version;

        /**
         * Requests a change under the named version, or else under the current one. If only the service's own notes, such as a
         * sent notice, or this person's own changes came in between, the request is repeated: what is read follows the log by up to
         * a second, so a command may not yet see the one before it.
         */
        JsonNode change(String what, ObjectNode body) {
            ApiClient api = new ApiClient(service);
            String path = "/v1/cases/" + ApiClient.part(id);
            if (version != null) {
                return api.call(
                        "POST", path + "/" + what, body.put("version", version).toString());
            }
            JsonNode read = api.get(path);
            for (int again = 0; ; again++) {
                body.put("version", read.path("version").asInt());
                try {
                    return api.call("POST", path + "/" + what, body.toString());
                } catch (ApiClient.RefusedException e) {
                    JsonNode now = again < MOST_AGAIN && e.currentVersion() > 0
                            ? atVersion(api, path, e.currentVersion())
                            : read;
                    if (!expected(read, now, body.path("by").asString(""))) {
                        throw e;
                    }
                    read = now;
                }
            }
        }

        /** The case as of a version, or as of an earlier one if that cannot be read in time: reading follows the log by a second. */
        private static JsonNode atVersion(ApiClient api, String path, int version) {
            long end = System.nanoTime() + PATIENCE.toNanos();
            JsonNode read = api.get(path);
            while (read.path("version").asInt() < version && System.nanoTime() - end < 0) {
                LockSupport.parkNanos(BETWEEN.toNanos());
                read = api.get(path);
            }
            return read;
        }

        /** Whether a case changed since it was read, and only the service or the one who asks changed it. */
        private static boolean expected(JsonNode before, JsonNode now, String asker) {
            int changes = now.path("version").asInt() - before.path("version").asInt();
            JsonNode history = now.path("history");
            return changes > 0
                    && changes <= history.size()
                    && history.valueStream()
                            .skip(history.size() - changes)
                            .map(line -> line.path("by").asString(""))
                            .allMatch(by ->
                                    by.equals(CaseSet.SERVICE) || !asker.isEmpty() && by.startsWith(asker + " via "));
        }

        /** Prints the case after the change. */
        int told(JsonNode answer, String sentence) {
            PrintWriter out = spec.commandLine().getOut();
            out.println(json ? answer.toString() : sentence(answer, sentence));
            out.flush();
            return 0;
        }
    }

    /** {@code case K7QX-3M2P of alice@isp.example <sentence> (version 4).} */
    static String sentence(JsonNode answer, String sentence) {
        return "case " + answer.path("id").asString("") + " of "
                + answer.path("account").asString("") + " " + sentence + " (version "
                + answer.path("version").asString("") + ").";
    }

    /** The state; for a closed case, its outcome. */
    static String state(JsonNode one) {
        return one.path(one.has("outcome") ? "outcome" : "state").asString("").replace('_', '-');
    }
}
