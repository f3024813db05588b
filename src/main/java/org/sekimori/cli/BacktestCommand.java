package org.sekimori.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
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
import org.sekimori.stream.LogReplay;
import org.sekimori.stream.json.Times;
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
            description = "Home countries, where the rulebooks of --rules and --baseline name none.")
    private List<String> home = List.of();

    @Option(
            names = "--geo",
            paramLabel = "FILE",
            description =
                    "MMDB file with countries, for events that are not from the log. Default: the starter database")
    private @Nullable Path geo;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Count submissions from then on, a day or an RFC 3339 time; what comes before only warms.")
    private @Nullable String from;

    @Option(names = "--until", paramLabel = "TIME", description = "Count submissions before then.")
    private @Nullable String until;

    @Option(names = "--days", paramLabel = "N", description = "Count so many days before --until, or before now.")
    private int days;

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
        LoadedRulebook candidate = LoadedRulebook.load(rules, home);
        try {
            return files.isEmpty() ? log(candidate) : files(candidate);
        } catch (IOException | IllegalStateException e) {
            throw new CommandFailed(String.valueOf(e.getMessage()));
        } finally {
            candidate.rulebook().close();
        }
    }

    private int files(LoadedRulebook candidate) throws IOException, InterruptedException {
        InputFiles recording = new InputFiles(files);
        Progress progress = new Progress(spec.commandLine().getErr(), "KiB read", recording.totalKib());
        String what = String.join(", ", files);
        if (baseline != null && !Files.isDirectory(Path.of(baseline))) {
            RunFile running = service.find();
            try (LogReplay shelf = new LogReplay(running.kafka(), running.prefix());
                    RecordedRulebooks recorded = new RecordedRulebooks(shelf::rulebook)) {
                return run(
                        candidate,
                        baseline(recorded),
                        recording,
                        () -> progress.at(recording.kib()),
                        progress,
                        what,
                        null);
            }
        }
        if (baseline == null) {
            return run(
                    candidate,
                    new Baseline.None(),
                    recording,
                    () -> progress.at(recording.kib()),
                    progress,
                    what,
                    null);
        }
        LoadedRulebook other = LoadedRulebook.load(Path.of(baseline), home);
        try {
            Baseline fixed = new Baseline.Fixed(other.rulebook());
            return run(candidate, fixed, recording, () -> progress.at(recording.kib()), progress, what, null);
        } finally {
            other.rulebook().close();
        }
    }

    private int log(LoadedRulebook candidate) throws IOException, InterruptedException {
        RunFile running = service.find();
        // Rulebooks are looked up while entries are read: a Kafka consumer is for one thread.
        try (LogReplay log = new LogReplay(running.kafka(), running.prefix());
                LogReplay shelf = new LogReplay(running.kafka(), running.prefix());
                RecordedRulebooks recorded = new RecordedRulebooks(shelf::rulebook)) {
            Progress progress = new Progress(spec.commandLine().getErr(), "records read", log.size());
            LogRecording recording = new LogRecording(log);
            String what = "the log of the running service";
            if (baseline != null && Files.isDirectory(Path.of(baseline))) {
                LoadedRulebook other = LoadedRulebook.load(Path.of(baseline), home);
                try {
                    Baseline fixed = new Baseline.Fixed(other.rulebook());
                    return run(candidate, fixed, recording, () -> progress.at(recording.count()), progress, what, null);
                } finally {
                    other.rulebook().close();
                }
            }
            return run(
                    candidate,
                    baseline(recorded),
                    recording,
                    () -> progress.at(recording.count()),
                    progress,
                    what,
                    log);
        }
    }

    /** A rulebook of the log, or what was in force. */
    private Baseline baseline(RecordedRulebooks recorded) {
        if (baseline == null || baseline.equals(IN_FORCE)) {
            return new Baseline.AsRecorded(recorded);
        }
        try {
            return new Baseline.Fixed(recorded.rulebook(baseline));
        } catch (IllegalStateException e) {
            throw new CommandFailed("--baseline " + baseline + " is no folder, and as an id: " + e.getMessage());
        }
    }

    private int run(
            LoadedRulebook candidate,
            Baseline against,
            Recording recording,
            Runnable at,
            Progress progress,
            String what,
            @Nullable LogReplay log)
            throws IOException, InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        UnusableLines unusable = new UnusableLines(err);
        Snapshot start = snapshot == null ? null : Snapshot.read(snapshot);
        if (report != null) {
            Files.createDirectories(report);
        }
        boolean recorded = log != null && against instanceof Baseline.AsRecorded && start == null;
        Plan plan = plan(candidate, against, recorded);
        Outcome outcome;
        try {
            outcome = new Backtest(plan, new RecordedEntries(geoFiles()), start, unusable::add).run(recording, at);
        } finally {
            progress.end();
        }
        unusable.end(what);
        if (outcome.entries() == 0) {
            throw new CommandFailed(what + " has no entry that can be used");
        }
        Reproduction reproduction = recorded && log != null ? reproduction(log, outcome.reproducer()) : null;
        Report done =
                outcome.report(new Report.Source(command(), what, words(against), startWords(start)), reproduction);
        if (saved != null) {
            outcome.snapshot().write(saved);
        }
        print(done);
        return reproduce && reproduction != null && !reproduction.exact() ? 1 : 0;
    }

    private Reproduction reproduction(LogReplay log, Reproducer reproducer) {
        Progress progress = new Progress(spec.commandLine().getErr(), "decisions compared");
        log.decisions(reproducer::recorded, progress::at);
        progress.end();
        return reproducer.result();
    }

    private Plan plan(LoadedRulebook candidate, Baseline against, boolean prints) {
        ZoneId zone = candidate.rulebook().policies().defaults().zone();
        Instant end = until == null ? Instant.MAX : time("--until", until, zone);
        Instant begin = from == null ? Instant.MIN : time("--from", from, zone);
        if (days > 0) {
            if (from != null) {
                throw new CommandFailed("--days and --from both say where counting begins; name one of them");
            }
            begin = (until == null ? Clock.systemUTC().instant() : end).minus(Duration.ofDays(days));
        }
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

    private static Instant time(String option, String text, ZoneId zone) {
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(zone).toInstant()
                    : Times.parse(text);
        } catch (DateTimeException e) {
            throw new CommandFailed(
                    option + " must be a day such as 2026-06-01 or a time such as 2026-06-01T00:00:00Z, not " + text);
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

    private String startWords(@Nullable Snapshot start) {
        return start == null
                ? "empty profiles"
                : start.states().size() + " accounts of " + snapshot + ", of " + start.time() + " under "
                        + start.rulebook();
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
