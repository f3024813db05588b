package org.sekimori.api;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A program that uses the API.
 *
 * @param base such as {@code http://127.0.0.1:8080}
 * @param key its key, null: it has none
 * @param headers further headers, name and value in turn
 */
public record ApiTestClient(String base, @Nullable String key, List<String> headers) {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    public ApiTestClient withKey(@Nullable String other) {
        return new ApiTestClient(base, other, headers);
    }

    /** The same at another port. */
    ApiTestClient at(String otherBase) {
        return new ApiTestClient(otherBase, key, headers);
    }

    public ApiTestClient with(String header, String value) {
        List<String> more = new ArrayList<>(headers);
        more.add(header);
        more.add(value);
        return new ApiTestClient(base, key, more);
    }

    public ApiTestReply get(String path) {
        return send("GET", path, null);
    }

    public ApiTestReply post(String path, String body) {
        return send("POST", path, body);
    }

    ApiTestReply put(String path, String body) {
        return send("PUT", path, body);
    }

    ApiTestReply delete(String path) {
        return send("DELETE", path, null);
    }

    public ApiTestReply send(String method, String path, @Nullable String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(20))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null && !headers.contains("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        for (int i = 0; i < headers.size(); i += 2) {
            request.header(headers.get(i), headers.get(i + 1));
        }
        try {
            return new ApiTestReply(HTTP.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new AssertionError(method + " " + path + " got no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
