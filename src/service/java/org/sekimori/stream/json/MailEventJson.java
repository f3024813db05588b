package org.sekimori.stream.json;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Account;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
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
        private @Nullable String id;
        private @Nullable Instant time;
        private @Nullable EventKind kind;
        private String server = "";
        private @Nullable SubmissionChannel channel;
        private @Nullable String account;
        private @Nullable String clientAddress;
        private @Nullable String clientName;
        private @Nullable String helo;
        private @Nullable String tls;
        private @Nullable String sender;
        private List<String> recipients = List.of();
        private int recipientCount;
        private long size;
        private @Nullable String queueId;
        private @Nullable String instance;
        private @Nullable String messageId;
        private @Nullable String statusCode;
        private boolean history;
        private boolean beforeQueue;
        private @Nullable Instant reportedTime;
        private @Nullable Origin origin;
        private @Nullable String login;
        private @Nullable String publisher;
        private boolean attemptRequired;

        @Override
        public void read(JsonParser json, String name) {
            switch (name) {
                case "id" -> id = JsonSupport.text(json);
                case "time" -> time = Rfc3339Times.parse(JsonSupport.text(json));
                case "kind" -> kind = EventKind.of(JsonSupport.text(json));
                case "server" -> server = JsonSupport.text(json);
                case "channel" -> channel = SubmissionChannel.of(JsonSupport.text(json));
                case "account" -> account = JsonSupport.text(json);
                case "client_address" -> clientAddress = JsonSupport.text(json);
                case "client_name" -> clientName = JsonSupport.text(json);
                case "helo" -> helo = JsonSupport.text(json);
                case "tls" -> tls = JsonSupport.text(json);
                case "sender" -> sender = JsonSupport.text(json);
                case "recipients" -> recipients = strings(json);
                case "recipient_count" -> recipientCount = JsonSupport.integer(json);
                case "size" -> size = JsonSupport.number(json);
                case "queue_id" -> queueId = JsonSupport.text(json);
                case "instance" -> instance = JsonSupport.text(json);
                case "message_id" -> messageId = JsonSupport.text(json);
                case "status_code" -> statusCode = JsonSupport.text(json);
                case "history" -> history = JsonSupport.bool(json);
                case "before_queue" -> beforeQueue = JsonSupport.bool(json);
                case "reported_time" -> reportedTime = Rfc3339Times.parse(JsonSupport.text(json));
                case "origin" -> origin = OriginJson.read(json);
                case "login" -> login = JsonSupport.text(json);
                case "publisher" -> publisher = JsonSupport.text(json);
                case "attempt_required" -> attemptRequired = JsonSupport.bool(json);
                default -> {}
            }
        }

        MailEvent event() {
            if (id == null || time == null || kind == null || channel == null || account == null || origin == null) {
                throw new UnreadableRecordException(
                        "a mail event lacks one of id, time, kind, channel, account, origin");
            }
            return new MailEvent(
                    id,
                    time,
                    kind,
                    server,
                    channel,
                    Account.of(account),
                    clientAddress,
                    clientName,
                    helo,
                    tls,
                    sender,
                    recipients,
                    recipientCount,
                    size,
                    queueId,
                    instance,
                    messageId,
                    statusCode,
                    history,
                    beforeQueue,
                    reportedTime,
                    origin,
                    login,
                    publisher,
                    attemptRequired);
        }

        private static List<String> strings(JsonParser json) {
            List<String> strings = new ArrayList<>();
            JsonSupport.texts(json, strings);
            return strings;
        }
    }
}
