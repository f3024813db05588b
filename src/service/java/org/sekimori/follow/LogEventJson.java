package org.sekimori.follow;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.intake.CharacterValidator;
import org.sekimori.intake.EventField;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/**
 * Writes what a log told as publishers write it ({@code docs/schemas/mail-event.schema.json}). The client chose some of the values;
 * one that the intake would refuse is left out here, so that nobody can hide an outcome by an odd HELO or Message-ID.
 */
public final class LogEventJson {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.threadLocalPool())
            .build();

    private LogEventJson() {}

    /**
     * One JSON object as UTF-8. An attempt is marked {@code after_queue}: a log tells of a message when the server has it.
     *
     * @param server the server's name where the event has none; empty if it is unknown
     */
    public static byte[] write(LogEvent event, String server) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeStringProperty("id", event.id());
            json.writeStringProperty("time", event.time().toString());
            json.writeStringProperty("kind", event.kind().word());
            optional(json, EventField.SERVER, event.server().isEmpty() ? server : event.server());
            if (!event.account().isEmpty()) {
                json.writeStringProperty("account", pairs(event.account()));
            }
            address(json, event.clientAddress());
            optional(json, EventField.CLIENT_NAME, event.clientName());
            optional(json, EventField.HELO, event.helo());
            optional(json, EventField.TLS, event.tls());
            optional(json, EventField.SENDER, event.sender());
            recipients(json, event);
            if (event.size() > 0) {
                json.writeNumberProperty("size", event.size());
            }
            optional(json, EventField.QUEUE_ID, event.queueId());
            messageId(json, event.messageId());
            optional(json, EventField.STATUS_CODE, event.statusCode());
            if (event.beforeQueue()) {
                json.writeBooleanProperty("before_queue", true);
            }
            if (event.kind() == EventKind.ATTEMPT) {
                json.writeBooleanProperty("after_queue", true);
            }
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    private static void optional(JsonGenerator json, EventField field, @Nullable String value) {
        if (fits(field, value)) {
            json.writeStringProperty(field.word(), value);
        }
    }

    private static boolean fits(EventField field, @Nullable String value) {
        boolean sender = field == EventField.SENDER;
        return value != null
                && (sender || !value.isEmpty())
                && value.length() <= field.maxLength()
                && CharacterValidator.firstBad(value) < 0;
    }

    private static void address(JsonGenerator json, @Nullable String literal) {
        if (literal == null || !fits(EventField.CLIENT_ADDRESS, literal)) {
            return;
        }
        try {
            ClientAddress.of(literal);
            json.writeStringProperty("client_address", literal);
        } catch (IllegalArgumentException e) {
            // Such as Postfix's "unknown": the event is about a client whose address is not known.
            return;
        }
    }

    private static void messageId(JsonGenerator json, @Nullable String id) {
        if (id != null
                && !id.isEmpty()
                && id.length() <= MailEvent.MAX_MESSAGE_ID_LENGTH
                && CharacterValidator.firstBad(id) < 0
                && id.chars().noneMatch(c -> Character.isSpaceChar(c) || c == '<' || c == '>' || c == '\ufeff')) {
            json.writeStringProperty("message_id", id);
        }
    }

    /** Unfit ones count, but are not named. */
    private static void recipients(JsonGenerator json, LogEvent event) {
        List<String> all = event.recipients();
        int count = Math.max(event.recipientCount(), all.size());
        if (!all.isEmpty()) {
            json.writeName("recipients");
            json.writeStartArray();
            all.stream()
                    .filter(one -> fits(EventField.RECIPIENTS, one) && !one.isBlank())
                    .limit(MailEvent.MAX_RECIPIENTS)
                    .forEach(json::writeString);
            json.writeEndArray();
        }
        if (count > 0) {
            json.writeNumberProperty("recipient_count", count);
        }
    }

    /** Half surrogate pairs, which JSON cannot carry, are replaced. */
    private static String pairs(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                return new String(utf8, StandardCharsets.UTF_8);
            }
        }
        return text;
    }
}
