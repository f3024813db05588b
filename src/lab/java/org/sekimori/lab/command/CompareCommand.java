package org.sekimori.lab.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sekimori.cli.support.CommandProgress;
import org.sekimori.cli.support.ServiceEndpoints;
import org.sekimori.cli.support.ServiceOptions;
import org.sekimori.engine.LogEntry;
import org.sekimori.geo.GeoFiles;
import org.sekimori.lab.statistics.LogSampler;
import org.sekimori.lab.statistics.PopulationComparison;
import org.sekimori.lab.statistics.PopulationSample;
import org.sekimori.lab.statistics.PublicMailDatasets;
import org.sekimori.lab.statistics.WorldSampler;
import org.sekimori.lab.world.SyntheticWorld;
import org.sekimori.lab.world.WorldSettings;
import org.sekimori.server.UserFacingException;
import org.sekimori.stream.consumer.LogReplay;
import org.sekimori.text.CountPhrase;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares an operator's customers with those of the evaluation. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = "Compare your own log with the simulated customers that the rules were evaluated with.",
        footer = {
            "",
            "Example:  ./sekimori lab compare events.ndjson.gz --zone Asia/Tokyo",
            "Example:  ./sekimori lab compare --live --json",
            "LOG has one mail event a line, as in docs/events.md or as on the log's topic 'events', each account's by"
                    + " rising time; it may be compressed with gzip.",
            "Kept and printed are histograms and what follows from them: no account, address or recipient.",
            "What cannot be used is named on standard error; the exit code is 1 if nothing can."
        })
final class CompareCommand implements Callable<Integer> {

    private final Function<WorldSettings, SyntheticWorld> simulator;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final ServiceOptions service = new ServiceOptions();

    @Parameters(arity = "0..1", paramLabel = "LOG", description = "NDJSON file, or - for standard input.")
    private @Nullable String log;

    @Option(names = "--live", description = "Read the running service's own log instead of a file.")
    private boolean live;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Option(
            names = "--simulator-accounts",
            defaultValue = "5000",
            paramLabel = "N",
            description = "Size of the simulated population. Default: 5000")
    private int accounts = 5000;

    @Option(names = "--days", paramLabel = "N", description = "Length of the simulation. Default: as long as the log")
    private @Nullable Integer days;

    @Option(
            names = "--zone",
            defaultValue = "Asia/Tokyo",
            paramLabel = "ZONE",
            description = "Your time zone, which days and hours are of. Default: Asia/Tokyo")
    private ZoneId zone = WorldSettings.ZONE;

    @Option(
            names = "--home",
            split = ",",
            defaultValue = WorldSettings.HOME,
            paramLabel = "CC",
            description = "Countries that are not abroad. Default: JP")
    private Set<String> home = Set.of(WorldSettings.HOME);

    @Option(
            names = "--geo",
            paramLabel = "FILE",
            description = "MMDB file with countries. Default: the starter database")
    private @Nullable Path geo;

    @Option(names = "--rules", paramLabel = "DIR", defaultValue = "rules", description = "Folder of the rulebook.")
    private Path rules = Path.of("rules");

    /** @param simulator makes the world that logs are compared with */
    CompareCommand(Function<WorldSettings, SyntheticWorld> simulator) {
        this.simulator = simulator;
    }

    @Override
    public Integer call() throws IOException {
        if ((log == null) == !live) {
            throw new UserFacingException("name a file with one JSON event a line, or - for input, or else --live");
        }
        PrintWriter err = spec.commandLine().getErr();
        LogSampler census = new LogSampler(zone, home);
        String what = log == null ? gatherLive(census, err) : gather(log, census, err);
        PopulationSample yours;
        try {
            yours = census.sample();
        } catch (IllegalStateException e) {
            throw new UserFacingException(what + " has no submission of any account that can be used");
        }
        if (census.late() > 0) {
            err.println(what + ": left out: " + CountPhrase.of(census.late(), "event")
                    + " after a later day of the same account" + "; sort by time for exact figures");
        }
        PopulationSample simulated = simulate(yours);
        PopulationComparison comparison = PopulationComparison.of(simulated.figures(), yours.figures());
        PopulationComparisonText text =
                new PopulationComparisonText(yours, simulated, comparison, PublicMailDatasets.shipped());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(text.json());
        } else {
            text.print(out);
        }
        out.flush();
        return 0;
    }

    private String gather(String file, LogSampler census, PrintWriter err) throws IOException {
        MailEventFileReader reading = new MailEventFileReader(GeoFiles.under(rules, geo, null), err);
        CommandProgress progress = new CommandProgress(err, "lines read");
        reading.read(file, event -> {
            census.add(event);
            progress.at(reading.usable());
        });
        progress.end();
        if (reading.usable() == 0) {
            throw new UserFacingException("no line of " + file + " can be used");
        }
        if (reading.unusable() > 0) {
            err.println(file + ": " + "left out: " + reading.unusable() + " of "
                    + CountPhrase.of(reading.usable() + reading.unusable(), "line") + ", which cannot be used");
        }
        return file;
    }

    private String gatherLive(LogSampler census, PrintWriter err) {
        ServiceEndpoints running = service.findWithLog(spec.commandLine().getErr());
        CommandProgress progress = new CommandProgress(err, "entries read");
        try (LogReplay replay = new LogReplay(running.log())) {
            replay.entries(
                    (partition, entry) -> {
                        if (entry instanceof LogEntry.Mail mail) {
                            census.add(mail.event());
                        }
                    },
                    progress::at);
        } catch (IllegalStateException e) {
            throw new UserFacingException(String.valueOf(e.getMessage()));
        } finally {
            progress.end();
        }
        return "the running service's log";
    }

    /** From the log's first day on, and as long, so that weekdays, holidays and beginnings weigh the same in both. */
    private PopulationSample simulate(PopulationSample yours) {
        try {
            WorldSettings setting = new WorldSettings(accounts, yours.first(), days == null ? yours.days() : days, 0);
            SyntheticWorld world = simulator.apply(setting);
            return WorldSampler.of(world, List.copyOf(world.honestClasses()));
        } catch (IllegalArgumentException e) {
            throw new UserFacingException(String.valueOf(e.getMessage()));
        }
    }
}
