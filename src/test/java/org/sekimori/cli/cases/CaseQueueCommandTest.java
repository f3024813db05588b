package org.sekimori.cli.cases;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.cli.CommandRun;
import org.sekimori.cli.support.ServiceEndpoints;

/** What {@code case queue} makes of a service's answer. */
@SuppressWarnings("NullAway.Init")
class CaseQueueCommandTest {

    private static final String MESSAGES = """
            {"messages":[{"server":"192.0.2.25","queue_id":"4Q1"},{"server":"192.0.2.25","queue_id":"4Q2"}]}
            """;

    /** The first was released before. */
    private static final String HELD = """
            {"messages":[
            {"server":"192.0.2.25","queue_id":"4Q3","reference":"CCCC-CCCC","quarantined":true},
            {"server":"192.0.2.25","queue_id":"4Q2","reference":"BBBB-BBBB","quarantined":true},
            {"server":"192.0.2.25","queue_id":"4Q1","reference":"AAAA-AAAA","quarantined":true,"cleared":true},
            {"server":"192.0.2.25","queue_id":"4Q0","reference":"0000-0000"}]}
            """;

    private String messages = MESSAGES;
    private final List<String> notes = new ArrayList<>();

    @TempDir
    private Path folder;

    private HttpServer service;

    @BeforeEach
    void start() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/v1/cases/K7QX-3M2P/queue", exchange -> {
            byte[] bytes = messages.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        service.createContext("/v1/cases/K7QX-3M2P/quarantine", exchange -> {
            notes.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("{}".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        service.start();
        Files.createDirectories(folder.resolve("keys"));
        Files.writeString(folder.resolve("keys").resolve("local.key"), "key");
        new ServiceEndpoints(
                        ProcessHandle.current().pid(),
                        "http://127.0.0.1:" + service.getAddress().getPort(),
                        "127.0.0.1:9",
                        "sekimori.",
                        "127.0.0.1:9",
                        List.of(),
                        "")
                .write(folder);
    }

    @AfterEach
    void stop() {
        service.stop(0);
    }

    private CommandRun queue(String... arguments) {
        List<String> all = new ArrayList<>(List.of("case", "queue", "K7QX-3M2P", "--data", folder.toString()));
        all.addAll(List.of(arguments));
        return CommandRun.run(all.toArray(String[]::new));
    }

    @Test
    void aServerThatHasNoMessageIsNamedBesideThoseThatHave() {
        CommandRun misspelt = queue("--server", "mx1");
        assertThat(misspelt.out()).isEmpty();
        assertThat(misspelt.err().lines())
                .containsExactly("sekimori: no message of the case is of server mx1; they are of 192.0.2.25");
        CommandRun right = queue("--server", "192.0.2.25");
        assertThat(right.out().lines()).containsExactly("4Q1", "4Q2");
        assertThat(right.err()).isEmpty();
    }

    @Test
    void whatWasReleasedBeforeIsReleasedAgainOnlyWhenAskedForOrStillOnHold() throws IOException {
        messages = HELD;
        CommandRun release = queue("--release", "--by", "sato");
        assertThat(release.out().lines()).containsExactly("4Q3", "4Q2");
        assertThat(release.err())
                .contains("left out 1 message that was released or deleted before; --again prints them, too");
        assertThat(notes)
                .containsExactly(
                        "{\"by\":\"sato\",\"action\":\"released\",\"references\":[\"BBBB-BBBB\",\"CCCC-CCCC\"]}");

        assertThat(queue("--quarantined").out().lines()).containsExactly("4Q3", "4Q2");
        assertThat(queue("--quarantined", "--again").out().lines()).containsExactly("4Q3", "4Q2", "4Q1");
        assertThat(queue().out().lines()).as("what may be in any queue").containsExactly("4Q3", "4Q2", "4Q1", "4Q0");

        Path postqueue = Files.writeString(folder.resolve("postqueue"), """
                {"queue_name":"hold","queue_id":"4Q1"}
                {"queue_name":"active","queue_id":"4Q2"}
                """);
        assertThat(queue("--delete", "--postqueue", postqueue.toString()).out().lines())
                .containsExactly("4Q2", "4Q1");
        messages = HELD.replace("\"quarantined\":true}", "\"quarantined\":true,\"cleared\":true}");
        CommandRun nothing = queue("--delete");
        assertThat(nothing.out()).isEmpty();
        assertThat(nothing.err()).contains("no message of the case is in quarantine here", "left out 3 messages that");
    }

    /** As in {@code --postqueue <(postqueue -j)}. */
    @Test
    void theListOfTheQueueMayBeAPipe() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        CompletableFuture<Void> written = CompletableFuture.runAsync(() -> {
            try {
                Files.writeString(pipe, "{\"queue_id\":\"4Q2\"}\n");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        CommandRun run = queue("--postqueue", pipe.toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines()).containsExactly("4Q2");
        written.join();
    }
}
