package org.sekimori.lab.command;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sekimori.cli.support.ServiceEndpoints;
import org.sekimori.cli.support.ServiceOptions;
import org.sekimori.engine.LogEntry;
import org.sekimori.grants.GrantCommand;
import org.sekimori.lab.world.AssumptionFactors;
import org.sekimori.lab.world.LabelledLogEntry;
import org.sekimori.lab.world.MergedTimeline;
import org.sekimori.lab.world.PublishedEventJson;
import org.sekimori.lab.world.SyntheticWorld;
import org.sekimori.lab.world.WorldFactory;
import org.sekimori.lab.world.WorldSettings;
import org.sekimori.server.UserFacingException;
import org.sekimori.stream.inbox.BulkEntryPublisher;
import org.sekimori.stream.json.EntryJson;
import org.sekimori.text.CountPhrase;
import org.sekimori.text.NameSuggestion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes the mail of an invented population, as NDJSON or onto the running log. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = {
            "Write the mail of an invented population and its thieves: NDJSON on standard output, or onto the running log.",
            "All accounts are in isp.example and bulk.isp.example. The same options, --start among them, give the same events."
        },
        footer = {
            "",
            "Example:  ./sekimori simulate --accounts 200 --days 30 > mail.ndjson && ./sekimori decide mail.ndjson --explain",
            "Example:  ./sekimori simulate --grants grants.ndjson | ./sekimori publish -",
            "Example:  ./sekimori simulate --log --days 30 --speed 600      (an hour in six seconds)",
            "Grants stand among the events as the log has them, which 'decide' reads; 'publish' does not: give them a file."
        })
public final class SimulateCommand implements Callable<Integer> {

    private static final int UNSET = Integer.MIN_VALUE;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--accounts", paramLabel = "N", defaultValue = "200", description = "Default: 200")
    private int accounts = 200;

    @Option(names = "--days", paramLabel = "N", defaultValue = "14", description = "Default: 14")
    private int days = 14;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description = "Days at the beginning without thieves. Default: half of all")
    private int warmUp = UNSET;

    @Option(
            names = "--start",
            paramLabel = "DAY",
            description = "First day. Default: so that the last one is yesterday")
    private @Nullable LocalDate start;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Another number, another world.")
    private long seed = 1;

    @Option(
            names = "--world",
            paramLabel = "NAME",
            defaultValue = "simulator",
            description = "Which generator: simulator or judge. Default: simulator")
    private String world = "simulator";

    @Option(
            names = "--parameters",
            paramLabel = "FILE",
            description = "Other numbers for the simulator, in the form of its parameters.yml.")
    private @Nullable Path parameters;

    @Option(
            names = "--speed",
            paramLabel = "X",
            description =
                    "So many times as fast as the events' own times; 1 is real time. Default: as fast as possible")
    private double speed;

    @Option(
            names = "--log",
            description = "Put the entries onto the running log instead, as endpoints and commands do.")
    private boolean log;

    @Mixin
    private final ServiceOptions service = new ServiceOptions();

    @Option(
            names = "--grants",
            paramLabel = "FILE",
            description = "Write grants there, as 'decide --grants' reads them.")
    private @Nullable Path grants;

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description = "Write there what only the inventor knows: event id, kind of customer, class of attack.")
    private @Nullable Path labels;

    @Override
    public Integer call() throws IOException {
        if (!(speed >= 0 && speed < Double.POSITIVE_INFINITY)) {
            throw new UserFacingException(
                    "--speed must be more than 0, such as 60 for a minute in a second, not " + speed);
        }
        MergedTimeline timeline = new MergedTimeline(invent());
        PrintWriter out = spec.commandLine().getOut();
        try (Output output = log
                        ? new LogOutput(service.findWithLog(spec.commandLine().getErr()))
                        : new LineOutput(out, file(grants));
                @Nullable BufferedWriter labelled = file(labels)) {
            Consumer<LabelledLogEntry> receiver = moment -> {
                output.write(moment);
                if (labelled != null) {
                    label(labelled, moment);
                }
            };
            Consumer<LabelledLogEntry> paced = speed > 0 ? new TimedReplay(speed, receiver, output::flush) : receiver;
            long count = timeline.forEach(Instant.MIN, Instant.MAX, paced);
            output.flush();
            if (log) {
                out.println(CountPhrase.of(count, "entry") + " put onto the log.");
            }
        } catch (IllegalStateException e) {
            throw new UserFacingException(String.valueOf(e.getMessage()));
        }
        out.flush();
        return 0;
    }

    private SyntheticWorld invent() {
        WorldFactory generator = WorldGenerators.all(parameters).get(world);
        if (generator == null) {
            throw new UserFacingException("there is no world '" + world + "'; name simulator or judge"
                    + NameSuggestion.didYouMean(world, List.of("simulator", "judge")));
        }
        LocalDate first = start == null ? LocalDate.now(WorldSettings.ZONE).minusDays(days) : start;
        try {
            WorldSettings setting = new WorldSettings(accounts, first, days, warmUp == UNSET ? days / 2 : warmUp);
            return generator.world(setting, seed, AssumptionFactors.PLAIN);
        } catch (IllegalArgumentException e) {
            throw new UserFacingException(String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable BufferedWriter file(@Nullable Path path) throws IOException {
        return path == null ? null : Files.newBufferedWriter(path, StandardCharsets.UTF_8);
    }

    private static void label(BufferedWriter into, LabelledLogEntry moment) {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        if (moment.entry() instanceof LogEntry.Mail mail) {
            json.put("id", mail.event().id());
            json.put("account", mail.event().account().name());
            json.put("customer", moment.honestClass());
            json.put("attack", moment.attackClass());
            line(into, json.toString());
        }
    }

    private static void line(BufferedWriter into, String text) {
        try {
            into.write(text);
            into.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a synthetic population's traffic, as NDJSON or onto the running log. */
    private interface Output extends AutoCloseable {
        void write(LabelledLogEntry moment);

        void flush();

        @Override
        void close() throws IOException;
    }

    /** One JSON object a line. */
    private record LineOutput(PrintWriter out, @Nullable BufferedWriter grants) implements Output {

        @Override
        public void write(LabelledLogEntry moment) {
            if (moment.entry() instanceof LogEntry.Mail mail) {
                out.print(PublishedEventJson.of(mail.event()) + "\n");
            } else if (grants == null) {
                out.print(new String(EntryJson.write(moment.entry()), StandardCharsets.UTF_8) + "\n");
            } else if (moment.entry() instanceof LogEntry.GrantRequest one
                    && one.command() instanceof GrantCommand.Open open) {
                line(grants, grant(open));
            }
            if (out.checkError()) {
                throw new IllegalStateException("the output is closed");
            }
        }

        private static String grant(GrantCommand.Open open) {
            ObjectNode json = JsonMapper.shared().createObjectNode();
            json.put("account", open.account().name());
            Instant from = open.from() == null ? open.time() : open.from();
            json.put("from", from.toString());
            json.put("until", from.plus(7, ChronoUnit.DAYS).toString());
            var countries = json.putArray("countries");
            open.countries().forEach(countries::add);
            return json.toString();
        }

        @Override
        public void flush() {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            if (grants != null) {
                grants.close();
            }
        }
    }

    /** The running log. */
    private static final class LogOutput implements Output {
        private final BulkEntryPublisher publisher;

        LogOutput(ServiceEndpoints service) {
            publisher = BulkEntryPublisher.connect(service.log());
        }

        @Override
        public void write(LabelledLogEntry moment) {
            publisher.publish(moment.entry());
        }

        @Override
        public void flush() {
            publisher.flush();
        }

        @Override
        public void close() {
            publisher.close();
        }
    }
}
