package org.sekimori.cli.support;

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
import org.sekimori.server.Installation;
import org.sekimori.server.UserFacingException;
import org.sekimori.stream.LogClientSettings;
import org.sekimori.stream.files.AtomicFileWriter;
import org.sekimori.stream.files.FolderLock;
import org.sekimori.text.FileAccessDiagnosis;

/**
 * Endpoints of a running service, written for other commands on the same machine.
 *
 * @param pid of the process
 * @param http base address of the API
 * @param kafka bootstrap servers
 * @param prefix of the topics
 * @param policy {@code host:port} of the policy server
 * @param home countries given at the start, for rulebooks that name none
 * @param folder working folder, in which it looks for its configuration; empty if unknown
 * @param started when the process started; null if unknown. After a kill its number may be another's
 */
public record ServiceEndpoints(
        long pid,
        String http,
        String kafka,
        String prefix,
        String policy,
        List<String> home,
        String folder,
        @Nullable Instant started) {

    static final String NAME = "run.properties";

    /** Tolerance of start times, which the system computes inexactly from its boot. */
    private static final Duration NEAR = Duration.ofSeconds(10);

    /** Of a process that runs. */
    public ServiceEndpoints(
            long pid, String http, String kafka, String prefix, String policy, List<String> home, String folder) {
        this(pid, http, kafka, prefix, policy, home, folder, started(pid));
    }

    private static @Nullable Instant started(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().startInstant())
                .orElse(null);
    }

    public void write(Path data) {
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
            AtomicFileWriter.write(data.resolve(NAME), out.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + data.resolve(NAME), e);
        }
    }

    public static void remove(Path data) {
        try {
            Files.deleteIfExists(data.resolve(NAME));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + data.resolve(NAME), e);
        }
    }

    /**
     * Finds the service of a data folder.
     *
     * @throws UserFacingException if none runs
     */
    public static ServiceEndpoints find(Path data) {
        ServiceEndpoints found = running(data);
        if (found == null) {
            throw new UserFacingException("no Sekimori runs over " + data + "; start one with '"
                    + Installation.commandName() + " up', or name its folder with --data DIR");
        }
        return found;
    }

    /**
     * The service of a data folder; null if none runs.
     *
     * @throws UserFacingException if its file is damaged
     */
    static @Nullable ServiceEndpoints running(Path data) {
        ServiceEndpoints found = read(data);
        if (found != null
                && (found.http().isEmpty()
                        || found.kafka().isEmpty()
                        || found.prefix().isEmpty())) {
            throw damaged(data.resolve(NAME));
        }
        return found;
    }

    private static UserFacingException damaged(Path file) {
        return new UserFacingException(
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

    private static @Nullable ServiceEndpoints read(Path data) {
        Path file = data.resolve(NAME);
        Properties p = new Properties();
        if (FileAccessDiagnosis.isUnreadable(file)) {
            throw new UserFacingException(
                    file + " " + FileAccessDiagnosis.explain(file) + "; or run the command as the user of the service");
        }
        if (Files.exists(file)) {
            try (Reader in = Files.newBufferedReader(file)) {
                p.load(in);
            } catch (IOException | IllegalArgumentException e) {
                throw new UserFacingException("cannot read " + file + ": " + e.getMessage());
            }
        }
        long pid = pid(file, p);
        Instant started = started(file, p);
        if (pid < 0 || ProcessHandle.of(pid).isEmpty() || another(data, started, started(pid))) {
            return null;
        }
        return new ServiceEndpoints(
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
    public LogClientSettings log() {
        return new LogClientSettings(
                kafka, prefix, KafkaClientSettings.of(Path.of(folder)).settings());
    }
}
