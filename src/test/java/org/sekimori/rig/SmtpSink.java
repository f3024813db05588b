package org.sekimori.rig;

import static org.awaitility.Awaitility.await;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An SMTP server that takes everything and keeps it in files: {@code smtp-sink} of Postfix, on a port of 127.0.0.1 of its own.
 */
public final class SmtpSink implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(1);

    private final Path folder;
    private final int port;
    private final Process process;

    private SmtpSink(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /**
     * A message that was taken.
     *
     * @param recipients of its envelope
     * @param sender of its envelope, empty for the null sender
     * @param message the whole of it
     * @param subject decoded
     * @param text decoded body
     */
    public record Mail(List<String> recipients, String sender, MimeMessage message, String subject, String text) {

        /** The value of a header line, empty if there is none. */
        public String header(String name) {
            try {
                String value = message.getHeader(name, null);
                return value == null ? "" : value;
            } catch (MessagingException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /**
     * Starts one and returns when it answers.
     *
     * @param folder for it alone; made if it is not there
     */
    public static SmtpSink start(Path folder) {
        return start(folder, FreePorts.free(1).get(0));
    }

    /** The same on a port of one's choice, to come back where one was before. */
    public static SmtpSink start(Path folder, int port) {
        return start(folder, port, List.of());
    }

    /** One that answers 450 to every recipient, as a server that greylists does. */
    public static SmtpSink deferring(Path folder) {
        return start(folder, FreePorts.free(1).get(0), List.of("-r", "rcpt"));
    }

    /** One that answers 550 to every recipient, as a server does that knows none of a dirty list. */
    public static SmtpSink refusing(Path folder) {
        return start(folder, FreePorts.free(1).get(0), List.of("-f", "rcpt"));
    }

    private static SmtpSink start(Path folder, int port, List<String> options) {
        try {
            Files.createDirectories(folder);
            List<String> command = new ArrayList<>(List.of(
                    ExternalCommand.find("smtp-sink")
                            .orElseThrow(() -> new IllegalStateException("there is no smtp-sink"))
                            .toString(),
                    "-u",
                    "root",
                    "-d",
                    folder.resolve("mail.").toString()));
            command.addAll(options);
            command.addAll(List.of("127.0.0.1:" + port, "100"));
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(
                            folder.resolveSibling(folder.getFileName() + ".log").toFile())
                    .start();
            SmtpSink sink = new SmtpSink(folder, port, process);
            await("smtp-sink")
                    .atMost(START_LIMIT)
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> {
                        new Socket("127.0.0.1", port).close();
                        return true;
                    });
            return sink;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** What it has taken so far, whole messages only, in no order. */
    public List<Mail> mails() {
        List<Mail> mails = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Mail mail = read(file);
                if (mail != null) {
                    mails.add(mail);
                }
            }
            return mails;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A dump begins with lines X-…-Args about the envelope and a line Received; null while it is being written. */
    private static @Nullable Mail read(Path file) throws IOException, MessagingException {
        String dump = Files.readString(file, StandardCharsets.UTF_8);
        if (!dump.contains("\n\n") || !dump.endsWith("\n")) {
            return null;
        }
        MimeMessage message = new MimeMessage(
                Session.getInstance(new Properties()), new ByteArrayInputStream(dump.getBytes(StandardCharsets.UTF_8)));
        List<String> recipients = new ArrayList<>();
        String[] lines = message.getHeader("X-Rcpt-Args");
        for (String line : lines == null ? new String[0] : lines) {
            recipients.add(address(line));
        }
        String sender = message.getHeader("X-Mail-Args", null);
        return new Mail(
                recipients,
                sender == null ? "" : address(sender),
                message,
                String.valueOf(message.getSubject()),
                String.valueOf(message.getContent()));
    }

    private static String address(String argument) {
        int open = argument.indexOf('<');
        int close = argument.indexOf('>', open);
        return open < 0 || close < 0 ? argument.strip() : argument.substring(open + 1, close);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
