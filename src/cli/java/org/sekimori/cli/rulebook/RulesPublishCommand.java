package org.sekimori.cli.rulebook;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.sekimori.cli.support.ApiClient;
import org.sekimori.cli.support.ApiCommand;
import org.sekimori.cli.support.CommandRulebookTrial;
import org.sekimori.rules.RulebookCheck;
import org.sekimori.rules.RulebookCheck.CheckReport;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.server.LoadedRulebook;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Publishes the rulebook of a folder to the running service. */
@Command(
        name = "publish",
        mixinStandardHelpOptions = true,
        description = {
            "Put a rulebook in force.",
            "It is checked as by 'rules check', and the running service checks it again and runs its tests; one that is "
                    + "refused leaves the one in force."
        },
        footer = {
            "",
            "Example:  ./sekimori rules publish",
            "Example:  ./sekimori rules publish --shadow     ask it beside the one in force; ./sekimori rules diff"
        })
final class RulesPublishCommand extends ApiCommand {

    @Option(names = "--rules", paramLabel = "DIR", defaultValue = "rules", description = "Folder of the rulebook.")
    private Path rules = Path.of("rules");

    @Option(
            names = "--shadow",
            description = "Only ask it beside the one in force and record what it would have decided.")
    private boolean shadow;

    @Override
    public Integer call() throws IOException {
        CheckReport report = RulebookCheck.check(rules, false, CommandRulebookTrial::checked);
        RulebookFiles checked = report.files();
        if (checked == null || !report.errors().isEmpty()) {
            throw LoadedRulebook.refused(rules, new RulebookException(report.errors()));
        }
        ObjectNode body = body();
        ObjectNode files = body.putObject("files");
        checked.files().forEach(files::put);
        String path = shadow ? "/v1/rulebook/candidate" : "/v1/rulebook";
        ApiClient api = new ApiClient(service);
        JsonNode answer = api.call("PUT", path, body.toString());
        warnOfLists(checked, api);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(answer);
        } else if (shadow) {
            out.printf(
                    "Rulebook %s is asked beside %s and never acts. ./sekimori rules diff shows what it would decide.%n",
                    answer.path("candidate").asString(""),
                    answer.path("rulebook").asString(""));
        } else {
            out.printf(
                    "Rulebook %s is in force. ./sekimori rules list shows what its rules do; ./sekimori rules rollback"
                            + " goes back.%n",
                    answer.path("rulebook").asString(""));
        }
        out.flush();
        return 0;
    }

    /** Whether something is on a list is known to the service only, and changes without a rulebook. */
    private void warnOfLists(RulebookFiles checked, ApiClient api) {
        RulebookProblemText text = new RulebookProblemText(rules, checked);
        PrintWriter err = spec.commandLine().getErr();
        ServiceLists.unknown(checked, api).forEach(problem -> text.print(err, problem, "warning"));
        err.flush();
    }
}
