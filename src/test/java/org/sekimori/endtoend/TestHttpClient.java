package org.sekimori.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** The few calls that tests make over HTTP. */
public final class TestHttpClient {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private TestHttpClient() {}

    static String get(String address) {
        return send(HttpRequest.newBuilder(URI.create(address)).build()).body();
    }

    public static String get(String address, String key) {
        return send(HttpRequest.newBuilder(URI.create(address))
                        .header("Authorization", "Bearer " + key)
                        .build())
                .body();
    }

    /** The same with status and headers. */
    public static HttpResponse<String> ask(String address, String key) {
        return send(HttpRequest.newBuilder(URI.create(address))
                .header("Authorization", "Bearer " + key)
                .build());
    }

    public static HttpResponse<String> post(String address, String key, byte[] body) {
        return post(address, key, "application/json", body);
    }

    /** @param headers further headers, name and value in turn */
    public static HttpResponse<String> post(String address, String key, String type, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return CLIENT.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
