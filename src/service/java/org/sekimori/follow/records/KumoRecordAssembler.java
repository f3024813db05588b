package org.sekimori.follow.records;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sekimori.follow.AskedMessages;
import org.sekimori.follow.EventText;
import org.sekimori.follow.LineIds;
import org.sekimori.follow.LogEvent;
import org.sekimori.follow.LogLine;
import org.sekimori.mail.EventKind;
import tools.jackson.databind.JsonNode;

/**
 * Reads KumoMTA's log records (its manual, "Log Record"), a JSON object a line. Each record names its account in {@code meta}, so nothing
 * is remembered between them; KumoMTA must be told to log it ({@code meta = { 'authn_id' }}). KumoMTA makes a message of each
 * recipient, unless it batches them, so a message to ten recipients counts as ten.
 *
 * <p>{@code OOB} and {@code Feedback} are made of mail that anybody may send, and do not carry the id of the submission, so they count
 * for nothing.
 */
public final class KumoRecordAssembler extends StatelessAssembler {

    /** The key of the account in {@code meta} that KumoMTA itself sets after a log-in. */
    public static final String AUTHENTICATED = "authn_id";

    private static final Set<String> OF_NO_USE = Set.of(
            "Delivery",
            "AdminBounce",
            "OOB",
            "Feedback",
            "Rejection",
            "AdminRebind",
            "DeferredInjectionRebind",
            "Delayed",
            "XferOut",
            "XferIn");

    /** Delivery time expired (RFC 3463, 3.5). */
    private static final String EXPIRED = "4.4.7";

    private static final int LONGEST_ACCOUNT = 1_000;
    private static final int LONGEST_ID = 64;

    private final AskedMessages asked;
    private final String accountKey;

    /**
     * Follows records.
     *
     * @param asked the messages that KumoMTA asked this service about
     * @param accountKey key in {@code meta} of the log-in name; never one that clients can set, such as an imported header
     */
    public KumoRecordAssembler(AskedMessages asked, String accountKey) {
        this.asked = asked;
        this.accountKey = accountKey;
    }

    @Override
    public LineResult read(LogLine line, Consumer<LogEvent> events) {
        JsonNode json = JsonRecord.read(line.text());
        if (json == null) {
            return LineResult.NOT_UNDERSTOOD;
        }
        String type = JsonRecord.text(json, "type");
        if (OF_NO_USE.contains(type)) {
            return LineResult.IGNORED;
        }
        Instant time = time(json);
        EventKind kind = kind(type);
        String id = JsonRecord.text(json, "id");
        if (kind == null || time == null || id.isEmpty() || id.length() > LONGEST_ID) {
            return LineResult.NOT_UNDERSTOOD;
        }
        String account = JsonRecord.text(json.path("meta"), accountKey);
        if (account.isEmpty() || account.length() > LONGEST_ACCOUNT) {
            return LineResult.IGNORED;
        }
        boolean reception = kind == EventKind.ACCEPTED;
        AskedMessages.Answer answer = asked.find(new AskedMessages.LoggedMessage(
                line.host(),
                id,
                reception ? JsonRecord.text(json.path("peer_address"), "addr") : null,
                account,
                reception ? time : created(json, time)));
        if (kind == EventKind.ACCEPTED && answer instanceof AskedMessages.Answer.NotAsked) {
            kind = EventKind.ATTEMPT;
        } else if (kind == EventKind.DEFERRED && json.path("num_attempts").asInt(0) > 1) {
            return LineResult.UNDERSTOOD;
        }
        String suffix = kind == EventKind.BOUNCED ? ":" + LineIds.hash(line.text()) : "";
        LogEvent.Builder event = LogEvent.of(kind, "kumomta:" + id + ":" + kind.word() + suffix, time, account)
                .server(answer instanceof AskedMessages.Answer.Asked known ? known.server() : line.host())
                .queueId(id)
                .sender(EventText.sender(JsonRecord.text(json, "sender")));
        JsonRecord.recipients(json.path("recipient"), event);
        if (type.equals("Reception")) {
            submission(json, event);
        } else {
            event.statusCode(type.equals("Expiration") ? EXPIRED : statusCode(json.path("response")));
        }
        events.accept(event.build());
        return LineResult.UNDERSTOOD;
    }

    private static @Nullable EventKind kind(String type) {
        return switch (type) {
            case "Reception" -> EventKind.ACCEPTED;
            case "TransientFailure" -> EventKind.DEFERRED;
            case "Bounce", "Expiration" -> EventKind.BOUNCED;
            default -> null;
        };
    }

    /** What only a reception tells: of the others, the peer is the next hop. */
    private static void submission(JsonNode json, LogEvent.Builder event) {
        JsonNode peer = json.path("peer_address");
        String address = JsonRecord.text(peer, "addr");
        event.clientAddress(address.isEmpty() ? null : EventText.fit(address, LONGEST_ID))
                .helo(EventText.fit(JsonRecord.text(peer, "name"), EventText.HOST_NAME))
                .tls(EventText.fit(JsonRecord.text(json, "tls_protocol_version"), LONGEST_ID))
                .size(Math.max(0, json.path("size").asLong(0)))
                .messageId(messageId(json.path("headers")));
    }

    private static @Nullable String messageId(JsonNode headers) {
        for (String name : headers.propertyNames()) {
            if (name.equalsIgnoreCase("message-id")) {
                String id = EventText.messageId(JsonRecord.text(headers, name).strip());
                return id == null || id.isEmpty() ? null : id;
            }
        }
        return null;
    }

    private static @Nullable String statusCode(JsonNode response) {
        JsonNode enhanced = response.path("enhanced_code");
        if (enhanced.path("class").isIntegralNumber()) {
            return enhanced.path("class").asInt(0) + "."
                    + enhanced.path("subject").asInt(0) + "."
                    + enhanced.path("detail").asInt(0);
        }
        int code = response.path("code").asInt(0);
        return code >= 400 && code < 600 ? Integer.toString(code) : null;
    }

    private static Instant created(JsonNode json, Instant time) {
        Instant created = instant(json, "created_time", "created");
        return created == null ? time : created;
    }

    private static @Nullable Instant time(JsonNode json) {
        return instant(json, "event_time", "timestamp");
    }

    /** A time to the nanosecond if the record has one, else to the second. */
    private static @Nullable Instant instant(JsonNode json, String exact, String seconds) {
        try {
            String text = JsonRecord.text(json, exact);
            if (!text.isEmpty()) {
                return OffsetDateTime.parse(text).toInstant();
            }
            JsonNode second = json.path(seconds);
            return second.isIntegralNumber() && second.canConvertToLong()
                    ? Instant.ofEpochSecond(second.longValue())
                    : null;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
