package org.sekimori.intake.mtahook;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sekimori.text.QuotedText;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the beginning of a hook's request. The content of the message comes last and is large; of it only the beginning of the
 * request need be here, which {@link #MAX_HEAD} bounds.
 */
final class MtaHookReader {

    /** Longest part before the content of the message, in bytes: session, envelope and headers. */
    static final int MAX_HEAD = 512 * 1024;

    private static final int MAX_DEPTH = 16;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();

    private final MtaHookRequest request = new MtaHookRequest();
    private boolean content;

    private MtaHookReader() {}

    /**
     * Reads a request.
     *
     * @param head the request, or its first bytes
     * @return null if what a decision needs is longer than these
     * @throws IllegalArgumentException with one sentence if it is no such request
     */
    static @Nullable MtaHookRequest read(byte[] head) {
        MtaHookReader reader = new MtaHookReader();
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), head)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("the body is not a JSON object");
            }
            reader.object(json, "");
        } catch (JacksonException e) {
            if (head.length <= MAX_HEAD) {
                throw new IllegalArgumentException("the body is not JSON: " + QuotedText.of(e.getOriginalMessage()), e);
            }
            if (!reader.content) {
                return null;
            }
        }
        if (reader.request.stage.isEmpty()) {
            throw new IllegalArgumentException("\"context\" has no \"stage\"; is this a request of an MTA hook?");
        }
        return reader.request;
    }

    private void object(JsonParser json, String path) {
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            JsonToken value = json.nextToken();
            String at = path + "/" + name;
            if (value == JsonToken.START_OBJECT) {
                object(json, at);
            } else if (value == JsonToken.START_ARRAY && at.equals("/envelope/to")) {
                recipients(json);
            } else if (value == JsonToken.START_ARRAY && at.equals("/message/headers")) {
                headers(json);
            } else if (value == JsonToken.VALUE_STRING && at.equals("/message/contents")) {
                // Not fetched: the parser passes over it without keeping it.
                content = true;
            } else if (value == JsonToken.VALUE_STRING) {
                text(at, json);
            } else if (value == JsonToken.VALUE_NUMBER_INT && at.equals("/message/size")) {
                request.size = json.getLongValue();
            } else {
                json.skipChildren();
            }
        }
    }

    private void text(String at, JsonParser json) {
        switch (at) {
            case "/context/stage" -> request.stage = json.getString().toLowerCase(Locale.ROOT);
            case "/context/sasl/login" -> request.login = json.getString();
            case "/context/client/ip" -> request.clientAddress = json.getString();
            case "/context/client/helo" -> request.helo = json.getString();
            case "/context/tls/version" -> request.tls = json.getString();
            case "/context/server/ip" -> request.server = json.getString();
            case "/context/queue/id" -> request.queueId = json.getString();
            case "/envelope/from/address" -> request.sender = json.getString();
            default -> {
                // A field of no use here.
            }
        }
    }

    /** {@code [{"address": …, "parameters": …}, …]} */
    private void recipients(JsonParser json) {
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                json.skipChildren();
                continue;
            }
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                if (json.nextToken() == JsonToken.VALUE_STRING && name.equals("address")) {
                    request.recipients.add(json.getString());
                } else {
                    json.skipChildren();
                }
            }
        }
    }

    /** {@code [["Subject", " Hello\r\n"], …]} */
    private void headers(JsonParser json) {
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() != JsonToken.START_ARRAY) {
                json.skipChildren();
                continue;
            }
            String name = "";
            while (json.nextToken() != JsonToken.END_ARRAY) {
                if (json.currentToken() != JsonToken.VALUE_STRING) {
                    json.skipChildren();
                } else if (name.isEmpty()) {
                    name = json.getString().strip();
                } else if (name.equalsIgnoreCase("message-id")) {
                    request.messageId(json.getString());
                }
            }
        }
    }
}
