package org.sekimori.rig;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real Elasticsearch as a process of its own, on loopback, from the jars on Maven Central ({@code src/test/elasticsearch}).
 * It has templates, bulk, search and aggregations, but none of the server's modules: no lifecycle management, no security, no
 * scripts, no update by query.
 */
public final class ElasticsearchNode implements AutoCloseable {

    private static final Path SCRIPTS = Path.of("src", "test", "elasticsearch");
    private static final String READY = "READY ";

    private final Path folder;
    private final int port;
    private final String[] settings;
    private final HttpClient http = HttpClient.newHttpClient();
    private Process process;

    private ElasticsearchNode(Path folder, int port, String[] settings) {
        this.folder = folder;
        this.port = port;
        this.settings = settings;
        this.process = launch();
    }

    /**
     * Starts a node and returns when it answers; the first time that takes half a minute more, because it is built.
     *
     * @param folder for its data and its output
     * @param settings such as {@code thread_pool.write.queue_size=1}
     */
    public static ElasticsearchNode start(Path folder, String... settings) {
        return new ElasticsearchNode(folder, FreePorts.free(1).get(0), settings);
    }

    /** Why no node can run here; empty if one can. */
    public static String unavailabilityReason() {
        Process search = started(new ProcessBuilder(SCRIPTS.resolve("find-jdk").toString()));
        return ended(search) == 0 ? "" : "no JDK 21 or newer beside the default one";
    }

    /** Where it listens, such as {@code http://127.0.0.1:20123}. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /**
     * Asks it something and returns the answer, whatever its status.
     *
     * @param json body, or null
     */
    public JsonNode ask(String method, String path, @Nullable String json) {
        HttpRequest.BodyPublisher body = json == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(json, StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(url().resolve(path))
                .header("Content-Type", "application/json")
                .method(method, body)
                .build();
        try {
            return JsonMapper.shared()
                    .readTree(http.send(request, HttpResponse.BodyHandlers.ofByteArray())
                            .body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** How many documents stand in the indices that match, the newest included. */
    public long count(String pattern) {
        ask("POST", "/" + pattern + "/_refresh", null);
        return ask("GET", "/" + pattern + "/_count", null).path("count").asLong();
    }

    /** The documents that match a query, at most 10,000. */
    public List<JsonNode> search(String pattern, String query) {
        ask("POST", "/" + pattern + "/_refresh", null);
        JsonNode found = ask("POST", "/" + pattern + "/_search", "{\"size\":10000,\"query\":" + query + "}");
        List<JsonNode> documents = new ArrayList<>();
        found.required("hits").required("hits").forEach(hit -> documents.add(hit.required("_source")));
        return documents;
    }

    /** Kills it as a power failure would, and returns when it is gone. */
    public void kill() {
        process.destroyForcibly();
        ended(process);
    }

    /** Stops it in order, and returns when it is gone. */
    public void stop() {
        process.destroy();
        ended(process);
    }

    /** Starts it again with its data, on the same port. */
    public void startAgain() {
        process = launch();
    }

    private Process launch() {
        List<String> command = new ArrayList<>(List.of(
                SCRIPTS.resolve("run").toString(), folder.resolve("home").toString(), Integer.toString(port)));
        command.addAll(List.of(settings));
        Path errors = folder.resolve("elasticsearch.err");
        Process started =
                started(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile())));
        BufferedReader output = started.inputReader(StandardCharsets.UTF_8);
        try {
            String line = output.readLine();
            while (line != null && !line.startsWith(READY)) {
                line = output.readLine();
            }
            if (line == null) {
                throw new IllegalStateException("Elasticsearch did not start: " + Files.readString(errors));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread drain = new Thread(() -> output.lines().forEach(line -> {}), "elasticsearch-output");
        drain.setDaemon(true);
        drain.start();
        return started;
    }

    private static Process started(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int ended(Process process) {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("process " + process.pid() + " does not end");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
