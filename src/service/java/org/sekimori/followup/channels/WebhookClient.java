package org.sekimori.followup.channels;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Sends notices to webhook receivers. Redirects are not followed: they would send the signed text to another receiver. */
public final class WebhookClient {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofHours(6);

    private final WebhookSettings settings;
    private final Clock clock;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    public WebhookClient(WebhookSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    WebhookSettings settings() {
        return settings;
    }

    public DeliveryResult send(DeskAlert alert) {
        try {
            byte[] body = WebhookPayload.of(alert, settings);
            Instant now = clock.instant();
            HttpRequest.Builder request = HttpRequest.newBuilder(settings.url())
                    .header("Content-Type", "application/json")
                    .header("User-Agent", "sekimori")
                    .header("webhook-id", alert.id())
                    .header("webhook-timestamp", Long.toString(now.getEpochSecond()));
            if (settings.secret() != null) {
                request.header("webhook-signature", signature(settings.secret(), alert.id(), now, body));
            }
            HttpRequest post = request.POST(BodyPublishers.ofByteArray(body)).build();
            HttpResponse<byte[]> response = BoundedHttpExchange.send(http, post, PATIENCE, 0);
            return judged(response, now);
        } catch (SecretReader.UnusableException e) {
            return new DeliveryResult.RetryLater("a secret cannot be used: " + e.getMessage(), null, true);
        } catch (IOException e) {
            return new DeliveryResult.RetryLater(
                    "the receiver cannot be reached: " + e.getClass().getSimpleName(), null, true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new DeliveryResult.RetryLater("interrupted", null, true);
        }
    }

    /** An unusable secret delays the notice until the file is good again. */
    private static String signature(Path secret, String id, Instant now, byte[] body) throws IOException {
        try {
            return WebhookSignature.of(SecretReader.text(secret), id, now, body);
        } catch (IllegalArgumentException e) {
            throw new SecretReader.UnusableException(secret, "holds no secret of the form whsec_…");
        }
    }

    private static DeliveryResult judged(HttpResponse<?> response, Instant now) {
        int status = response.statusCode();
        if (status >= 200 && status < 300) {
            return new DeliveryResult.Accepted();
        }
        if (status == 429 || status == 408 || status >= 500) {
            Duration asked = response.headers()
                    .firstValue("Retry-After")
                    .map(value -> retryAfter(value, now))
                    .orElse(null);
            return new DeliveryResult.RetryLater("the receiver answered " + status, asked, true);
        }
        return new DeliveryResult.Refused("the receiver answered " + status
                + (status >= 300 && status < 400 ? ", and redirects are not followed" : ""));
    }

    /** Seconds, or a date (RFC 9110, 10.2.3); at most six hours; null if it is neither. */
    static @Nullable Duration retryAfter(String value, Instant now) {
        Duration asked;
        try {
            asked = value.strip().matches("\\d{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(value.strip()))
                    : Duration.between(
                            now,
                            ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
        } catch (DateTimeException e) {
            return null;
        }
        return asked.isNegative() ? null : asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
    }
}
