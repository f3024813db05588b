package org.sekimori.lab.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.sekimori.cli.input.InputFile;
import org.sekimori.lab.statistics.MailTableReader;
import org.sekimori.lab.statistics.PublicMailDatasetCodec;
import org.sekimori.lab.statistics.TrafficMeasure;
import org.sekimori.server.UserFacingException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reduces a table of messages to histograms. */
@Command(
        name = "histogram",
        mixinStandardHelpOptions = true,
        description = "Reduce a table of messages, one row for each recipient, to the histograms that are kept of it.",
        footer = {
            "",
            "Example:  ./sekimori lab histogram mail.csv --columns message,from,to,date,clock,size --name mine",
            "docs/examples/public-sets.sh makes those that are shipped."
        })
final class HistogramCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "Table, or - for standard input.")
    @SuppressWarnings("NullAway.Init")
    private String file;

    @Option(
            names = "--columns",
            required = true,
            split = ",",
            paramLabel = "COLUMN",
            description =
                    "In order: message, from, to, time (seconds since 1970), date, clock, size, or - for one not read."
                            + " Separated by commas, tabs or blanks.")
    private List<String> columns = List.of();

    @Option(names = "--name", required = true, paramLabel = "WORD", description = "Name of the set.")
    private String name = "";

    @Option(names = "--source", defaultValue = "", paramLabel = "TEXT", description = "Where the set comes from.")
    private String source = "";

    @Option(
            names = "--zone",
            defaultValue = "Z",
            paramLabel = "ZONE",
            description = "Time zone of days and hours; times in the table are UTC. Default: Z")
    private ZoneId zone = ZoneOffset.UTC;

    @Option(
            names = "--without",
            split = ",",
            paramLabel = "MEASURE",
            description = "Measures that the set cannot tell: ${COMPLETION-CANDIDATES}")
    private Set<TrafficMeasure> without = EnumSet.noneOf(TrafficMeasure.class);

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (BufferedReader rows = InputFile.lines(file)) {
            out.println(PublicMailDatasetCodec.write(
                    name, source, MailTableReader.read(rows, columns).sample(zone), without));
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new UserFacingException(file + ": " + e.getMessage());
        }
        out.flush();
        return 0;
    }
}
