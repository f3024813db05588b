package org.sekimori.cli.decisions;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sekimori.cli.input.InputFile;
import org.sekimori.cli.input.RecordedEntryDecoder;
import org.sekimori.cli.support.RulebookLoader;
import org.sekimori.engine.AccountState;
import org.sekimori.engine.LogEntry;
import org.sekimori.engine.StepEngine;
import org.sekimori.engine.StepOutput;
import org.sekimori.engine.StepResult;
import org.sekimori.geo.GeoFiles;
import org.sekimori.grants.Grant;
import org.sekimori.grants.GrantSet;
import org.sekimori.mail.Account;
import org.sekimori.mail.Decision;
import org.sekimori.mail.Finding;
import org.sekimori.profile.Profile;
import org.sekimori.server.LoadedRulebook;
import org.sekimori.server.UserFacingException;
import org.sekimori.stream.json.DecisionJson;
import org.sekimori.stream.json.Rfc3339Times;
import org.sekimori.stream.json.UnreadableRecordException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Decides events from a file with a temporary engine; nothing is stored. */
@Command(
        name = "decide",
        mixinStandardHelpOptions = true,
        description = "Decide about events in a file, one JSON object a line, and print one decision a line.",
        footer = {
            "",
            "Example:  ./sekimori decide docs/examples/recorded.ndjson --explain",
            "Lines may also be taken from the log's topic 'events': kcat -b HOST:PORT -t sekimori.events -C -e",
            "A grants file has one line a grant: {\"account\":\"alice@isp.example\",\"from\":\"2026-06-01T00:00:00Z\","
                    + "\"until\":\"2026-06-08T00:00:00Z\",\"countries\":[\"DE\"]}",
            "What cannot be used is named on standard error, and the exit code is then 1."
        })
public final class DecideCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "NDJSON file, or - for standard input.")
    @SuppressWarnings("NullAway.Init")
    private String file;

    @Option(names = "--grants", paramLabel = "FILE", description = "Travel grants that are in force.")
    private @Nullable String grants;

    @Option(names = "--rules", paramLabel = "DIR", defaultValue = "rules", description = "Folder of the rulebook.")
    private Path rules = Path.of("rules");

    @Option(
            names = "--home",
            split = ",",
            paramLabel = "CC",
            defaultValue = "JP",
            description = "Home countries, unless the rulebook names them. Default: JP")
    private List<String> home = List.of("JP");

    @Option(
            names = "--geo",
            paramLabel = "FILE",
            description = "MMDB file with countries. Default: the starter database")
    private @Nullable Path geo;

    @Option(names = "--explain", description = "Print a line for people instead of JSON.")
    private boolean explain;

    @Override
    public Integer call() throws IOException {
        LoadedRulebook loaded = RulebookLoader.load(rules, home(rules));
        RecordedEntryDecoder entries = new RecordedEntryDecoder(GeoFiles.under(rules, geo, null));
        Map<Account, AccountState> states = grants == null ? new HashMap<>() : grants(grants);
        int refused = 0;
        try (StepEngine engine = new StepEngine(loaded.rulebook());
                BufferedReader lines = InputFile.lines(file)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    refused += decide(engine, entries, states, line, number) ? 0 : 1;
                }
            }
        }
        spec.commandLine().getOut().flush();
        return refused == 0 ? 0 : 1;
    }

    /** The default does not compete with a home that the rulebook names. */
    private List<String> home(Path folder) {
        boolean asked = spec.commandLine().getParseResult().hasMatchedOption("--home");
        return asked
                        || RulebookLoader.load(folder, List.of())
                                .rulebook()
                                .policies()
                                .defaults()
                                .observing()
                ? home
                : List.of();
    }

    private boolean decide(
            StepEngine engine,
            RecordedEntryDecoder entries,
            Map<Account, AccountState> states,
            String line,
            int number) {
        LogEntry entry;
        try {
            entry = entries.decode(line.getBytes(StandardCharsets.UTF_8), () -> "line-" + number);
        } catch (UnreadableRecordException e) {
            spec.commandLine().getErr().println(file + ":" + number + ": " + e.getMessage());
            return false;
        }
        Account account = entry.account();
        if (account == null) {
            activated(engine, (LogEntry.RulebookActivation) entry, number);
            return true;
        }
        StepResult step = engine.step(states.get(account), entry);
        if (step.state() == null) {
            states.remove(account);
        } else {
            states.put(account, step.state());
        }
        for (StepOutput output : step.outputs()) {
            if (output instanceof StepOutput.DecisionMade decided) {
                print(decided.decision());
            } else if (output instanceof StepOutput.FindingsMade found) {
                print(found.decision());
            }
        }
        return true;
    }

    /** Warns of another rulebook: this one cannot reproduce its decisions. */
    private void activated(StepEngine engine, LogEntry.RulebookActivation activation, int number) {
        if (!activation.rulebook().equals(engine.rulebook().id())) {
            spec.commandLine()
                    .getErr()
                    .println(file + ":" + number + ": from here on the log decided by rulebook "
                            + activation.rulebook() + "; " + rules + " is "
                            + engine.rulebook().id()
                            + " and goes on deciding here");
        }
    }

    private void print(Decision decision) {
        PrintWriter out = spec.commandLine().getOut();
        if (!explain) {
            out.println(new String(DecisionJson.write(decision), StandardCharsets.UTF_8));
            return;
        }
        StringBuilder line = new StringBuilder()
                .append(decision.time())
                .append("  ")
                .append(
                        decision.ofSubmission()
                                ? decision.verdict().word()
                                : decision.trigger().word())
                .append("  ")
                .append(decision.account())
                .append("  ")
                .append(DecisionLine.origin(decision.origin()));
        if (decision.grant() != null) {
            line.append("  under grant ").append(decision.grant());
        }
        if (decision.home() != null) {
            line.append("  at home in ").append(decision.home());
        }
        for (Finding finding : decision.findings()) {
            line.append(System.lineSeparator())
                    .append("    ")
                    .append(finding.rule())
                    .append(" (")
                    .append(finding.mode().word())
                    .append("): ")
                    .append(finding.reason());
        }
        if (decision.refusal() != null) {
            line.append(System.lineSeparator())
                    .append("    the customer reads: ")
                    .append(decision.refusal().customer());
        }
        out.println(line);
    }

    private static Map<Account, AccountState> grants(String file) throws IOException {
        Map<Account, List<Grant>> byAccount = new HashMap<>();
        try (BufferedReader lines = InputFile.lines(file)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    grant(file + ":" + number, line, byAccount);
                }
            }
        }
        Map<Account, AccountState> states = new HashMap<>();
        byAccount.forEach((account, all) ->
                states.put(account, new AccountState(Profile.NEW, new GrantSet(all), null, List.of())));
        return states;
    }

    private static void grant(String place, String line, Map<Account, List<Grant>> byAccount) {
        try {
            JsonNode json = JsonMapper.shared().readTree(line);
            Account account =
                    Account.LoginNormalizer.PLAIN.account(json.path("account").asString(""));
            TreeSet<String> countries = new TreeSet<>();
            json.path("countries").forEach(country -> countries.add(country.asString()));
            var from = Rfc3339Times.parse(json.path("from").asString(""));
            var until = json.has("until")
                    ? Rfc3339Times.parse(json.path("until").asString(""))
                    : from.plus(Duration.ofDays(7));
            List<Grant> all = byAccount.computeIfAbsent(account, key -> new ArrayList<>());
            all.add(new Grant("FILE-" + (1000 + all.size()), from, until, countries, "file", "file", from, "", false));
        } catch (JacksonException | IllegalArgumentException | java.time.DateTimeException e) {
            throw new UserFacingException(place + ": is no grant: " + e.getMessage());
        }
    }
}
