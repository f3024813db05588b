package org.sekimori.cli.history;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sekimori.cli.history.ImportCheckpoint.Progress;
import org.sekimori.cli.support.ApiClient;
import org.sekimori.cli.support.ServiceOptions;
import org.sekimori.follow.delivery.FollowedServer;
import org.sekimori.follow.source.LineCounts;
import org.sekimori.server.UserFacingException;
import org.sekimori.text.CountPhrase;
import org.sekimori.text.FileAccessDiagnosis;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Imports the past. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Import old logs or exports as history: it warms the accounts' profiles, and decides nothing.",
            "Plain, gzip, zstd and xz files, in the order of time. After an interruption, the same command goes on."
        },
        footer = {
            "",
            "Example:  ./sekimori import postfix /var/log/mail.log*",
            "          ./sekimori import events export-2025.ndjson.zst",
            "Then see whom the rules would have refused:  ./sekimori rollout --history --home JP --days 400"
        })
public final class ImportCommand implements Callable<Integer> {

    private static final String EVENTS = "events";

    /** What rotation adds to a name: {@code .1, .2.gz, -20260131.zst}. */
    private static final Pattern ROTATED = Pattern.compile("([.-][0-9]{1,10})*(\\.(gz|zst|xz))?$");

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final ServiceOptions service = new ServiceOptions();

    @Parameters(
            index = "0",
            paramLabel = "SERVER",
            description =
                    "Whose log it is: postfix, dovecot, exim and others that 'follow' knows; or 'events' for NDJSON as in"
                            + " docs/events.md.")
    private String kind = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "FILE", description = "Files in any order.")
    private List<Path> files = List.of();

    @Option(
            names = "--zone",
            paramLabel = "Z",
            description = "Time zone of stamps without one. Default: this machine's.")
    private @Nullable String zone;

    @Option(
            names = "--server",
            paramLabel = "NAME",
            description = "Name of the server, as its events have it. Default: as the lines say.")
    private String server = "";

    @Option(names = "--dry-run", description = "Only read, and say what would be imported.")
    private boolean dryRun;

    @Option(names = "--again", description = "Import files that were imported already.")
    private boolean again;

    @Override
    public Integer call() throws IOException {
        AtomicLong octets = new AtomicLong();
        List<HistorySeries> series = series(octets);
        try {
            return dryRun ? read(series, octets) : post(series, octets);
        } finally {
            for (HistorySeries one : series) {
                one.close();
            }
        }
    }

    private int read(List<HistorySeries> series, AtomicLong octets) throws IOException {
        HistoryImport all = new HistoryImport(series, octets, null, null, Clock.systemUTC());
        all.run(spec.commandLine().getErr());
        PrintWriter out = spec.commandLine().getOut();
        out.println(CountPhrase.of(all.events(), "event") + " would be imported.");
        print(series, out);
        return 0;
    }

    private int post(List<HistorySeries> series, AtomicLong octets) throws IOException {
        ApiClient api = new ApiClient(service);
        ImportCheckpoint checkpoint = ImportCheckpoint.of(service.folder(), series);
        Progress before = again ? null : checkpoint.read();
        PrintWriter err = spec.commandLine().getErr();
        if (before != null && before.finished() != null) {
            throw new UserFacingException("these files were imported on " + before.finished() + " ("
                    + CountPhrase.of(before.events(), "event")
                    + "); --again imports them once more, which counts twice");
        }
        try (HistoryPoster poster = before == null
                ? new HistoryPoster(api, 0, 0)
                : new HistoryPoster(api, before.events(), before.rejected())) {
            HistoryImport all = new HistoryImport(series, octets, checkpoint, poster, Clock.systemUTC());
            if (before != null) {
                err.println("Going on after " + CountPhrase.of(before.events(), "event") + " of an earlier run.");
                err.flush();
                all.resume(before);
            }
            all.run(err);
            PrintWriter out = spec.commandLine().getOut();
            out.println(CountPhrase.of(poster.posted() - poster.rejected(), "event") + " imported as history.");
            if (poster.rejected() > 0) {
                out.println(CountPhrase.of(poster.rejected(), "event") + " refused, now dead letters:");
                poster.reasons().forEach(reason -> out.println("  " + reason));
            }
            print(series, out);
        }
        return 0;
    }

    private static void print(List<HistorySeries> series, PrintWriter out) {
        for (HistorySeries one : series) {
            LineCounts counts = one.reader().counts();
            out.printf(
                    "%s: %,d lines in %s; %,d understood, %,d ignored, %,d not understood, %,d of other programs%n",
                    one.name(),
                    counts.lines(),
                    CountPhrase.of(one.files().size(), "file"),
                    counts.understood(),
                    counts.ignored(),
                    counts.notUnderstood(),
                    counts.foreign());
            one.reader().samples().forEach(sample -> out.println("  not understood: " + sample));
        }
        out.flush();
    }

    /** Files of one program are one series, those of several servers, in folders of their own, are several. */
    private List<HistorySeries> series(AtomicLong octets) throws IOException {
        Map<String, List<Path>> named = new TreeMap<>();
        for (Path file : files) {
            if (!Files.isRegularFile(file) || FileAccessDiagnosis.isUnreadable(file)) {
                throw new UserFacingException(
                        file + (Files.exists(file) ? " " + FileAccessDiagnosis.explain(file) : " does not exist"));
            }
            Path absolute = file.toAbsolutePath().normalize();
            String base = ROTATED.matcher(absolute.getFileName().toString()).replaceFirst("");
            List<Path> same =
                    named.computeIfAbsent(absolute.resolveSibling(base).toString(), key -> new ArrayList<>());
            if (!same.contains(absolute)) {
                same.add(absolute);
            }
        }
        List<HistorySeries> series = new ArrayList<>();
        for (Map.Entry<String, List<Path>> one : named.entrySet()) {
            series.add(HistorySeries.of(one.getKey(), one.getValue(), reader(), octets));
        }
        return series;
    }

    private HistoryReader reader() {
        if (kind.equals(EVENTS)) {
            return new EventHistoryReader();
        }
        try {
            return new LogHistoryReader(FollowedServer.of(kind), zone(), server);
        } catch (IllegalArgumentException e) {
            throw new UserFacingException("SERVER " + e.getMessage() + ", or events");
        }
    }

    private ZoneId zone() {
        try {
            return zone == null ? ZoneId.systemDefault() : ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new UserFacingException("--zone must be a zone such as Asia/Tokyo, not '" + zone + "'");
        }
    }
}
