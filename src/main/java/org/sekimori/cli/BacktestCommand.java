package org.sekimori.cli;

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
import org.sekimori.geo.GeoFiles;
import org.sekimori.lab.backtest.Backtest;
import org.sekimori.lab.backtest.Baseline;
import org.sekimori.lab.backtest.LogRecording;
import org.sekimori.lab.backtest.Outcome;
import org.sekimori.lab.backtest.Plan;
import org.sekimori.lab.backtest.RecordedRulebooks;
import org.sekimori.lab.backtest.Recording;
import org.sekimori.lab.backtest.Report;
import org.sekimori.lab.backtest.ReportHtml;
import org.sekimori.lab.backtest.ReportJson;
import org.sekimori.lab.backtest.ReportText;
import org.sekimori.lab.backtest.Reproducer;
import org.sekimori.lab.backtest.Reproduction;
import org.sekimori.lab.backtest.Snapshot;
import org.sekimori.mail.Counted;
import org.sekimori.mail.PeopleTime;
import org.sekimori.stream.LogReplay;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what a changed rulebook would have done to recorded traffic. */
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
final class BacktestCommand implements Callable<Integer> {

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
    private final EnforceOption enforce = new EnforceOption();

    @Option(
            names = "--geo",
            paramLabel = "FILE",
            description =
                    "MMDB file with countries, for events that are not from the log. Default: the starter database")
    private @Nullable Path geo;

    @Mixin
    private final CountedTime counted = new CountedTime();

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

    @Option(names = "--json", description = "Print the report as JSON.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        if (reproduce && (!files.isEmpty() || baseline != null || snapshot != null)) {
            throw new CommandFailed(
                    "--reproduce holds the running service's log against its own decisions; leave out files,"
                            + " --baseline and --snapshot");
        }
        LoadedRulebook loaded = load(rules);
        LoadedRulebook candidate = new LoadedRulebook(loaded.files(), enforce.of(loaded.rulebook(), rules));
        try {
            return files.isEmpty() ? log(candidate) : files(candidate);
        } catch (IOException | IllegalStateException e) {
            throw new CommandFailed(String.valueOf(e.getMessage()));
        } finally {
            candidate.rulebook().close();
        }
    }

    /** With the home countries of the service whose log is replayed, where neither folder nor option names any. */
    private LoadedRulebook load(Path folder) {
        return home.isEmpty() && files.isEmpty()
                ? LoadedRulebook.loadWithDefault(folder, service.find().home())
                : LoadedRulebook.load(folder, home);
    }

    /**
     * What is replayed.
     *
     * @param name in words
     * @param progress shown while it is read
     * @param at how far it was read
     * @param log whose decisions may be held against those made again, null for files
     */
    private record Replayed(
            String name,
            Recording recording,
            Progress progress,
            LongSupplier at,
            @Nullable LogReplay log) {}

    private int files(LoadedRulebook candidate) throws IOException, InterruptedException {
        InputFiles recording = new InputFiles(files);
        Progress progress = new Progress(spec.commandLine().getErr(), "KiB read", recording.totalKib());
        Replayed replayed = new Replayed(String.join(", ", files), recording, progress, recording::kib, null);
        if (baseline == null) {
            return run(candidate, new Baseline.None(), replayed);
        } else if (isFolder(baseline)) {
            return against(baseline, candidate, replayed);
        }
        RunFile running = service.findWithLog(spec.commandLine().getErr());
        try (LogReplay shelf = new LogReplay(running.log());
                RecordedRulebooks recorded = CommandTrial.recorded(shelf::rulebook)) {
            return run(candidate, ofTheLog(recorded), replayed);
        }
    }

    private int log(LoadedRulebook candidate) throws IOException, InterruptedException {
        RunFile running = service.findWithLog(spec.commandLine().getErr());
        // Rulebooks are looked up while entries are read: a Kafka consumer is for one thread.
        try (LogReplay log = new LogReplay(running.log());
                LogReplay shelf = new LogReplay(running.log());
                RecordedRulebooks recorded = CommandTrial.recorded(shelf::rulebook)) {
            Progress progress = new Progress(spec.commandLine().getErr(), "records read", log.size());
            LogRecording recording = new LogRecording(log);
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

    /** A rulebook of the log, or what was in force. */
    private Baseline ofTheLog(RecordedRulebooks recorded) {
        if (baseline == null || baseline.equals(IN_FORCE)) {
            return new Baseline.AsRecorded(recorded);
        }
        try {
            return new Baseline.Fixed(recorded.rulebook(baseline));
        } catch (IllegalStateException e) {
            throw new CommandFailed("--baseline " + baseline + " is no folder, and as an id: " + e.getMessage());
        }
    }

    private int against(String folder, LoadedRulebook candidate, Replayed replayed)
            throws IOException, InterruptedException {
        LoadedRulebook other = load(Path.of(folder));
        try {
            return run(candidate, new Baseline.Fixed(other.rulebook()), replayed);
        } finally {
            other.rulebook().close();
        }
    }

    private int run(LoadedRulebook candidate, Baseline against, Replayed replayed)
            throws IOException, InterruptedException {
        Snapshot start = snapshot == null ? null : Snapshot.read(snapshot);
        if (report != null) {
            Files.createDirectories(report);
        }
        LogReplay recorded = against instanceof Baseline.AsRecorded && start == null ? replayed.log() : null;
        Outcome outcome = replay(plan(candidate, against, recorded != null), start, replayed);
        Reproduction reproduction = recorded == null ? null : reproduction(recorded, outcome.reproducer());
        Report.Source source = new Report.Source(command(), replayed.name(), words(against), words(start));
        Report done = outcome.report(source, reproduction);
        if (saved != null) {
            outcome.snapshot().write(saved);
        }
        print(done);
        return reproduce && reproduction != null && !reproduction.exact() ? 1 : 0;
    }

    private Outcome replay(Plan plan, @Nullable Snapshot start, Replayed replayed)
            throws IOException, InterruptedException {
        UnusableLines unusable = new UnusableLines(spec.commandLine().getErr());
        Backtest backtest = new Backtest(plan, new RecordedEntries(geoFiles()), start, unusable::add);
        Outcome outcome;
        try {
            outcome = backtest.run(replayed.recording(), () -> replayed.progress()
                    .at(replayed.at().getAsLong()));
        } finally {
            replayed.progress().end();
        }
        unusable.end(replayed.name());
        if (outcome.entries() == 0) {
            throw new CommandFailed(replayed.name() + " has no entry that can be used");
        }
        return outcome;
    }

    private Reproduction reproduction(LogReplay log, Reproducer reproducer) {
        Progress progress = new Progress(spec.commandLine().getErr(), "decisions compared");
        log.decisions(reproducer::recorded, progress::at);
        progress.end();
        return reproducer.result();
    }

    private Plan plan(LoadedRulebook candidate, Baseline against, boolean prints) {
        ZoneId zone = candidate.rulebook().policies().defaults().zone();
        Instant begin = counted.from(zone);
        Instant end = counted.until(zone);
        try {
            return new Plan(
                    candidate.rulebook(),
                    against,
                    begin,
                    end,
                    examples,
                    prints,
                    threads != 0 ? threads : Runtime.getRuntime().availableProcessors());
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(String.valueOf(e.getMessage()));
        }
    }

    private GeoFiles geoFiles() {
        Path networks = rules.resolve("networks");
        return new GeoFiles(
                geo,
                null,
                LoadedRulebook.present(networks.resolve("relays.yml")),
                LoadedRulebook.present(networks.resolve("overrides.yml")));
    }

    private static String words(Baseline against) {
        return against instanceof Baseline.Fixed fixed
                ? fixed.rulebook().id()
                : against instanceof Baseline.AsRecorded ? "what was in force, by the activations" : "none";
    }

    private String words(@Nullable Snapshot start) {
        return start == null
                ? "empty profiles"
                : Counted.of(start.states().size(), "account") + " of " + snapshot + ", of "
                        + PeopleTime.of(start.time()) + " under " + start.rulebook();
    }

    /** What makes the same report again: options that change nothing in it are left out. */
    private String command() {
        List<String> silent = List.of("--report", "--threads", "--json", "--save-snapshot", "--reproduce", "--data");
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

    private void print(Report done) throws IOException {
        String text = ReportText.of(done);
        PrintWriter out = spec.commandLine().getOut();
        out.print(json ? ReportJson.of(done) : text);
        out.flush();
        if (report != null) {
            Files.writeString(report.resolve("backtest.txt"), text, StandardCharsets.UTF_8);
            Files.writeString(report.resolve("backtest.json"), ReportJson.of(done), StandardCharsets.UTF_8);
            Files.writeString(report.resolve("backtest.html"), ReportHtml.of(done), StandardCharsets.UTF_8);
        }
    }
}
