package org.sekimori.cli.decisions;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sekimori.cli.support.ApiClient;
import org.sekimori.cli.support.CommandProgress;
import org.sekimori.cli.support.CommandRulebookTrial;
import org.sekimori.cli.support.ServiceEndpoints;
import org.sekimori.cli.support.ServiceOptions;
import org.sekimori.engine.LogEntry;
import org.sekimori.engine.ReplayEngines;
import org.sekimori.mail.Account;
import org.sekimori.mail.ReferenceCode;
import org.sekimori.server.UserFacingException;
import org.sekimori.server.explain.DecisionReplay;
import org.sekimori.server.explain.ExplanationJson;
import org.sekimori.server.explain.HomesBeforeLog;
import org.sekimori.stream.consumer.LogReplay;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Explains a decision by making it again. */
@Command(
        name = "why",
        mixinStandardHelpOptions = true,
        description =
                "Explain a decision: which rule decided and why, what each rule saw, and by how much others missed.",
        footer = {
            "",
            "Example:  ./sekimori why K7QX-3M2P",
            "The decision is made again from the account's past, under the rulebook of that moment. The service finds it by its index;",
            "with --log, or while the index is being made, the whole log is read, which takes longer."
        })
public final class WhyCommand implements Callable<Integer> {

    private static final int MISSING = 404;

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

    @Option(names = "--log", description = "Read the whole log, although the service has an index.")
    private boolean log;

    @Option(names = "--json", description = "Print the explanation as JSON.")
    private boolean json;

    @Option(
            names = "--language",
            paramLabel = "LANGUAGE",
            description = "Show reasons in this language, such as ja, as far as the rulebook has them.")
    private String language = "";

    @Override
    public Integer call() {
        List<JsonNode> found = log ? null : asked();
        if (found == null) {
            found = searched();
        }
        if (found.isEmpty()) {
            throw new UserFacingException("no decision on the log has the id, event id or reference " + wanted
                    + "; decisions are kept for 35 days");
        }
        PrintWriter out = spec.commandLine().getOut();
        found.forEach(why -> out.println(json ? why.toString() : ExplanationText.of(why, all, language)));
        out.flush();
        return 0;
    }

    /** The service's answer; null if it does not answer, or would need to scan the log. */
    private @Nullable List<JsonNode> asked() {
        PrintWriter err = spec.commandLine().getErr();
        ServiceEndpoints running = service.find();
        try {
            ApiClient api = new ApiClient(
                    running.http(), service.folder().resolve("keys").resolve("local.key"));
            return api.get("/v1/decisions/" + ApiClient.part(wanted.strip()) + "/explanation")
                    .path("decisions")
                    .valueStream()
                    .toList();
        } catch (ApiClient.RefusedException e) {
            if (e.status() == MISSING) {
                return List.of();
            }
            err.println("The whole log is read, because " + e.getMessage());
        } catch (UserFacingException e) {
            err.println("The whole log is read, because the service does not explain: " + e.getMessage());
        }
        err.flush();
        return null;
    }

    private List<JsonNode> searched() {
        ServiceEndpoints running = service.findWithLog(spec.commandLine().getErr());
        List<JsonNode> explained = new ArrayList<>();
        try (LogReplay replay = new LogReplay(running.log());
                ReplayEngines rulebooks = CommandRulebookTrial.recorded(replay::rulebook);
                DecisionReplay again = new DecisionReplay(rulebooks)) {
            List<String> found = find(replay);
            HomesBeforeLog homes = HomesBeforeLog.of(replay);
            for (String decision : found) {
                List<LogEntry> entries = new ArrayList<>();
                replay.entriesOf(
                        Account.of(JsonMapper.shared()
                                .readTree(decision)
                                .path("account")
                                .asString()),
                        entries::add,
                        count -> {});
                explained.add(ExplanationJson.of(again.replay(decision, homes::before, entries)));
            }
        } catch (IllegalStateException e) {
            throw new UserFacingException(String.valueOf(e.getMessage()));
        }
        return explained;
    }

    private List<String> find(LogReplay replay) {
        byte[] id = wanted.strip().getBytes(StandardCharsets.UTF_8);
        byte[] code = ReferenceCode.parseCode(wanted).getBytes(StandardCharsets.UTF_8);
        List<String> found = new ArrayList<>();
        CommandProgress progress = new CommandProgress(spec.commandLine().getErr(), "decisions searched");
        replay.decisions(
                value -> {
                    if (contains(value, id) || contains(value, code)) {
                        String decision = new String(value, StandardCharsets.UTF_8);
                        if (names(JsonMapper.shared().readTree(decision))) {
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
                || decision.path("reference").asString().equals(ReferenceCode.parseCode(asked));
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
