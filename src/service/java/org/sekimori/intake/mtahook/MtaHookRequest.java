package org.sekimori.intake.mtahook;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The parts of a hook's request that a decision needs ({@code crates/smtp/src/inbound/hooks/mod.rs} of Stalwart, protocol version
 * 1). The client's PTR name is not among them: Stalwart passes it on without saying whether it is verified, and the owner of an
 * address writes it. Filled in by {@link MtaHookReader}; mutable while it is read.
 */
final class MtaHookRequest {

    private static final JsonFactory FACTORY = new JsonFactory();

    /** A client writes this header; only what is clearly one is kept. */
    private static final Pattern MESSAGE_ID = Pattern.compile("<[!-;=?-~]{1,250}>");

    String stage = "";
    String login = "";

    @Nullable
    String clientAddress;

    @Nullable
    String helo;

    @Nullable
    String tls;

    @Nullable
    String server;

    @Nullable
    String queueId;

    @Nullable
    String sender;

    final List<String> recipients = new ArrayList<>();
    private @Nullable String messageId;
    long size = -1;

    void messageId(String header) {
        String value = header.strip();
        if (messageId == null && MESSAGE_ID.matcher(value).matches()) {
            messageId = value;
        }
    }

    /** Whether there is a submission to decide about: a whole message of a client that has logged in. */
    boolean submission() {
        return stage.equals("data") && !login.isEmpty();
    }

    /**
     * The submission as a mail event.
     *
     * @param named name of the server, where its operator gave one; empty: its address
     * @param length of the request, which a message is no longer than
     */
    byte[] event(String named, long length) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeStringProperty("account", login);
            optional(json, "server", named.isEmpty() ? server : named);
            optional(json, "client_address", clientAddress);
            optional(json, "helo", helo);
            optional(json, "tls", tls);
            if (sender != null) {
                json.writeStringProperty("sender", sender);
            }
            json.writeName("recipients");
            json.writeStartArray();
            recipients.forEach(json::writeString);
            json.writeEndArray();
            json.writeNumberProperty("size", Math.max(0, size < 0 ? length : size));
            optional(json, "queue_id", queueId);
            optional(json, "message_id", messageId);
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    private static void optional(JsonGenerator json, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            json.writeStringProperty(name, value);
        }
    }
}
