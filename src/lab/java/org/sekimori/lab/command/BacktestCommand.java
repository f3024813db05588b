package org.sekimori.lab.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.sekimori.cli.input.FileEntrySource;
import org.sekimori.cli.input.LogEntrySource;
import org.sekimori.cli.input.RecordedEntryDecoder;
import org.sekimori.cli.support.CommandProgress;
import org.sekimori.cli.support.CommandRulebookTrial;
import org.sekimori.cli.support.RulebookLoader;
import org.sekimori.cli.support.ServiceEndpoints;
import org.sekimori.cli.support.ServiceOptions;
import org.sekimori.engine.ReplayEngines;
import org.sekimori.geo.GeoFiles;
import org.sekimori.lab.backtest.Backtest;
import org.sekimori.lab.backtest.BacktestBaseline;
import org.sekimori.lab.backtest.BacktestHtmlRenderer;
import org.sekimori.lab.backtest.BacktestJsonWriter;
import org.sekimori.lab.backtest.BacktestPlan;
import org.sekimori.lab.backtest.BacktestReport;
import org.sekimori.lab.backtest.BacktestResult;
import org.sekimori.lab.backtest.BacktestTextRenderer;
import org.sekimori.lab.backtest.KafkaLogEntrySource;
import org.sekimori.lab.backtest.ReproductionChecker;
import org.sekimori.lab.backtest.ReproductionResult;
import org.sekimori.lab.backtest.StateSnapshot;
import org.sekimori.server.LoadedRulebook;
import org.sekimori.server.UserFacingException;
import org.sekimori.stream.consumer.LogReplay;
import org.sekimori.text.CountPhrase;
import org.sekimori.text.UtcTimeText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Replays recorded traffic under a changed rulebook and reports the differences. */
@Command(
        name = "backtest",
        mixinStandardHelpOptions = true,
        description = {
            "Replay recorded traffic through a candidate rulebook and report where it parts from the one in force.",
            "Without FILE the running service's own log is replayed, its recorded decisions are made again, and compared."
        },
        footer = {
            "",
            "Example:  ./sekimori backtest --rules my-rules --report target/backtest",
            "Example:  ./sekimori backtest events.ndjson.zst --rules my-rules --baseline rules --home JP",
            "Example:  ./sekimori backtest --reproduce      (exit code 1 unless every decision comes out again)",
            "FILE has one entry a line: mail events as in docs/events.md, or entries as on the log's topic 'events'; plain, gzip or"
                    + " zstd. Files are replayed in the order in which they are named, lines in theirs.",
            "The same command on the same entries gives the same report, byte for byte. More: docs/backtest.md"
        })
public final class BacktestCommand implements Callable<Integer> {

    private static final String IN_FORCE = "in-force";

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final ServiceOptions service = new ServiceOptions();

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "NDJSON files, or - for standard input.")
    private List<String> files = List.of();

    @Option(names = "--rules", paramLabel = "DIR", defaultValue = "rules", description = "The candidate's folder.")
    private Path rules = Path.of("rules");

    @Option(
            names = "--baseline",
            paramLabel = "DIR|ID|in-force",
            description =
                    "What to compare with: a folder, a rulebook that was in force once, or what was in force by the"
                            + " activations. Default: in-force for the log, nothing for files")
    private @Nullable String baseline;

    @Option(
            names = "--home",
            split = ",",
            paramLabel = "CC",
            description =
                    "Home countries, where the rulebooks of --rules and --baseline name none. Default for the log: those of"
                            + " the running service")
    private List<String> home = List.of();

    @Mixin
    private final EnforceRulesOption enforce = new EnforceRulesOption();

    @Option(
            names = "--geo",
            paramLabel = "FILE",
            description =
                    "MMDB file with countries, for events that are not from the log. Default: the starter database")
    private @Nullable Path geo;

    @Mixin
    private final TimeRangeOptions counted = new TimeRangeOptions();

    @Option(names = "--snapshot", paramLabel = "FILE", description = "Start both rulebooks from these states.")
    private @Nullable Path snapshot;

    @Option(names = "--save-snapshot", paramLabel = "FILE", description = "Keep the candidate's states at the end.")
    private @Nullable Path saved;

    @Option(
            names = "--examples",
            paramLabel = "N",
            defaultValue = "5",
            description = "How many accounts newly refused or flagged are explained. Default: 5")
    private int examples = 5;

    @Option(names = "--threads", paramLabel = "N", description = "Default: one for each core.")
    private int threads;

    @Option(names = "--reproduce", description = "Fail unless every recorded decision comes out again, byte for byte.")
    private boolean reproduce;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Also write backtest.txt, backtest.json and backtest.html there.")
    private @Nullable Path report;

    @Option(names = "--untested", description = "Do not run the candidate's rule tests first.")
    private boolean untested;

    @Option(names = "--json", description = "Print the report as JSON.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        if (reproduce && (!files.isEmpty() || baseline != null || snapshot != null)) {
            throw new UserFacingException(
                    "--reproduce holds the running service's log against its own decisions; leave out files,"
                            + " --baseline and --snapshot");
        }
        LoadedRulebook loaded = load(rules);
        LoadedRulebook candidate = new LoadedRulebook(loaded.files(), enforce.enforced(loaded.rulebook(), rules));
        try {
            return files.isEmpty() ? log(candidate) : files(candidate);
        } catch (IOException | IllegalStateException e) {
            throw new UserFacingException(String.valueOf(e.getMessage()));
        } finally {
            candidate.rulebook().close();
        }
    }

    /** With the home countries of the service whose log is replayed, where neither folder nor option names any. */
    private LoadedRulebook load(Path folder) {
        if (untested) {
            return RulebookLoader.loadUntested(folder, home);
        }
        return home.isEmpty() && files.isEmpty()
                ? RulebookLoader.loadWithDefault(folder, service.find().home())
                : RulebookLoader.load(folder, home);
    }

    /**
     * The replayed recording.
     *
     * @param name in words
     * @param progress shown while it is read
     * @param at progress of the reading
     * @param log whose decisions may be compared with those made again; null for files
     */
    private record Replayed(
            String name,
            LogEntrySource recording,
            CommandProgress progress,
            LongSupplier at,
            @Nullable LogReplay log) {}

    private int files(LoadedRulebook candidate) throws IOException, InterruptedException {
        FileEntrySource recording = new FileEntrySource(files);
        CommandProgress progress = new CommandProgress(spec.commandLine().getErr(), "KiB read", recording.totalKib());
        Replayed replayed = new Replayed(String.join(", ", files), recording, progress, recording::kib, null);
        if (baseline == null) {
            return run(candidate, new BacktestBaseline.None(), replayed);
        } else if (isFolder(baseline)) {
            return against(baseline, candidate, replayed);
        }
        ServiceEndpoints running = service.findWithLog(spec.commandLine().getErr());
        try (LogReplay replay = new LogReplay(running.log());
                ReplayEngines recorded = CommandRulebookTrial.recorded(replay::rulebook)) {
            return run(candidate, ofTheLog(recorded), replayed);
        }
    }

    private int log(LoadedRulebook candidate) throws IOException, InterruptedException {
        ServiceEndpoints running = service.findWithLog(spec.commandLine().getErr());
        // Rulebooks are looked up while entries are read: a Kafka consumer is for one thread.
        try (LogReplay log = new LogReplay(running.log());
                LogReplay replay = new LogReplay(running.log());
                ReplayEngines recorded = CommandRulebookTrial.recorded(replay::rulebook)) {
            CommandProgress progress = new CommandProgress(spec.commandLine().getErr(), "records read", log.size());
            KafkaLogEntrySource recording = new KafkaLogEntrySource(log);
            Replayed replayed =
                    new Replayed("the log of the running service", recording, progress, recording::count, log);
            return baseline != null && isFolder(baseline)
                    ? against(baseline, candidate, replayed)
                    : run(candidate, ofTheLog(recorded), replayed);
        }
    }

    private static boolean isFolder(String baseline) {
        return Files.isDirectory(Path.of(baseline));
    }

    /** A rulebook of the log, or the recorded activations. */
    private BacktestBaseline ofTheLog(ReplayEngines recorded) {
        if (baseline == null || baseline.equals(IN_FORCE)) {
            return new BacktestBaseline.AsRecorded(recorded);
        }
        try {
            return new BacktestBaseline.Fixed(recorded.rulebook(baseline));
        } catch (IllegalStateException e) {
            throw new UserFacingException("--baseline " + baseline + " is no folder, and as an id: " + e.getMessage());
        }
    }

    private int against(String folder, LoadedRulebook candidate, Replayed replayed)
            throws IOException, InterruptedException {
        LoadedRulebook other = load(Path.of(folder));
        try {
            return run(candidate, new BacktestBaseline.Fixed(other.rulebook()), replayed);
        } finally {
            other.rulebook().close();
        }
    }

    private int run(LoadedRulebook candidate, BacktestBaseline against, Replayed replayed)
            throws IOException, InterruptedException {
        StateSnapshot start = snapshot == null ? null : StateSnapshot.read(snapshot);
        if (report != null) {
            Files.createDirectories(report);
        }
        LogReplay recorded = against instanceof BacktestBaseline.AsRecorded && start == null ? replayed.log() : null;
        BacktestResult outcome = replay(plan(candidate, against, recorded != null), start, replayed);
        ReproductionResult reproduction = recorded == null ? null : reproduction(recorded, outcome.reproducer());
        BacktestReport.Source source =
                new BacktestReport.Source(command(), replayed.name(), words(against), words(start));
        BacktestReport done = outcome.report(source, reproduction);
        if (saved != null) {
            outcome.snapshot().write(saved);
        }
        print(done);
        return reproduce && reproduction != null && !reproduction.exact() ? 1 : 0;
    }

    private BacktestResult replay(BacktestPlan plan, @Nullable StateSnapshot start, Replayed replayed)
            throws IOException, InterruptedException {
        InvalidLineReporter unusable =
                new InvalidLineReporter(spec.commandLine().getErr());
        Backtest backtest = new Backtest(plan, new RecordedEntryDecoder(geoFiles()), start, unusable::add);
        BacktestResult outcome;
        try {
            outcome = backtest.run(replayed.recording(), () -> replayed.progress()
                    .at(replayed.at().getAsLong()));
        } finally {
            replayed.progress().end();
        }
        unusable.end(replayed.name());
        if (outcome.entries() == 0) {
            throw new UserFacingException(replayed.name() + " has no entry that can be used");
        }
        return outcome;
    }

    private ReproductionResult reproduction(LogReplay log, ReproductionChecker reproducer) {
        CommandProgress progress = new CommandProgress(spec.commandLine().getErr(), "decisions compared");
        log.decisions(reproducer::recorded, progress::at);
        progress.end();
        return reproducer.result();
    }

    private BacktestPlan plan(LoadedRulebook candidate, BacktestBaseline against, boolean prints) {
        ZoneId zone = candidate.rulebook().policies().defaults().zone();
        Instant begin = counted.from(zone);
        Instant end = counted.until(zone);
        try {
            return new BacktestPlan(
                    candidate.rulebook(),
                    against,
                    begin,
                    end,
                    examples,
                    prints,
                    threads != 0 ? threads : Runtime.getRuntime().availableProcessors());
        } catch (IllegalArgumentException e) {
            throw new UserFacingException(String.valueOf(e.getMessage()));
        }
    }

    private GeoFiles geoFiles() {
        return GeoFiles.under(rules, geo, null);
    }

    private static String words(BacktestBaseline against) {
        return against instanceof BacktestBaseline.Fixed fixed
                ? fixed.rulebook().id()
                : against instanceof BacktestBaseline.AsRecorded ? "what was in force, by the activations" : "none";
    }

    private String words(@Nullable StateSnapshot start) {
        return start == null
                ? "empty profiles"
                : CountPhrase.of(start.states().size(), "account") + " of " + snapshot + ", of "
                        + UtcTimeText.of(start.time()) + " under " + start.rulebook();
    }

    /** The command that makes the same report; options without effect on it are left out. */
    private String command() {
        List<String> silent =
                List.of("--report", "--threads", "--json", "--save-snapshot", "--reproduce", "--untested", "--data");
        StringBuilder command = new StringBuilder("./sekimori backtest");
        files.forEach(file -> command.append(' ').append(file));
        spec.commandLine().getParseResult().matchedOptions().forEach(option -> {
            String name = option.longestName();
            if (!silent.contains(name)) {
                String value = String.join(",", option.originalStringValues());
                command.append(' ').append(name).append(' ').append(value);
            }
        });
        return command.toString();
    }

    private void print(BacktestReport done) throws IOException {
        String text = BacktestTextRenderer.of(done);
        PrintWriter out = spec.commandLine().getOut();
        out.print(json ? BacktestJsonWriter.of(done) : text);
        out.flush();
        if (report != null) {
            Files.writeString(report.resolve("backtest.txt"), text, StandardCharsets.UTF_8);
            Files.writeString(report.resolve("backtest.json"), BacktestJsonWriter.of(done), StandardCharsets.UTF_8);
            Files.writeString(report.resolve("backtest.html"), BacktestHtmlRenderer.of(done), StandardCharsets.UTF_8);
        }
    }
}
