package org.sekimori.cli.follow;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import org.sekimori.follow.AskedMessages;
import org.sekimori.follow.LogEvent;
import org.sekimori.follow.LogEventJson;
import org.sekimori.follow.delivery.FollowedServer;
import org.sekimori.follow.source.FileLogSource;
import org.sekimori.follow.source.JournalLogSource;
import org.sekimori.follow.source.LineSplitter;
import org.sekimori.follow.source.LogReading;
import org.sekimori.follow.source.LogSource;
import org.sekimori.follow.source.RawLine;
import org.sekimori.server.UserFacingException;
import org.sekimori.stream.files.Decompressor;
import org.sekimori.text.FileAccessDiagnosis;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads a mail server's log and prints the events in it; needs no service, and changes nothing. */
@Command(
        name = "follow",
        mixinStandardHelpOptions = true,
        description = "Read a mail server's log, and print the events that a follower makes of it. Changes nothing.",
        footer = {
            "",
            "Example:  ./sekimori follow postfix /var/log/mail.log",
            "Example:  ./sekimori follow postfix /var/log/mail.log.2.gz /var/log/mail.log.1 /var/log/mail.log --json > events.ndjson",
            "Example:  ./sekimori follow postfix --journal --follow",
            "The service follows what sekimori.follow.NAME.type and .file say (docs/logs.md)."
        })
public final class FollowCommand implements Callable<Integer> {

    private static final int CHUNK = 256 * 1024;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "SERVER", description = "Kind of server: postfix, dovecot, exim, …")
    @SuppressWarnings("NullAway.Init")
    private String server;

    @Parameters(
            index = "1..*",
            paramLabel = "FILE",
            description = "Log files, oldest first, plain or compressed (gz, zst, xz); - for standard input.")
    private List<String> files = List.of();

    @Option(names = "--journal", description = "Read systemd's journal instead: its entries of the mail system.")
    private boolean journal;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "Time zone of the server, where its log names none. Default: this machine's")
    private ZoneId zone = ZoneId.systemDefault();

    @Option(names = "--server", paramLabel = "NAME", description = "Name of the server. Default: as the lines say")
    private String name = "";

    @Option(names = "--follow", description = "Go on at the end of the file, until Ctrl-C.")
    private boolean follow;

    @Option(names = "--json", description = "Print the events as publish takes them, one JSON object a line.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        FollowedServer kind = kind();
        if (journal != files.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "Name one or several log files, or --journal.");
        }
        if (follow && !journal && (files.size() != 1 || files.get(0).equals("-"))) {
            throw new ParameterException(spec.commandLine(), "--follow takes one log file, or --journal.");
        }
        LogReading reading = new LogReading(kind.format(), zone, name, () -> kind.assembler(AskedMessages.NONE));
        FollowSummary summary = new FollowSummary(kind.word());
        if (journal || follow) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> print(summary, reading)));
            LogSource source = journal
                    ? new JournalLogSource(List.of("journalctl"), JournalLogSource.MAIL, Clock.systemUTC())
                    : new FileLogSource(readable(files.get(0)), Clock.systemUTC(), FileLogSource.QUIET);
            follow(source, reading, summary);
            return 0;
        }
        for (String file : files) {
            read(file, reading, summary);
        }
        print(summary, reading);
        return 0;
    }

    private FollowedServer kind() {
        try {
            return FollowedServer.of(server);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "SERVER " + e.getMessage());
        }
    }

    private static Path readable(String file) {
        Path path = Path.of(file);
        if (FileAccessDiagnosis.isUnreadable(path)) {
            throw new UserFacingException(file + " " + FileAccessDiagnosis.explain(path));
        }
        if (!Files.isRegularFile(path)) {
            throw new UserFacingException("cannot read " + file + "; name the log file of the mail server");
        }
        return path;
    }

    private void read(String file, LogReading reading, FollowSummary summary) throws IOException {
        boolean standard = file.equals("-");
        Instant written = standard
                ? Instant.now()
                : Files.getLastModifiedTime(readable(file)).toInstant().plusSeconds(1);
        byte[] chunk = new byte[CHUNK];
        LineSplitter splitter = new LineSplitter(false);
        try (InputStream raw = standard ? System.in : Files.newInputStream(Path.of(file));
                InputStream in = Decompressor.plain(new BufferedInputStream(raw))) {
            for (int got = in.read(chunk); got >= 0; got = in.read(chunk)) {
                splitter.add(chunk, 0, got, line -> read(line, written, reading, summary));
                reading.endBatch();
            }
        }
        splitter.finish(line -> read(line, written, reading, summary));
        reading.endBatch();
    }

    private void read(byte[] line, Instant written, LogReading reading, FollowSummary summary) {
        reading.read(new RawLine(line, Instant.EPOCH, written), (event, host, arrival) -> tell(event, host, summary));
    }

    private void follow(LogSource source, LogReading reading, FollowSummary summary) throws IOException {
        try (source) {
            source.open(null, LogSource.Start.BEGINNING);
            boolean more = true;
            while (more) {
                int lines = source.poll(
                        Duration.ofMillis(250),
                        raw -> reading.read(raw, (event, host, arrival) -> tell(event, host, summary)));
                reading.endBatch();
                spec.commandLine().getOut().flush();
                more = follow || lines > 0 || !source.atEnd();
            }
        }
    }

    private void tell(LogEvent event, String host, FollowSummary summary) {
        summary.add(event);
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                json
                        ? new String(LogEventJson.write(event, host), StandardCharsets.UTF_8)
                        : FollowedEventText.line(event, zone));
    }

    /** The summary; beside JSON on standard error, so that the output is events alone. */
    private void print(FollowSummary summary, LogReading reading) {
        PrintWriter out =
                json ? spec.commandLine().getErr() : spec.commandLine().getOut();
        summary.print(reading, out);
        out.flush();
        spec.commandLine().getOut().flush();
    }
}
