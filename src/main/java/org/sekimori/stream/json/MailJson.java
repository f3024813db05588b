package org.sekimori.stream.json;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Account;
import org.sekimori.mail.Channel;
import org.sekimori.mail.Kind;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/** A mail event as it stands on {@code events}: normalised, without any recipient in clear. */
final class MailJson {

    private MailJson() {}

    static void write(JsonGenerator json, MailEvent event) {
        json.writeStringProperty("id", event.id());
        json.writeStringProperty("time", event.time().toString());
        json.writeStringProperty("kind", event.kind().word());
        json.writeStringProperty("server", event.server());
        json.writeStringProperty("channel", event.channel().word());
        json.writeStringProperty("account", event.account().name());
        Json.optional(json, "client_address", event.clientAddress());
        Json.optional(json, "client_name", event.clientName());
        Json.optional(json, "helo", event.helo());
        Json.optional(json, "tls", event.tls());
        Json.optional(json, "sender", event.sender());
        if (!event.recipients().isEmpty()) {
            json.writeName("recipients");
            json.writeStartArray();
            event.recipients().forEach(json::writeString);
            json.writeEndArray();
        }
        json.writeNumberProperty("recipient_count", event.recipientCount());
        json.writeNumberProperty("size", event.size());
        Json.optional(json, "queue_id", event.queueId());
        Json.optional(json, "instance", event.instance());
        Json.optional(json, "message_id", event.messageId());
        Json.optional(json, "status_code", event.statusCode());
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
        Json.optional(json, "login", event.login());
        Json.optional(json, "publisher", event.publisher());
        if (event.attemptRequired()) {
            json.writeBooleanProperty("attempt_required", true);
        }
    }

    /** Gathers the properties of an event. */
    static final class Fields implements Json.Property {
        private @Nullable String id;
        private @Nullable Instant time;
        private @Nullable Kind kind;
        private String server = "";
        private @Nullable Channel channel;
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
                case "id" -> id = Json.text(json);
                case "time" -> time = Times.parse(Json.text(json));
                case "kind" -> kind = Kind.of(Json.text(json));
                case "server" -> server = Json.text(json);
                case "channel" -> channel = Channel.of(Json.text(json));
                case "account" -> account = Json.text(json);
                case "client_address" -> clientAddress = Json.text(json);
                case "client_name" -> clientName = Json.text(json);
                case "helo" -> helo = Json.text(json);
                case "tls" -> tls = Json.text(json);
                case "sender" -> sender = Json.text(json);
                case "recipients" -> recipients = strings(json);
                case "recipient_count" -> recipientCount = Json.integer(json);
                case "size" -> size = Json.number(json);
                case "queue_id" -> queueId = Json.text(json);
                case "instance" -> instance = Json.text(json);
                case "message_id" -> messageId = Json.text(json);
                case "status_code" -> statusCode = Json.text(json);
                case "history" -> history = Json.bool(json);
                case "before_queue" -> beforeQueue = Json.bool(json);
                case "reported_time" -> reportedTime = Times.parse(Json.text(json));
                case "origin" -> origin = OriginJson.read(json);
                case "login" -> login = Json.text(json);
                case "publisher" -> publisher = Json.text(json);
                case "attempt_required" -> attemptRequired = Json.bool(json);
                default -> {}
            }
        }

        MailEvent event() {
            if (id == null || time == null || kind == null || channel == null || account == null || origin == null) {
                throw new UnreadableException("a mail event lacks one of id, time, kind, channel, account, origin");
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
            Json.texts(json, strings);
            return strings;
        }
    }
}
