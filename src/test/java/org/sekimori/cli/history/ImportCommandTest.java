package org.sekimori.cli.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.cli.CommandRun;
import org.sekimori.cli.support.ServiceEndpoints;
import tools.jackson.databind.json.JsonMapper;

/** Imports of files, seen by the service that they are posted to. */
@SuppressWarnings("NullAway.Init")
class ImportCommandTest {

    @TempDir
    private Path folder;

    private HttpServer service;
    private final List<String> posted = new ArrayList<>();
    private int failAfter = Integer.MAX_VALUE;

    @BeforeEach
    void start() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/v1/events", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String answer;
            int status = 202;
            synchronized (posted) {
                if (posted.size() >= failAfter) {
                    status = 500;
                    answer = "{\"detail\":\"out of order\"}";
                } else {
                    List<String> lines = body.lines().toList();
                    posted.addAll(lines);
                    answer = "{\"accepted\":" + lines.size() + ",\"refused\":0,\"problems\":[]}";
                }
            }
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        service.start();
        Path data = folder.resolve("data");
        Files.createDirectories(data.resolve("keys"));
        Files.writeString(data.resolve("keys").resolve("local.key"), "key");
        new ServiceEndpoints(
                        ProcessHandle.current().pid(),
                        "http://127.0.0.1:" + service.getAddress().getPort(),
                        "127.0.0.1:9",
                        "sekimori.",
                        "127.0.0.1:9",
                        List.of(),
                        "")
                .write(data);
    }

    @AfterEach
    void stop() {
        service.stop(0);
    }

    private CommandRun run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("import"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--data", folder.resolve("data").toString()));
        return CommandRun.run(all.toArray(String[]::new));
    }

    private static String event(int second) {
        return String.format(
                "{\"time\":\"2025-03-01T%02d:%02d:%02dZ\",\"kind\":\"attempt\",\"account\":\"a%d@isp.example\"}",
                second / 3600, second / 60 % 60, second % 60, second);
    }

    private static String events(int from, int to, int step) {
        StringBuilder lines = new StringBuilder();
        for (int second = from; second < to; second += step) {
            lines.append(event(second)).append('\n');
        }
        return lines.toString();
    }

    private Path file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        try (OutputStream raw = Files.newOutputStream(file);
                OutputStream out = name.endsWith(".gz")
                        ? new GZIPOutputStream(raw)
                        : name.endsWith(".zst") ? new ZstdOutputStream(raw) : raw) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    private List<String> times() {
        return posted.stream()
                .map(line -> JsonMapper.shared().readTree(line).path("time").asString())
                .toList();
    }

    @Test
    void rotatedAndCompressedFilesOfTwoServersComeInTheOrderOfTime() throws IOException {
        String[] files = {
            file("mx1/mail.ndjson", events(200, 300, 2)).toString(),
            file("mx1/mail.ndjson.1.gz", events(100, 200, 2)).toString(),
            file("mx1/mail.ndjson.2.zst", events(0, 100, 2)).toString(),
            file("mx2/mail.ndjson", events(1, 300, 2)).toString(),
        };
        CommandRun run = run("events", files[0], files[3], files[2], files[1]);

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("300 events imported as history.", "150 lines in 3 files");
        assertThat(times()).hasSize(300).isSorted().doesNotHaveDuplicates();
        assertThat(posted).allMatch(line -> line.contains("\"history\":true"));
    }

    @Test
    void anInterruptedImportGoesOnAndACompleteOneIsNotMadeTwice() throws IOException {
        String file = file("all.ndjson.gz", events(0, 12_000, 1)).toString();
        failAfter = 5_000;
        assertThat(run("events", file).err()).contains("out of order");
        assertThat(posted).hasSize(5_000);

        failAfter = Integer.MAX_VALUE;
        CommandRun again = run("events", file);
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.err()).contains("Going on after 5,000 events of an earlier run.");
        assertThat(times()).hasSize(12_000).isSorted().doesNotHaveDuplicates();

        assertThat(run("events", file).err()).contains("were imported on", "--again");
        assertThat(posted).hasSize(12_000);
    }

    @Test
    void linesThatAreNoEventsAreCountedAndHideNothing() throws IOException {
        String file = file("odd.ndjson", "not json\n\n" + event(1) + "\n[1]\n{\"kind\":\"attempt\"}\n" + event(2))
                .toString();
        CommandRun run = run("events", file);

        assertThat(run.out()).contains("2 events imported", "2 understood, 0 ignored, 3 not understood");
        assertThat(times()).hasSize(2);
    }

    @Test
    void aDryRunPostsNothing() throws IOException {
        String file = file("all.ndjson", events(0, 10, 1)).toString();
        assertThat(run("events", file, "--dry-run").out()).contains("10 events would be imported.");
        assertThat(posted).isEmpty();
    }

    @Test
    void whatIsMisspeltIsNamed() throws IOException {
        String file = file("all.ndjson", event(0)).toString();
        assertThat(run("sendmail", file).err()).contains("SERVER must be one of", "or events");
        assertThat(run("events", folder.resolve("none").toString()).err()).contains("none does not exist");
        assertThat(run("events", file, "--zone", "Tokyo").code()).isZero();
        assertThat(IntStream.of(run("postfix", file, "--zone", "Tokyo").code()).sum())
                .isEqualTo(1);
    }
}
