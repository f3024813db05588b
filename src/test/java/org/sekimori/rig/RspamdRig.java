package org.sekimori.rig;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A throw-away rspamd with the files of {@code docs/connect/rspamd}, in a folder and on a port of its own. By itself it refuses only
 * what has {@code Subject: unwanted}.
 */
final class RspamdRig implements AutoCloseable {

    /** Not 2, whose upgrade makes rspamd lose the headers. */
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Stands in for rspamd's own checks. */
    private static final String OTHER_CHECK = """
            rspamd_config:register_symbol({
              name = 'OTHER', type = 'postfilter', priority = 1,
              callback = function(task)
                if task:get_subject() == 'unwanted' then task:set_pre_result('reject', 'Unwanted', 'other') end
              end,
            })
            """;

    private final Path folder;
    private final int port;
    private final Process process;

    private RspamdRig(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /** What this machine lacks; empty if it has everything. */
    static String missing() {
        return ExternalCommand.find("rspamd").isEmpty() ? "rspamd is not here" : "";
    }

    /**
     * Starts one and returns when it answers.
     *
     * @param sekimori port of Sekimori
     * @param actions further actions of {@code actions.conf}
     */
    static RspamdRig start(Path made, int sekimori, String actions) throws IOException {
        Path folder = made.toRealPath();
        PostfixConfigWriter.letOthersEnter(folder);
        int port = FreePorts.free(1).get(0);
        Files.writeString(folder.resolve("tld.dat"), "example\nnet\n");
        Files.writeString(folder.resolve("key"), "topsecret\n");
        String here = "http://127.0.0.1:" + sekimori;
        Files.writeString(
                folder.resolve("sekimori.lua"),
                Files.readString(Path.of("docs/connect/rspamd/sekimori.lua"))
                        .replace("http://127.0.0.1:8080", here)
                        .replace(
                                "/etc/rspamd/sekimori.key",
                                folder.resolve("key").toString())
                        .replace("local timeout = 2.0", "local timeout = 0.5"));
        Files.writeString(
                folder.resolve("metadata_exporter.conf"),
                Files.readString(Path.of("docs/connect/rspamd/metadata_exporter.conf"))
                        .replace("http://127.0.0.1:8080", here)
                        .replace("\"KEY\"", "\"topsecret\""));
        Files.writeString(
                folder.resolve("load.lua"), "dofile('" + folder.resolve("sekimori.lua") + "')\n" + OTHER_CHECK);
        Map<String, String> words =
                Map.of("folder", folder.toString(), "port", Integer.toString(port), "actions", actions);
        String text;
        try (InputStream in = Objects.requireNonNull(RspamdRig.class.getResourceAsStream("rspamd.conf"))) {
            text = new String(in.readAllBytes(), UTF_8);
        }
        for (Map.Entry<String, String> word : words.entrySet()) {
            text = text.replace("%" + word.getKey() + "%", word.getValue());
        }
        Files.writeString(folder.resolve("rspamd.conf"), text);
        Process process = new ProcessBuilder(
                        ExternalCommand.find("rspamd").orElseThrow().toString(),
                        "-f",
                        "-i",
                        "-c",
                        folder.resolve("rspamd.conf").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile())
                .start();
        RspamdRig rig = new RspamdRig(folder, port, process);
        try {
            await("rspamd")
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(100))
                    .failFast("rspamd has ended", () -> !process.isAlive())
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> {
                        new Socket("127.0.0.1", port).close();
                        return true;
                    });
            return rig;
        } catch (RuntimeException e) {
            rig.close();
            throw new IllegalStateException("rspamd did not start: " + rig.log(), e);
        }
    }

    /**
     * Checks a message of alice@isp.example, as a mail server does.
     *
     * @param user who has logged in; empty: nobody
     * @return rspamd's answer
     */
    JsonNode check(String user, String subject) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/checkv2"))
                .timeout(Duration.ofSeconds(20))
                .header("IP", "91.10.20.30")
                .header("Helo", "laptop")
                .header("From", "alice@isp.example")
                .header("Rcpt", "bob@example.net")
                .header("Queue-Id", "4jZ3RK0")
                .POST(BodyPublishers.ofString("From: alice@isp.example\r\nTo: bob@example.net\r\nSubject: " + subject
                        + "\r\nMessage-ID: <m1@isp.example>\r\n\r\nhello\r\n"));
        if (!user.isEmpty()) {
            request.header("User", user);
        }
        try {
            return JsonMapper.shared()
                    .readTree(
                            HTTP.send(request.build(), BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    String log() {
        try {
            Path log = folder.resolve("rspamd.log");
            return (Files.exists(log) ? Files.readString(log) : "") + Files.readString(folder.resolve("out"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
