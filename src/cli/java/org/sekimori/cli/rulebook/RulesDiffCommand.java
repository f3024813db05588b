package org.sekimori.cli.rulebook;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.sekimori.cli.support.ApiClient;
import org.sekimori.cli.support.CommandProgress;
import org.sekimori.cli.support.ServiceEndpoints;
import org.sekimori.cli.support.ServiceOptions;
import org.sekimori.server.UserFacingException;
import org.sekimori.stream.consumer.LogReplay;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Shows live decisions that would differ under the candidate, or with shadow rules enforced. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description = {
            "Show the decisions of live traffic that would differ under the candidate rulebook, or if rules with "
                    + "'mode: shadow' were enforced."
        },
        footer = {
            "",
            "Example:  ./sekimori rules diff",
            "Example:  ./sekimori rules diff --hours 168 --examples 50",
            "Example:  ./sekimori rules diff --json          one object for each decision that would differ"
        })
final class RulesDiffCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final ServiceOptions service = new ServiceOptions();

    @Option(names = "--hours", defaultValue = "24", description = "How far to look back. Default: 24")
    private int hours = 24;

    @Option(names = "--examples", defaultValue = "10", description = "How many to show. Default: 10")
    private int examples = 10;

    @Option(names = "--json", description = "Print one JSON object a line, a decision that would differ each.")
    private boolean json;

    @Override
    public Integer call() {
        JsonNode rulebook = new ApiClient(service).get("/v1/rulebook");
        ServiceEndpoints running = service.findWithLog(spec.commandLine().getErr());
        PrintWriter out = spec.commandLine().getOut();
        ShadowDiff diff = new ShadowDiff(rulebook.path("candidate").asString(""), examples, json ? out : null);
        Instant from = Instant.now().minus(Duration.ofHours(hours));
        CommandProgress progress = new CommandProgress(spec.commandLine().getErr(), "decisions read");
        try (LogReplay log = new LogReplay(running.log())) {
            log.decisions(from, value -> diff.add(new String(value, StandardCharsets.UTF_8)), progress::at);
        } catch (IllegalStateException e) {
            throw new UserFacingException(String.valueOf(e.getMessage()));
        } finally {
            progress.end();
        }
        if (!json) {
            diff.print(rulebook.path("rulebook").asString(""), hours, out);
        }
        out.flush();
        return 0;
    }
}
