package org.sekimori.web;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A reader of pages with a jar of cookies, who follows no redirect by itself. */
public final class PageClient {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Pattern TOKEN = Pattern.compile("name=\"form_token\" value=\"([^\"]*)\"");

    public final Map<String, String> cookies = new LinkedHashMap<>();
    final List<String> headers = new ArrayList<>(List.of("Accept", "text/html"));
    private final String base;

    PageClient(String base) {
        this.base = base;
    }

    /** Every request has it from now on. */
    public PageClient with(String header, String value) {
        headers.add(header);
        headers.add(value);
        return this;
    }

    public HttpResponse<String> get(String path) {
        return send("GET", path, null);
    }

    /** Sends a form with the token of the last page. */
    public HttpResponse<String> post(String path, String token, String... fields) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("form_token", token);
        for (int i = 0; i < fields.length; i += 2) {
            form.put(fields[i], fields[i + 1]);
        }
        return send("POST", path, encoded(form));
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8) + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    public HttpResponse<String> send(String method, String path, @org.jspecify.annotations.Nullable String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(20))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        for (int i = 0; i < headers.size(); i += 2) {
            request.header(headers.get(i), headers.get(i + 1));
        }
        if (body != null) {
            request.header("Content-Type", "application/x-www-form-urlencoded");
        }
        if (!cookies.isEmpty()) {
            request.header("Cookie", cookieHeader());
        }
        try {
            HttpResponse<String> reply = HTTP.send(request.build(), BodyHandlers.ofString());
            reply.headers().allValues("Set-Cookie").forEach(this::keep);
            return reply;
        } catch (IOException e) {
            throw new AssertionError(method + " " + path + " got no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private void keep(String cookie) {
        String pair = cookie.split(";", 2)[0];
        int equals = pair.indexOf('=');
        if (cookie.contains("Max-Age=0")) {
            cookies.remove(pair.substring(0, equals));
        } else {
            cookies.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
    }

    /** The cookies as a header has them. */
    public String cookieHeader() {
        return cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    /** The token in the forms of a page. */
    public static String token(HttpResponse<String> page) {
        Matcher found = TOKEN.matcher(page.body());
        return found.find() ? found.group(1) : "";
    }

    /** Logs in; the answer is that to the form. */
    public HttpResponse<String> logIn(String name, String password, String... more) {
        String token = token(get("/console/log-in"));
        List<String> fields = new ArrayList<>(List.of("name", name, "password", password));
        fields.addAll(List.of(more));
        return post("/console/log-in", token, fields.toArray(String[]::new));
    }
}
