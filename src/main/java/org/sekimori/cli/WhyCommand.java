package org.sekimori.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.sekimori.cli.DecisionReplay.Why;
import org.sekimori.mail.Reference;
import org.sekimori.stream.LogReplay;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Explains one decision by deciding it once more from the log. */
@Command(
        name = "why",
        mixinStandardHelpOptions = true,
        description = "Explain a decision: what each rule saw, which conditions held, and by how much others failed.",
        footer = {
            "",
            "Example:  ./sekimori why K7QX-3M2P",
            "The account's past is replayed from the log, and the decision made again under the rulebook of that moment."
        })
final class WhyCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final ServiceOptions service = new ServiceOptions();

    @Parameters(
            paramLabel = "ID|REFERENCE",
            description = "A decision's id, the id of its event, or the reference that a customer reads out.")
    @SuppressWarnings("NullAway.Init")
    private String wanted;

    @Option(names = "--all", description = "Show the rules that were far from matching, too.")
    private boolean all;

    @Option(names = "--json", description = "Print the explanation as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        RunFile running = service.findWithLog(spec.commandLine().getErr());
        PrintWriter out = spec.commandLine().getOut();
        try (LogReplay log = new LogReplay(running.log());
                DecisionReplay replay = new DecisionReplay(log)) {
            List<String> found = find(log);
            if (found.isEmpty()) {
                throw new CommandFailed("no decision on the log has the id, event id or reference " + wanted
                        + "; decisions are kept for 35 days");
            }
            for (String decision : found) {
                Why why = replay.why(decision);
                out.println(json ? WhyText.json(why) : WhyText.of(why, all));
            }
        } catch (IllegalStateException e) {
            throw new CommandFailed(String.valueOf(e.getMessage()));
        }
        out.flush();
        return 0;
    }

    private List<String> find(LogReplay log) {
        byte[] id = wanted.strip().getBytes(StandardCharsets.UTF_8);
        byte[] code = Reference.readCode(wanted).getBytes(StandardCharsets.UTF_8);
        List<String> found = new ArrayList<>();
        Progress progress = new Progress(spec.commandLine().getErr(), "decisions searched");
        log.decisions(
                value -> {
                    if (contains(value, id) || contains(value, code)) {
                        String decision = new String(value, StandardCharsets.UTF_8);
                        if (names(ApiClient.JSON.readTree(decision))) {
                            found.add(decision);
                        }
                    }
                },
                progress::at);
        progress.end();
        return found;
    }

    private boolean names(JsonNode decision) {
        String asked = wanted.strip();
        return decision.path("id").asString().equalsIgnoreCase(asked)
                || decision.path("event_id").asString().equals(asked)
                || decision.path("reference").asString().equals(Reference.readCode(asked));
    }

    /** Spares the parsing of all other decisions. */
    private static boolean contains(byte[] value, byte[] part) {
        if (part.length == 0) {
            return false;
        }
        for (int at = 0; at <= value.length - part.length; at++) {
            if (value[at] == part[0] && Arrays.equals(value, at, at + part.length, part, 0, part.length)) {
                return true;
            }
        }
        return false;
    }
}
