package org.sekimori.archive.kibana;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers as Kibana would, and keeps what it was asked. */
public final class FakeKibana implements AutoCloseable {

    /** A request. */
    public record Asked(String method, String path, Map<String, List<String>> headers, String body) {
        /** The first value of a header; empty if there is none. */
        public String header(String name) {
            return headers.getOrDefault(name, List.of("")).get(0);
        }
    }

    private record Answer(int status, String body) {}

    private final HttpServer server;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();

    public FakeKibana() {
        this(plain());
    }

    FakeKibana(HttpServer server) {
        this.server = server;
        server.createContext("/", this::handle);
        server.start();
    }

    private static HttpServer plain() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A server that says that it is 9.5.3 and available. */
    public static FakeKibana ready() {
        return new FakeKibana().answer("GET", "/api/status", 200, "{\"version\":{\"number\":\"9.5.3\"}}");
    }

    /** What is answered to a path, without its query; the last of several answers stays. */
    public FakeKibana answer(String method, String path, int status, String body) {
        answers.computeIfAbsent(method + " " + path, key -> new ArrayDeque<>()).add(new Answer(status, body));
        return this;
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public List<Asked> asked() {
        return asked;
    }

    /** The last request. */
    public Asked last() {
        return asked.get(asked.size() - 1);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(new Asked(
                exchange.getRequestMethod(), exchange.getRequestURI().toString(), exchange.getRequestHeaders(), body));
        Deque<Answer> waiting = answers.getOrDefault(
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath(), new ArrayDeque<>());
        Answer answer = waiting.size() > 1 ? waiting.remove() : waiting.peek();
        if (answer == null) {
            answer = new Answer(404, "{\"statusCode\":404,\"message\":\"Not Found\"}");
        }
        byte[] octets = answer.body().getBytes(StandardCharsets.UTF_8);
        if (answer.status() == 302) {
            exchange.getResponseHeaders().set("Location", answer.body());
        }
        exchange.sendResponseHeaders(answer.status(), octets.length == 0 ? -1 : octets.length);
        exchange.getResponseBody().write(octets);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
