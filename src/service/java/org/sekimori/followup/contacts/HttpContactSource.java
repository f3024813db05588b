package org.sekimori.followup.contacts;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sekimori.followup.channels.BoundedHttpExchange;
import org.sekimori.followup.channels.SecretReader;
import org.sekimori.mail.Account;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Contacts in the provider's own system: {@code GET} of a URL with the account in it, answered by
 * {@code {"address":"…", "language":"…"}}, or 404 for an account without one. Redirects are not followed.
 */
public final class HttpContactSource implements ContactSource {

    static final String ACCOUNT = "{account}";

    private static final Logger logger = LoggerFactory.getLogger(HttpContactSource.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MOST_BYTES = 16_384;

    private final String template;
    private final @Nullable Path token;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /**
     * @param template has {@link #ACCOUNT}, which is URL-encoded
     * @param token file with a bearer token; null: none is sent
     */
    public HttpContactSource(String template, @Nullable Path token) {
        this.template = template;
        this.token = token;
    }

    @Override
    public Optional<Contact> find(Account account) throws UnavailableException {
        String encoded =
                URLEncoder.encode(account.name(), StandardCharsets.UTF_8).replace("+", "%20");
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(template.replace(ACCOUNT, encoded)))
                    .header("Accept", "application/json");
            if (token != null) {
                request.header("Authorization", "Bearer " + SecretReader.text(token));
            }
            HttpResponse<byte[]> response = BoundedHttpExchange.send(http, request.build(), PATIENCE, MOST_BYTES);
            return read(response.statusCode(), response.body());
        } catch (SecretReader.UnusableException e) {
            throw new UnavailableException("the token of the look-up of contacts cannot be used: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new UnavailableException(
                    "the look-up of contacts cannot be asked; look at its address and its token");
        } catch (IOException e) {
            throw new UnavailableException(
                    "the look-up of contacts failed: " + e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("the look-up of contacts was interrupted");
        }
    }

    private static Optional<Contact> read(int status, byte[] body) throws UnavailableException {
        if (status == 404) {
            return Optional.empty();
        }
        if (status != 200 || body.length > MOST_BYTES) {
            throw new UnavailableException("the look-up of contacts answered " + status + " with "
                    + (body.length > MOST_BYTES ? "more than " + MOST_BYTES : body.length)
                    + " bytes; 200 with a small object, or 404, was expected");
        }
        try {
            JsonNode json = JsonMapper.shared().readTree(body);
            String address = json.path("address").asString("").strip();
            return address.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Contact(
                            address,
                            CsvContactSource.language(json.path("language").asString(""))));
        } catch (JacksonException e) {
            throw new UnavailableException("the look-up of contacts answered with something else than JSON");
        } catch (IllegalArgumentException e) {
            // The source works; this contact is unusable, so an analyst is notified to call.
            logger.warn("The look-up of contacts answered with a contact that cannot be used: {}", e.getMessage());
            return Optional.empty();
        }
    }
}
