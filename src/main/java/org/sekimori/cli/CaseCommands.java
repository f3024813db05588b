package org.sekimori.cli;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import org.sekimori.cli.GrantCommands.Base;
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
            CaseMoveCommands.Open.class,
            CaseMoveCommands.Take.class,
            CaseMoveCommands.Assign.class,
            CaseMoveCommands.Comment.class,
            CaseMoveCommands.Move.class,
            CaseMoveCommands.Release.class,
            CaseMoveCommands.Close.class,
            CaseMoveCommands.Reopen.class,
            CaseQueueCommand.class,
            CaseExportCommand.class,
            CasePrecisionCommand.class
        })
final class CaseCommands {

    private CaseCommands() {}

    /** What a command that changes one case has. */
    abstract static class Change extends Base {

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

        /** Asks for a change under the version that was named, or else under the one that is read now. */
        JsonNode change(String what, ObjectNode body) {
            ApiClient api = new ApiClient(service);
            String path = "/v1/cases/" + ApiClient.part(id);
            body.put("version", version == null ? api.get(path).path("version").asInt() : version);
            return api.call("POST", path + "/" + what, body.toString());
        }

        /** Prints what a case is now. */
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

    /** The state, or for a closed case what it was. */
    static String state(JsonNode one) {
        return one.path(one.has("outcome") ? "outcome" : "state").asString("").replace('_', '-');
    }
}
