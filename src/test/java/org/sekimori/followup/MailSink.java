package org.sekimori.followup;

import static org.awaitility.Awaitility.await;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/** Postfix's {@code smtp-sink}: takes every mail and keeps it in a file. */
final class MailSink implements AutoCloseable {

    private final Process process;
    private final Path folder;
    final int port;

    private MailSink(Process process, Path folder, int port) {
        this.process = process;
        this.folder = folder;
        this.port = port;
    }

    static MailSink start(Path folder) throws IOException {
        Files.createDirectories(folder);
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Process process = new ProcessBuilder(
                        "smtp-sink",
                        "-u",
                        System.getProperty("user.name"),
                        "-d",
                        folder.toAbsolutePath() + "/%s.",
                        "127.0.0.1:" + port,
                        "64")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("..").resolve("sink.log").toFile())
                .start();
        await().until(() -> {
            try (Socket probe = new Socket()) {
                probe.connect(new InetSocketAddress("127.0.0.1", port), 500);
                return true;
            } catch (IOException e) {
                return false;
            }
        });
        return new MailSink(process, folder, port);
    }

    /** Everything that was taken. */
    List<Taken> mails() {
        List<Taken> mails = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String text = Files.readString(file);
                if (text.contains("X-Rcpt-Args")) {
                    mails.add(new Taken(
                            text,
                            new MimeMessage(
                                    Session.getInstance(new Properties()),
                                    new ByteArrayInputStream(Files.readAllBytes(file)))));
                }
            }
            return mails;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One mail: as it stands in the file, and read. */
    record Taken(String raw, MimeMessage message) {
        String subject() {
            try {
                return String.valueOf(message.getSubject());
            } catch (MessagingException e) {
                throw new IllegalStateException(e);
            }
        }

        String body() {
            try {
                return String.valueOf(message.getContent());
            } catch (MessagingException | IOException e) {
                throw new IllegalStateException(e);
            }
        }

        boolean to(String address) {
            return raw.contains("X-Rcpt-Args: <" + address + ">");
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
