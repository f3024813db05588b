package org.sekimori.stream.json;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Account;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.MailEventBuilder;
import org.sekimori.mail.Origin;
import org.sekimori.mail.SubmissionChannel;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/** A mail event as it stands on {@code events}: normalised, without any recipient in clear. */
final class MailEventJson {

    private MailEventJson() {}

    static void write(JsonGenerator json, MailEvent event) {
        json.writeStringProperty("id", event.id());
        json.writeStringProperty("time", event.time().toString());
        json.writeStringProperty("kind", event.kind().word());
        json.writeStringProperty("server", event.server());
        json.writeStringProperty("channel", event.channel().word());
        json.writeStringProperty("account", event.account().name());
        JsonSupport.optional(json, "client_address", event.clientAddress());
        JsonSupport.optional(json, "client_name", event.clientName());
        JsonSupport.optional(json, "helo", event.helo());
        JsonSupport.optional(json, "tls", event.tls());
        JsonSupport.optional(json, "sender", event.sender());
        if (!event.recipients().isEmpty()) {
            json.writeName("recipients");
            json.writeStartArray();
            event.recipients().forEach(json::writeString);
            json.writeEndArray();
        }
        json.writeNumberProperty("recipient_count", event.recipientCount());
        json.writeNumberProperty("size", event.size());
        JsonSupport.optional(json, "queue_id", event.queueId());
        JsonSupport.optional(json, "instance", event.instance());
        JsonSupport.optional(json, "message_id", event.messageId());
        JsonSupport.optional(json, "status_code", event.statusCode());
        if (event.history()) {
            json.writeBooleanProperty("history", true);
        }
        if (event.beforeQueue()) {
            json.writeBooleanProperty("before_queue", true);
        }
        if (event.reportedTime() != null) {
            json.writeStringProperty("reported_time", event.reportedTime().toString());
        }
        OriginJson.write(json, event.origin());
        JsonSupport.optional(json, "login", event.login());
        JsonSupport.optional(json, "publisher", event.publisher());
        if (event.attemptRequired()) {
            json.writeBooleanProperty("attempt_required", true);
        }
    }

    /** Gathers the properties of an event. */
    static final class Fields implements JsonSupport.Property {
        private final MailEventBuilder event = MailEvent.builder();
        private @Nullable String id;
        private @Nullable Instant time;
        private @Nullable EventKind kind;
        private @Nullable SubmissionChannel channel;
        private @Nullable String account;
        private @Nullable Origin origin;

        @Override
        public void read(JsonParser json, String name) {
            switch (name) {
                case "id" -> id = JsonSupport.text(json);
                case "time" -> time = Rfc3339Times.parse(JsonSupport.text(json));
                case "kind" -> kind = EventKind.of(JsonSupport.text(json));
                case "server" -> event.server(JsonSupport.text(json));
                case "channel" -> channel = SubmissionChannel.of(JsonSupport.text(json));
                case "account" -> account = JsonSupport.text(json);
                case "client_address" -> event.clientAddress(JsonSupport.text(json));
                case "client_name" -> event.clientName(JsonSupport.text(json));
                case "helo" -> event.helo(JsonSupport.text(json));
                case "tls" -> event.tls(JsonSupport.text(json));
                case "sender" -> event.sender(JsonSupport.text(json));
                case "recipients" -> event.recipients(strings(json));
                case "recipient_count" -> event.recipientCount(JsonSupport.integer(json));
                case "size" -> event.size(JsonSupport.number(json));
                case "queue_id" -> event.queueId(JsonSupport.text(json));
                case "instance" -> event.instance(JsonSupport.text(json));
                case "message_id" -> event.messageId(JsonSupport.text(json));
                case "status_code" -> event.statusCode(JsonSupport.text(json));
                case "history" -> event.history(JsonSupport.bool(json));
                case "before_queue" -> event.beforeQueue(JsonSupport.bool(json));
                case "reported_time" -> event.reportedTime(Rfc3339Times.parse(JsonSupport.text(json)));
                case "origin" -> origin = OriginJson.read(json);
                case "login" -> event.login(JsonSupport.text(json));
                case "publisher" -> event.publisher(JsonSupport.text(json));
                case "attempt_required" -> event.attemptRequired(JsonSupport.bool(json));
                default -> {}
            }
        }

        MailEvent event() {
            if (id == null || time == null || kind == null || channel == null || account == null || origin == null) {
                throw new UnreadableRecordException(
                        "a mail event lacks one of id, time, kind, channel, account, origin");
            }
            return event.id(id)
                    .time(time)
                    .kind(kind)
                    .channel(channel)
                    .account(Account.of(account))
                    .origin(origin)
                    .build();
        }

        private static List<String> strings(JsonParser json) {
            List<String> strings = new ArrayList<>();
            JsonSupport.texts(json, strings);
            return strings;
        }
    }
}
