package org.sekimori.follow.records;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sekimori.follow.AskedMessages;
import org.sekimori.follow.EventText;
import org.sekimori.follow.LineIds;
import org.sekimori.follow.LogEvent;
import org.sekimori.follow.LogLine;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.QueueId;
import tools.jackson.databind.JsonNode;

/**
 * Reads the reports of Haraka's plugin ({@code docs/connect/haraka}) on a topic, a JSON object a record, with the names of mail events. Each
 * names its account and its message, so nothing is remembered between them.
 *
 * <p>Only outcomes are taken, whatever a record calls itself: the topic shows who wrote it no better than a log does. Ids are made here, so
 * that no record can pass for another one's.
 */
public final class HarakaRecordAssembler extends StatelessAssembler {

    private static final int LONGEST_ACCOUNT = 1_000;
    private static final int LONGEST_ADDRESS = 64;
    private static final int LONGEST_TLS = 64;
    private static final int MOST_RECIPIENTS = 100_000;

    private static final Pattern STATUS_CODE = Pattern.compile("[245](\\.\\d{1,3}\\.\\d{1,3}|\\d\\d)");

    private final AskedMessages asked;

    /** @param asked the messages that Haraka asked this service about */
    public HarakaRecordAssembler(AskedMessages asked) {
        this.asked = asked;
    }

    @Override
    public LineResult read(LogLine line, Consumer<LogEvent> events) {
        JsonNode json = JsonRecord.read(line.text());
        if (json == null) {
            return LineResult.NOT_UNDERSTOOD;
        }
        EventKind kind = kind(JsonRecord.text(json, "kind"));
        Instant time = time(json);
        String id = QueueId.of(JsonRecord.text(json, "queue_id"), MailEvent.MAX_QUEUE_ID_LENGTH);
        String account = JsonRecord.text(json, "account");
        if (kind == null || time == null || id == null || account.isBlank() || account.length() > LONGEST_ACCOUNT) {
            return LineResult.NOT_UNDERSTOOD;
        }
        String host = line.host().isEmpty()
                ? EventText.fit(JsonRecord.text(json, "server"), EventText.HOST_NAME)
                : line.host();
        String address = EventText.fit(JsonRecord.text(json, "client_address"), LONGEST_ADDRESS);
        AskedMessages.Answer answer =
                asked.find(new AskedMessages.LoggedMessage(host == null ? "" : host, id, address, account, time));
        if (kind == EventKind.ACCEPTED && answer instanceof AskedMessages.Answer.NotAsked) {
            kind = EventKind.ATTEMPT;
        }
        LogEvent.Builder event = LogEvent.of(kind, id(kind, id, line), time, account)
                .server(answer instanceof AskedMessages.Answer.Asked known ? known.server() : host == null ? "" : host)
                .queueId(id)
                .recipientCount(recipientCount(json));
        if (kind == EventKind.ACCEPTED || kind == EventKind.ATTEMPT) {
            submission(json, address, event);
        } else {
            String code = JsonRecord.text(json, "status_code");
            event.statusCode(STATUS_CODE.matcher(code).matches() ? code : null)
                    .beforeQueue(kind == EventKind.REJECTED
                            && json.path("before_queue").asBoolean(false));
        }
        events.accept(event.build());
        return LineResult.UNDERSTOOD;
    }

    private static @Nullable EventKind kind(String word) {
        return switch (word) {
            case "accepted" -> EventKind.ACCEPTED;
            case "deferred" -> EventKind.DEFERRED;
            case "bounced" -> EventKind.BOUNCED;
            case "rejected" -> EventKind.REJECTED;
            default -> null;
        };
    }

    /** An attempt has the id of the question, so that it counts once even if another instance was asked. */
    private static String id(EventKind kind, String queueId, LogLine line) {
        return switch (kind) {
            case ATTEMPT -> "haraka:" + queueId;
            case BOUNCED -> "haraka:" + queueId + ":bounced:" + LineIds.hash(line.text());
            default -> "haraka:" + queueId + ":" + kind.word();
        };
    }

    private static void submission(JsonNode json, @Nullable String address, LogEvent.Builder event) {
        if (json.path("recipients").isArray() && !json.path("recipients").isEmpty()) {
            JsonRecord.recipients(json.path("recipients"), event);
        }
        JsonNode sender = json.path("sender");
        event.clientAddress(address)
                .helo(EventText.fit(JsonRecord.text(json, "helo"), EventText.HOST_NAME))
                .tls(EventText.fit(JsonRecord.text(json, "tls"), LONGEST_TLS))
                .sender(sender.isString() ? EventText.sender(sender.stringValue()) : null)
                .size(Math.max(0, json.path("size").asLong(0)))
                .messageId(EventText.messageId(JsonRecord.text(json, "message_id")));
    }

    private static int recipientCount(JsonNode json) {
        return Math.min(
                MOST_RECIPIENTS, Math.max(1, json.path("recipient_count").asInt(1)));
    }

    private static @Nullable Instant time(JsonNode json) {
        try {
            return OffsetDateTime.parse(JsonRecord.text(json, "time")).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
