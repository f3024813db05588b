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
        json.writeStringProperty(RecordFields.ID, event.id());
        json.writeStringProperty(RecordFields.TIME, event.time().toString());
        json.writeStringProperty(RecordFields.KIND, event.kind().word());
        json.writeStringProperty(RecordFields.SERVER, event.server());
        json.writeStringProperty(RecordFields.CHANNEL, event.channel().word());
        json.writeStringProperty(RecordFields.ACCOUNT, event.account().name());
        JsonSupport.optional(json, RecordFields.CLIENT_ADDRESS, event.clientAddress());
        JsonSupport.optional(json, RecordFields.CLIENT_NAME, event.clientName());
        JsonSupport.optional(json, RecordFields.HELO, event.helo());
        JsonSupport.optional(json, RecordFields.TLS, event.tls());
        JsonSupport.optional(json, RecordFields.SENDER, event.sender());
        if (!event.recipients().isEmpty()) {
            json.writeName(RecordFields.RECIPIENTS);
            json.writeStartArray();
            event.recipients().forEach(json::writeString);
            json.writeEndArray();
        }
        json.writeNumberProperty(RecordFields.RECIPIENT_COUNT, event.recipientCount());
        json.writeNumberProperty(RecordFields.SIZE, event.size());
        JsonSupport.optional(json, RecordFields.QUEUE_ID, event.queueId());
        JsonSupport.optional(json, RecordFields.INSTANCE, event.instance());
        JsonSupport.optional(json, RecordFields.MESSAGE_ID, event.messageId());
        JsonSupport.optional(json, RecordFields.STATUS_CODE, event.statusCode());
        if (event.history()) {
            json.writeBooleanProperty(RecordFields.HISTORY, true);
        }
        if (event.beforeQueue()) {
            json.writeBooleanProperty(RecordFields.BEFORE_QUEUE, true);
        }
        if (event.afterQueue()) {
            json.writeBooleanProperty(RecordFields.AFTER_QUEUE, true);
        }
        if (event.reportedTime() != null) {
            json.writeStringProperty(
                    RecordFields.REPORTED_TIME, event.reportedTime().toString());
        }
        OriginJson.write(json, event.origin());
        JsonSupport.optional(json, RecordFields.LOGIN, event.login());
        JsonSupport.optional(json, RecordFields.PUBLISHER, event.publisher());
        if (event.attemptRequired()) {
            json.writeBooleanProperty(RecordFields.ATTEMPT_REQUIRED, true);
        }
        if (!event.lists().isEmpty()) {
            JsonSupport.texts(json, RecordFields.LISTS, event.lists().stream());
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
                case RecordFields.ID -> id = JsonSupport.text(json);
                case RecordFields.TIME -> time = Rfc3339Times.parse(JsonSupport.text(json));
                case RecordFields.KIND -> kind = EventKind.of(JsonSupport.text(json));
                case RecordFields.SERVER -> event.server(JsonSupport.text(json));
                case RecordFields.CHANNEL -> channel = SubmissionChannel.of(JsonSupport.text(json));
                case RecordFields.ACCOUNT -> account = JsonSupport.text(json);
                case RecordFields.CLIENT_ADDRESS -> event.clientAddress(JsonSupport.text(json));
                case RecordFields.CLIENT_NAME -> event.clientName(JsonSupport.text(json));
                case RecordFields.HELO -> event.helo(JsonSupport.text(json));
                case RecordFields.TLS -> event.tls(JsonSupport.text(json));
                case RecordFields.SENDER -> event.sender(JsonSupport.text(json));
                case RecordFields.RECIPIENTS -> event.recipients(strings(json));
                case RecordFields.RECIPIENT_COUNT -> event.recipientCount(JsonSupport.integer(json));
                case RecordFields.SIZE -> event.size(JsonSupport.number(json));
                case RecordFields.QUEUE_ID -> event.queueId(JsonSupport.text(json));
                case RecordFields.INSTANCE -> event.instance(JsonSupport.text(json));
                case RecordFields.MESSAGE_ID -> event.messageId(JsonSupport.text(json));
                case RecordFields.STATUS_CODE -> event.statusCode(JsonSupport.text(json));
                case RecordFields.HISTORY -> event.history(JsonSupport.bool(json));
                case RecordFields.BEFORE_QUEUE -> event.beforeQueue(JsonSupport.bool(json));
                case RecordFields.AFTER_QUEUE -> event.afterQueue(JsonSupport.bool(json));
                case RecordFields.REPORTED_TIME -> event.reportedTime(Rfc3339Times.parse(JsonSupport.text(json)));
                case RecordFields.ORIGIN -> origin = OriginJson.read(json);
                case RecordFields.LOGIN -> event.login(JsonSupport.text(json));
                case RecordFields.PUBLISHER -> event.publisher(JsonSupport.text(json));
                case RecordFields.ATTEMPT_REQUIRED -> event.attemptRequired(JsonSupport.bool(json));
                case RecordFields.LISTS -> event.lists(strings(json));
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
