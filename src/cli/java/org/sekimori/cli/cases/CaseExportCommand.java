package org.sekimori.cli.cases;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sekimori.cli.decisions.SearchCommand;
import org.sekimori.cli.support.ApiClient;
import org.sekimori.cli.support.ApiCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes all cases into a file, for reports. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Write cases as a table (CSV) or with everything as one JSON object a line.",
        footer = {"", "Example:  ./sekimori case export --format csv --since 30d -o cases.csv"})
final class CaseExportCommand extends ApiCommand {

    /** How cases are written. */
    enum Format {
        CSV,
        NDJSON;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = "--format",
            paramLabel = "F",
            description = "${COMPLETION-CANDIDATES}. Default: csv, ndjson with --json")
    private @Nullable Format format;

    @Option(names = "--open", description = "Only those that nobody has judged yet.")
    private boolean open;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Opened 7d or such ago or later, or since 2026-11-26T00:00:00Z.")
    private @Nullable String since;

    @Option(names = "-o", paramLabel = "FILE", description = "Where to. Default: standard output.")
    private @Nullable Path file;

    @Override
    public Integer call() throws IOException {
        Format written = format != null ? format : json ? Format.NDJSON : Format.CSV;
        String path = "/v1/cases/export?format=" + written + (open ? "&state=open" : "");
        @Nullable String moment = SearchCommand.moment(since, Clock.systemUTC().instant());
        if (moment != null) {
            path += "&since=" + ApiClient.part(moment);
        }
        ApiClient api = new ApiClient(service);
        if (file == null) {
            spec.commandLine().getOut().flush();
            api.download(path, System.out);
            return 0;
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            api.download(path, out);
        }
        spec.commandLine().getErr().println("sekimori: written to " + file);
        return 0;
    }
}
