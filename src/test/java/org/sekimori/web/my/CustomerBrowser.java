package org.sekimori.web.my;

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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A customer's browser without a script: it keeps cookies, and sends forms with what stands in the page. */
final class CustomerBrowser {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    private static final Pattern COOKIE = Pattern.compile("([^=;]+)=([^;]*)(.*)");
    private static final Pattern TOKEN = Pattern.compile("name=\"form_token\" value=\"([^\"]*)\"");
    private static final Pattern FORM = Pattern.compile("name=\"id\" value=\"([^\"]*)\"");

    private final String base;
    private final String language;
    final Map<String, String> cookies = new LinkedHashMap<>();
    String page = "";

    CustomerBrowser(String base, String language) {
        this.base = base;
        this.language = language;
    }

    HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    /** Opens a page and follows where it leads. */
    HttpResponse<String> open(String path) {
        HttpResponse<String> reply = get(path);
        for (int i = 0; i < 5 && reply.statusCode() == 303; i++) {
            reply = get(reply.headers().firstValue("Location").orElseThrow());
        }
        return reply;
    }

    /** Sends a form of the page that was shown last, with these fields beside the hidden ones. */
    HttpResponse<String> submit(String path, String... fields) {
        return post(path, field(TOKEN), field(FORM), fields);
    }

    HttpResponse<String> post(String path, String token, String id, String... fields) {
        StringBuilder body = new StringBuilder("form_token=" + encoded(token) + "&id=" + encoded(id));
        for (int i = 0; i < fields.length; i += 2) {
            body.append('&').append(fields[i]).append('=').append(encoded(fields[i + 1]));
        }
        return send(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body.toString())));
    }

    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(60))
                .header("Accept", "text/html")
                .header("Accept-Language", language);
        if (!cookies.isEmpty()) {
            StringBuilder header = new StringBuilder();
            cookies.forEach((name, value) -> header.append(header.isEmpty() ? "" : "; ")
                    .append(name)
                    .append('=')
                    .append(value));
            request.header("Cookie", header.toString());
        }
        return request;
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> reply = HTTP.send(request.build(), BodyHandlers.ofString());
            reply.headers().allValues("Set-Cookie").forEach(this::keep);
            if (!reply.body().isEmpty()) {
                page = reply.body();
            }
            return reply;
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private void keep(String header) {
        Matcher cookie = COOKIE.matcher(header);
        if (cookie.matches() && cookie.group(3).contains("Max-Age=0")) {
            cookies.remove(cookie.group(1));
        } else if (cookie.matches()) {
            cookies.put(cookie.group(1), cookie.group(2));
        }
    }

    String field(Pattern pattern) {
        Matcher field = pattern.matcher(page);
        return field.find() ? field.group(1) : "";
    }

    String token() {
        return field(TOKEN);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
