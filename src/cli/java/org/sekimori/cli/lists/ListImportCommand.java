package org.sekimori.cli.lists;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sekimori.cli.support.ApiClient;
import org.sekimori.cli.support.ApiCommand;
import org.sekimori.cli.support.CommandProgress;
import org.sekimori.server.UserFacingException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/** Puts the values of a file on a list. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Put the values of a file on a list.",
            "The file has one value a line, with comments after # or ; (Spamhaus DROP, FireHOL), or is CSV with a header that has"
                    + " 'value', or JSON as CrowdSec and Spamhaus write it.",
            "What cannot be read is named by its line, and the rest is taken; with --strict nothing is."
        },
        footer = {
            "",
            "Example:  ./sekimori list import drop.txt --list drop --days 2 --reason 'Spamhaus DROP of today'",
            "          cscli decisions list -o json | ./sekimori list import - --list crowdsec --reason CrowdSec"
        })
final class ListImportCommand extends ApiCommand {

    private static final int MOST_SHOWN = 20;

    @Parameters(paramLabel = "FILE", description = "The file; - is standard input.")
    private String file = "";

    @Option(names = "--list", required = true, paramLabel = "NAME", description = "The list; a new name makes one.")
    private String list = "";

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description = "Kind of what does not say it. " + ListCommands.KIND + " Default: ${DEFAULT-VALUE}")
    private String kind = "network";

    @Option(
            names = "--days",
            paramLabel = "N",
            description = "All end after so many days. Default: each has the end that the file gives it, or none.")
    private @Nullable Integer days;

    @Option(
            names = "--reason",
            required = true,
            paramLabel = "TEXT",
            description = "Why, for the history; of values that bring none of their own.")
    private String reason = "";

    @Option(names = "--format", paramLabel = "FORMAT", description = "plain, csv or json. Default: what it looks like.")
    private ListFileReader.Format format = ListFileReader.Format.AUTO;

    @Option(names = "--strict", description = "Take nothing if something cannot be read.")
    private boolean strict;

    @Override
    public Integer call() {
        if (days != null && (days < 1 || days > 3_650)) {
            throw new ParameterException(spec.commandLine(), "--days is 1 to 3650");
        }
        Instant now = Instant.now();
        ListFileReader reader = new ListFileReader(ListCommands.kind(this, kind), now);
        PrintWriter err = spec.commandLine().getErr();
        try {
            reader.read(text(), format);
        } catch (IOException e) {
            throw new UserFacingException("cannot read " + file + ": "
                    + (e instanceof MalformedInputException ? "it is not UTF-8" : e.toString()));
        }
        List<ListFileReader.Fault> faults = reader.faults();
        faults.stream().limit(MOST_SHOWN).forEach(one -> err.println(file + ": " + one.place() + ": " + one.problem()));
        if (faults.size() > MOST_SHOWN) {
            err.println(file + ": and " + (faults.size() - MOST_SHOWN) + " more");
        }
        err.flush();
        if (reader.rows().isEmpty() || strict && !faults.isEmpty()) {
            throw new UserFacingException("nothing was taken from " + file
                    + (strict && !faults.isEmpty()
                            ? ", because of --strict"
                            : ": there is nothing in it that can be read"));
        }
        Instant until = days == null ? null : now.plus(Duration.ofDays(days));
        CommandProgress progress =
                new CommandProgress(err, "values", reader.rows().size());
        long taken =
                new ListImport(new ApiClient(service), list, asker()).put(reader.rows(), reason, until, progress::at);
        progress.end();
        return ListCommands.printed(
                this,
                JsonMapper.shared()
                        .createObjectNode()
                        .put("list", list)
                        .put("taken", taken)
                        .put("not_read", faults.size()),
                String.format(
                        Locale.ROOT,
                        "%,d values are on %s%s.",
                        taken,
                        list,
                        faults.isEmpty() ? "" : String.format(Locale.ROOT, "; %,d could not be read", faults.size())));
    }

    private String text() throws IOException {
        return file.equals("-")
                ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                : Files.readString(Path.of(file));
    }
}
