package org.sekimori.archive.kibana;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks Kibana over HTTP and turns what goes wrong into one line. */
final class KibanaClient {

    /** A Kibana that was just installed migrates for minutes; one that is up answers an import of this size in seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http;
    private final KibanaCredentials access;
    private final Duration pause;

    /** @param pause before the one repetition if Kibana is not ready */
    KibanaClient(KibanaCredentials access, Duration pause) {
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10));
        access.trust().ifPresent(builder::sslContext);
        this.http = builder.build();
        this.access = access;
        this.pause = pause;
    }

    /** An answer whose status is not an error that every request may get. */
    record Response(int status, String version, JsonNode body) {}

    Response get(URI uri) throws KibanaException {
        return send(HttpRequest.newBuilder(uri).GET());
    }

    /** Sends a file as a form, which is how Kibana takes imports. */
    Response postFile(URI uri, String name, String content) throws KibanaException {
        String boundary = "sekimori-" + UUID.randomUUID();
        String body = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
                + "\"\r\nContent-Type: application/x-ndjson\r\n\r\n" + content + "\r\n--" + boundary + "--\r\n";
        return send(HttpRequest.newBuilder(uri)
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(BodyPublishers.ofString(body, StandardCharsets.UTF_8)));
    }

    private Response send(HttpRequest.Builder builder) throws KibanaException {
        // Kibana refuses requests without this header, so that no web page can make a browser send them.
        builder.header("kbn-xsrf", "sekimori").timeout(PATIENCE);
        access.authorization().ifPresent(value -> builder.header("Authorization", value));
        HttpRequest request = builder.build();
        HttpResponse<String> response = exchange(request);
        if (response.statusCode() == 503) {
            rest();
            response = exchange(request);
        }
        return answer(request.uri(), response);
    }

    private HttpResponse<String> exchange(HttpRequest request) throws KibanaException {
        try {
            return http.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new KibanaException("no answer from Kibana at " + request.uri() + ": " + why);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KibanaException("interrupted");
        }
    }

    private void rest() throws KibanaException {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KibanaException("interrupted");
        }
    }

    private static Response answer(URI uri, HttpResponse<String> response) throws KibanaException {
        switch (response.statusCode()) {
            case 401 ->
                throw new KibanaException(
                        "Kibana does not know who asks: give --kibana-api-key-file, or --kibana-user with"
                                + " --kibana-password-file");
            case 403 ->
                throw new KibanaException(
                        "Kibana forbids it to this user or key: it needs 'Saved Objects Management: All'"
                                + " in the space");
            case 503 ->
                throw new KibanaException(
                        "Kibana at " + uri.getAuthority() + " is not ready yet; wait a minute and run this again");
            default -> {}
        }
        if (response.statusCode() >= 300 && response.statusCode() < 400) {
            throw new KibanaException("Kibana at " + uri.getAuthority() + " sends elsewhere ("
                    + response.headers().firstValue("location").orElse("nowhere")
                    + "): write its address with the base path, such as https://host/kibana");
        }
        JsonNode body;
        try {
            body = JSON.readTree(response.body());
        } catch (JacksonException e) {
            throw new KibanaException("what answers at " + uri + " is no Kibana: status " + response.statusCode()
                    + " and no JSON; is a base path missing?");
        }
        String version = response.headers()
                .firstValue("kbn-version")
                .orElse(body.path("version").path("number").asString(""));
        return new Response(response.statusCode(), version, body);
    }
}
