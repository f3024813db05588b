package org.sekimori.cli;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.ReadRights;
import org.sekimori.stream.FolderLock;
import org.sekimori.stream.LogAccess;
import org.sekimori.stream.SmallFile;

/**
 * Where a running service says how it can be reached, for the other commands on the same machine.
 *
 * @param pid of the process
 * @param http base address of the API
 * @param kafka bootstrap servers
 * @param prefix of the topics
 * @param policy {@code host:port} of the door for Postfix
 * @param home countries that it was started with, for rulebooks that name none
 * @param folder where it was started, in which it looks for its configuration; empty: nobody wrote it down
 * @param started when the process started, null if the system or an earlier version did not say: after a kill its number may be another's
 */
record RunFile(
        long pid,
        String http,
        String kafka,
        String prefix,
        String policy,
        List<String> home,
        String folder,
        @Nullable Instant started) {

    static final String NAME = "run.properties";

    /** The system tells when a process started by counting from its boot, which is not exact. */
    private static final Duration NEAR = Duration.ofSeconds(10);

    /** Of a process that runs. */
    RunFile(long pid, String http, String kafka, String prefix, String policy, List<String> home, String folder) {
        this(pid, http, kafka, prefix, policy, home, folder, started(pid));
    }

    private static @Nullable Instant started(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().startInstant())
                .orElse(null);
    }

    void write(Path data) {
        Properties p = new Properties();
        p.put("pid", Long.toString(pid));
        p.put("http", http);
        p.put("kafka", kafka);
        p.put("prefix", prefix);
        p.put("policy", policy);
        p.put("home", String.join(",", home));
        p.put("folder", folder);
        if (started != null) {
            p.put("started", started.toString());
        }
        try (StringWriter out = new StringWriter()) {
            p.store(out, "Written by a running Sekimori; removed when it stops");
            // Other commands may look while it is written.
            SmallFile.write(data.resolve(NAME), out.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + data.resolve(NAME), e);
        }
    }

    static void remove(Path data) {
        try {
            Files.deleteIfExists(data.resolve(NAME));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + data.resolve(NAME), e);
        }
    }

    /**
     * Finds the service that runs over a data folder.
     *
     * @throws CommandFailed if none does
     */
    static RunFile find(Path data) {
        RunFile found = running(data);
        if (found == null) {
            throw new CommandFailed("no Sekimori runs over " + data + "; start one with '" + Program.name()
                    + " up', or name its folder with --data DIR");
        }
        return found;
    }

    /**
     * The service that runs over a data folder, null if none does.
     *
     * @throws CommandFailed if its file is damaged
     */
    static @Nullable RunFile running(Path data) {
        RunFile found = read(data);
        if (found != null
                && (found.http().isEmpty()
                        || found.kafka().isEmpty()
                        || found.prefix().isEmpty())) {
            throw damaged(data.resolve(NAME));
        }
        return found;
    }

    private static CommandFailed damaged(Path file) {
        return new CommandFailed(
                file + " is damaged; restart the service that runs over this folder, which writes it anew");
    }

    private static @Nullable Instant started(Path file, Properties p) {
        String text = p.getProperty("started", "");
        try {
            return text.isEmpty() ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw damaged(file);
        }
    }

    /** Whether the number belongs to another process by now, and not only the clock was set. */
    private static boolean another(Path data, @Nullable Instant written, @Nullable Instant now) {
        return written != null
                && now != null
                && Duration.between(written, now).abs().compareTo(NEAR) > 0
                && !FolderLock.held(data);
    }

    private static long pid(Path file, Properties p) {
        try {
            return Long.parseLong(p.getProperty("pid", "-1").strip());
        } catch (NumberFormatException e) {
            throw damaged(file);
        }
    }

    private static @Nullable RunFile read(Path data) {
        Path file = data.resolve(NAME);
        Properties p = new Properties();
        if (ReadRights.missing(file)) {
            throw new CommandFailed(
                    file + " " + ReadRights.why(file) + "; or run the command as the user of the service");
        }
        if (Files.exists(file)) {
            try (Reader in = Files.newBufferedReader(file)) {
                p.load(in);
            } catch (IOException | IllegalArgumentException e) {
                throw new CommandFailed("cannot read " + file + ": " + e.getMessage());
            }
        }
        long pid = pid(file, p);
        Instant started = started(file, p);
        if (pid < 0 || ProcessHandle.of(pid).isEmpty() || another(data, started, started(pid))) {
            return null;
        }
        return new RunFile(
                pid,
                p.getProperty("http", ""),
                p.getProperty("kafka", ""),
                p.getProperty("prefix", ""),
                p.getProperty("policy", ""),
                Stream.of(p.getProperty("home", "").split(","))
                        .filter(country -> !country.isEmpty())
                        .toList(),
                p.getProperty("folder", ""),
                started);
    }

    /** How the log of the service is reached, with the settings of Kafka clients that the service itself has read. */
    LogAccess log() {
        return new LogAccess(kafka, prefix, ClientSettings.of(Path.of(folder)).settings());
    }
}
