package org.sekimori.cli.rulebook;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import org.sekimori.cli.support.ApiClient;
import org.sekimori.cli.support.ApiCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Returns to an earlier rulebook. */
@Command(
        name = "rollback",
        mixinStandardHelpOptions = true,
        description = {
            "Let the rulebook that was in force before decide again, or the one named.",
            "Doing it twice goes back further. The folder is not changed; ./sekimori rules publish puts it in force again."
        },
        footer = {
            "",
            "Example:  ./sekimori rules rollback",
            "Example:  ./sekimori rules rollback 516ffc4b",
            "Example:  ./sekimori rules rollback --shadow    ask the candidate no more"
        })
final class RulesRollbackCommand extends ApiCommand {

    @Parameters(arity = "0..1", paramLabel = "ID", description = "One that ./sekimori rules list shows under 'Before'.")
    private @Nullable String to;

    @Option(names = "--shadow", description = "Take away the candidate; what is in force stays.")
    private boolean shadow;

    @Override
    public Integer call() {
        JsonNode answer;
        if (shadow) {
            answer = new ApiClient(service).call("DELETE", "/v1/rulebook/candidate" + query("", ""), "");
        } else {
            ObjectNode body = body();
            if (to != null) {
                body.put("to", to);
            }
            answer = new ApiClient(service).call("POST", "/v1/rulebook/rollback", body.toString());
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(answer);
        } else {
            out.printf(
                    "Rulebook %s is in force%s.%n",
                    answer.path("rulebook").asString(""),
                    answer.has("candidate")
                            ? ", candidate " + answer.path("candidate").asString("")
                            : "");
        }
        out.flush();
        return 0;
    }
}
