package org.sekimori.stream.json;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/** One factory for all, and the few habits that the codecs of this room share. */
final class Json {

    /** The writing and reading threads are few and long-lived, so each keeps its buffers. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.threadLocalPool())
            .build();

    private Json() {}

    /** One object, as UTF-8. */
    static byte[] object(Consumer<JsonGenerator> content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(768);
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            content.accept(json);
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    /** Writes a property unless it is null: what is unknown is left out. */
    /** An array of texts. */
    static void texts(JsonGenerator json, String name, Stream<String> values) {
        json.writeName(name);
        json.writeStartArray();
        values.forEach(json::writeString);
        json.writeEndArray();
    }

    static void optional(JsonGenerator json, String name, @Nullable String value) {
        if (value != null) {
            json.writeStringProperty(name, value);
        }
    }

    /** What is done with each property of an object. The parser stands on the value. */
    interface Property {
        void read(JsonParser json, String name);
    }

    /**
     * Reads one object and nothing after it.
     *
     * @throws UnreadableException if the bytes are no such JSON
     */
    static void readObject(byte[] bytes, Property property) {
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new UnreadableException("not a JSON object");
            }
            properties(json, property);
            if (json.nextToken() != null) {
                throw new UnreadableException("something follows the JSON object");
            }
        } catch (JacksonException e) {
            throw new UnreadableException(e.getOriginalMessage());
        }
    }

    /** Reads the properties of the object whose opening brace was just read. */
    static void properties(JsonParser json, Property property) {
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            json.nextToken();
            property.read(json, name);
        }
    }
}
