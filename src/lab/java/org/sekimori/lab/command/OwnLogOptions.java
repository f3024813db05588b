package org.sekimori.lab.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.cli.support.CommandProgress;
import org.sekimori.cli.support.ServiceEndpoints;
import org.sekimori.cli.support.ServiceOptions;
import org.sekimori.geo.GeoFiles;
import org.sekimori.lab.fit.LogTracer;
import org.sekimori.rules.Rulebook;
import org.sekimori.server.UserFacingException;
import org.sekimori.stream.consumer.LogReplay;
import org.sekimori.text.CountPhrase;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that name a log of one's own, for commands that weigh the evidence in it. */
final class OwnLogOptions {

    @Mixin
    private final ServiceOptions service = new ServiceOptions();

    @Option(
            names = "--log",
            paramLabel = "FILE",
            split = ",",
            description =
                    "NDJSON of a log of your own, as in docs/events.md or as on the topic 'events'; - is standard input.")
    private List<String> files = List.of();

    @Option(names = "--live", description = "Read the running service's own log instead of a file.")
    private boolean live;

    @Option(
            names = "--log-warm-up",
            paramLabel = "N",
            defaultValue = "30",
            description = "First days of the log in which habits form; they are not counted. Default: 30")
    private int warmUp = 30;

    @Option(
            names = "--geo",
            paramLabel = "FILE",
            description =
                    "MMDB file with countries, for events that are not from the log. Default: the starter database")
    private @Nullable Path geo;

    /** Whether a log is named. */
    boolean named() {
        return live || !files.isEmpty();
    }

    /** The log in words, for provenance. */
    String words() {
        return live ? "the running service's log" : String.join(", ", files);
    }

    /**
     * Steps the log through the engine.
     *
     * @param rules folder of the rulebook
     */
    LogTracer trace(Rulebook rulebook, Path rules, PrintWriter err) throws IOException {
        if (warmUp < 0) {
            throw new UserFacingException("--log-warm-up must be 0 or more, not " + warmUp);
        }
        if (live && !files.isEmpty()) {
            throw new UserFacingException("--log and --live both say which log to read; name one of them");
        }
        LogTracer tracer = new LogTracer(rulebook, warmUp);
        if (live) {
            readLive(tracer, err);
        } else {
            readFiles(tracer, rules, err);
        }
        if (tracer.failed() > 0) {
            err.println(words() + ": left out: " + CountPhrase.of(tracer.failed(), "entry", "entries")
                    + " that the engine cannot step");
        }
        return tracer;
    }

    private void readFiles(LogTracer tracer, Path rules, PrintWriter err) throws IOException {
        MailEventFileReader reading = new MailEventFileReader(GeoFiles.under(rules, geo, null), err);
        CommandProgress progress = new CommandProgress(err, "lines read");
        for (String file : files) {
            reading.readEntries(file, entry -> {
                tracer.add(entry);
                progress.at(reading.usable());
            });
        }
        progress.end();
        if (reading.usable() == 0) {
            throw new UserFacingException("no line of " + words() + " can be used");
        }
        if (reading.unusable() > 0) {
            err.println(words() + ": left out: " + reading.unusable() + " of "
                    + CountPhrase.of(reading.usable() + reading.unusable(), "line") + ", which cannot be used");
        }
    }

    private void readLive(LogTracer tracer, PrintWriter err) {
        ServiceEndpoints running = service.findWithLog(err);
        CommandProgress progress = new CommandProgress(err, "entries read");
        try (LogReplay replay = new LogReplay(running.log())) {
            replay.entries((partition, entry) -> tracer.add(entry), progress::at);
        } catch (IllegalStateException e) {
            throw new UserFacingException(String.valueOf(e.getMessage()));
        } finally {
            progress.end();
        }
    }
}
