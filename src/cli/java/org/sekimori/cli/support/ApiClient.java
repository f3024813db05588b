package org.sekimori.cli.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.sekimori.server.UserFacingException;
import org.sekimori.text.FileAccessDiagnosis;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Client of the running service's API, as its administrator on the same machine. */
public final class ApiClient {

    /** A rulebook is compiled and tested before the answer comes. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int UNAVAILABLE = 503;

    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;
    private final String key;

    public ApiClient(ServiceOptions service) {
        this(service.find().http(), service.folder().resolve("keys").resolve("local.key"));
    }

    public ApiClient(String base, Path keyFile) {
        this.base = base;
        if (FileAccessDiagnosis.isUnreadable(keyFile)) {
            throw new UserFacingException("the API key in " + keyFile + " " + FileAccessDiagnosis.explain(keyFile)
                    + "; or run the command as the user of the service");
        }
        try {
            this.key = Files.readString(keyFile).strip();
            if (key.isEmpty() || key.chars().anyMatch(Character::isISOControl)) {
                throw new UserFacingException(
                        "the API key in " + keyFile + " is empty or damaged; put a copy of it there, or"
                                + " delete it with api-keys.yml beside it and restart the service, which makes new ones");
            }
        } catch (IOException e) {
            throw new UserFacingException("cannot read the API key in " + keyFile + ": " + e.getMessage());
        }
    }

    /** A refusal of the service, in its own sentence. */
    public static final class RefusedException extends UserFacingException {
        private static final long serialVersionUID = 1L;

        private final int status;
        private final String type;
        private final int currentVersion;

        RefusedException(String message, int status, String type, int currentVersion) {
            super(message);
            this.status = status;
            this.type = type;
            this.currentVersion = currentVersion;
        }

        /** Of HTTP. */
        public int status() {
            return status;
        }

        /** Type of the problem (RFC 9457); empty or {@code about:blank} if it has no own. */
        public String type() {
            return type;
        }

        /** Of the case that has changed since it was read; 0 if it was refused for another reason. */
        public int currentVersion() {
            return currentVersion;
        }
    }

    /**
     * Path of an account's resource, with the account in the query, which proxies do not rewrite; further parameters may be
     * added.
     *
     * @param what the resource, such as {@code /hold}
     */
    public static String account(String account, String what) {
        return "/v1/account" + what + "?account=" + part(account);
    }

    /** A part of a path, or the value of a parameter. */
    public static String part(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A line of a rulebook or of a batch of events. */
    public static String problem(JsonNode one) {
        if (!one.has("file")) {
            return "  " + one;
        }
        int line = one.path("line").asInt(0);
        int column = one.path("column").asInt(0);
        return "  " + one.path("file").asString("") + (line == 0 ? "" : ":" + line)
                + (column == 0 ? "" : ":" + column) + ": "
                + one.path("message").asString("");
    }

    public JsonNode get(String path) {
        return call("GET", path, "");
    }

    /**
     * Copies an answer as it is.
     *
     * @throws UserFacingException with the service's own sentence if it refuses
     */
    public void download(String path, OutputStream out) {
        HttpRequest request = request(path).GET().build();
        try {
            HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() >= 400) {
                    throw refused(JsonMapper.shared().readTree(body), response.statusCode());
                }
                body.transferTo(out);
                out.flush();
            }
        } catch (IOException | JacksonException e) {
            throw new UserFacingException("no answer from " + base + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserFacingException("interrupted");
        }
    }

    /**
     * The answer to a batch of lines.
     *
     * @param status of HTTP; 503: only the lines before {@code line} of the body were taken
     * @param body the result, or the problem (RFC 9457)
     */
    public record BatchAnswer(int status, JsonNode body) {}

    /**
     * Posts lines of JSON.
     *
     * @param lines NDJSON
     * @throws UserFacingException if there is no answer, or it is neither 202 nor 503
     */
    public BatchAnswer postLines(String path, String lines) {
        HttpRequest request = request(path)
                .header("Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofString(lines))
                .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            JsonNode answer = JsonMapper.shared().readTree(response.body());
            if (response.statusCode() >= 400 && response.statusCode() != UNAVAILABLE) {
                throw refused(answer, response.statusCode());
            }
            return new BatchAnswer(response.statusCode(), answer);
        } catch (IOException | JacksonException e) {
            throw new UserFacingException("no answer from " + base + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserFacingException("interrupted");
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + key)
                .header("X-Sekimori-Channel", "cli");
    }

    private static RefusedException refused(JsonNode answer, int status) {
        return new RefusedException(
                answer.path("detail").asString("the service answered " + status),
                status,
                answer.path("type").asString(""),
                answer.path("current_version").asInt(0));
    }

    /**
     * Calls the API.
     *
     * @param body JSON; empty: none
     * @throws UserFacingException with the service's own sentence if it refuses
     */
    public JsonNode call(String method, String path, String body) {
        HttpRequest.Builder request =
                request(path).method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            JsonNode answer = response.body().isEmpty()
                    ? JsonMapper.shared().createObjectNode()
                    : JsonMapper.shared().readTree(response.body());
            if (response.statusCode() >= 400) {
                List<String> problems = new ArrayList<>();
                answer.path("problems").forEach(one -> problems.add(problem(one)));
                if (!problems.isEmpty()) {
                    throw new UserFacingException("refused:\n" + String.join("\n", problems));
                }
                throw refused(answer, response.statusCode());
            }
            return answer;
        } catch (IOException | JacksonException e) {
            throw new UserFacingException("no answer from " + base + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserFacingException("interrupted");
        }
    }
}
