package org.sekimori.stream.json;

import java.io.ByteArrayOutputStream;
import java.time.DateTimeException;
import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sekimori.text.EscapedText;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/** One factory for all, and the few habits that the codecs of this room share. */
final class JsonSupport {

    /** The writing and reading threads are few and long-lived, so each keeps its buffers. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.threadLocalPool())
            .build();

    private JsonSupport() {}

    /** One object, as UTF-8. */
    public static byte[] object(Consumer<JsonGenerator> content) {
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

    public static void optional(JsonGenerator json, String name, @Nullable String value) {
        if (value != null) {
            json.writeStringProperty(name, value);
        }
    }

    /** A parser for whoever stops where it likes. */
    static JsonParser parser(byte[] bytes) {
        return FACTORY.createParser(ObjectReadContext.empty(), bytes);
    }

    /** What is done with each property of an object. The parser stands on the value, which is never null. */
    public interface Property {
        void read(JsonParser json, String name);
    }

    /** What is done with each element of an array. The parser stands on the element, which is never null. */
    interface Element {
        void read(JsonParser json);
    }

    /**
     * Reads one object and nothing after it.
     *
     * @throws UnreadableRecordException if the bytes are no such JSON
     */
    public static void readObject(byte @Nullable [] bytes, Property property) {
        if (bytes == null) {
            throw new UnreadableRecordException("the record is empty");
        }
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
            json.nextToken();
            properties(json, property);
            if (json.nextToken() != null) {
                throw new UnreadableRecordException("something follows the JSON object");
            }
        } catch (JacksonException e) {
            int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
            throw new UnreadableRecordException("not valid JSON at column " + column);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new UnreadableRecordException(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Reads one object, and makes a value of it that may refuse what was read.
     *
     * @throws UnreadableRecordException if the bytes are no such JSON, or the value cannot be made
     */
    public static <T> T read(byte @Nullable [] bytes, Property property, Supplier<T> value) {
        readObject(bytes, property);
        try {
            return value.get();
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new UnreadableRecordException(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Reads the properties of the object whose opening brace was just read. What a property's reader leaves of its value, all of it
     * if it does not know the name, is skipped, so that nothing in the values of a later version is taken for a property of this
     * object. A property that is {@code null} is as one that is not there.
     *
     * @throws UnreadableRecordException if the parser stands on something else than an object
     */
    public static void properties(JsonParser json, Property property) {
        expect(json, JsonToken.START_OBJECT, "an object");
        TokenStreamContext own = json.streamReadContext();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            if (json.nextToken() != JsonToken.VALUE_NULL) {
                property.read(json, name);
                skipTo(json, own);
            }
        }
    }

    /**
     * Reads the elements of the array whose opening bracket was just read, with the same care as {@link #properties}.
     *
     * @throws UnreadableRecordException if the parser stands on something else than an array
     */
    static void elements(JsonParser json, Element element) {
        expect(json, JsonToken.START_ARRAY, "an array");
        TokenStreamContext own = json.streamReadContext();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() != JsonToken.VALUE_NULL) {
                element.read(json);
                skipTo(json, own);
            }
        }
    }

    private static void skipTo(JsonParser json, TokenStreamContext own) {
        while (json.streamReadContext() != own) {
            json.nextToken();
        }
    }

    /**
     * A text.
     *
     * @throws UnreadableRecordException if the parser stands on something else
     */
    static String text(JsonParser json) {
        expect(json, JsonToken.VALUE_STRING, "a text");
        return json.getString();
    }

    /** Adds the texts of an array, see {@link #text}. */
    static void texts(JsonParser json, Collection<String> texts) {
        elements(json, element -> texts.add(text(element)));
    }

    /** Keeps a value if it is a text; for objects whose other values come from a later version and say nothing to this one. */
    public static void textIfAny(JsonParser json, String name, Map<String, String> texts) {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            texts.put(name, json.getString());
        }
    }

    /**
     * A whole number.
     *
     * @throws UnreadableRecordException if the parser stands on something else, or the number is larger
     */
    public static long number(JsonParser json) {
        expect(json, JsonToken.VALUE_NUMBER_INT, "a whole number");
        return json.getLongValue();
    }

    /** See {@link #number}; of 32 bits. */
    public static int integer(JsonParser json) {
        expect(json, JsonToken.VALUE_NUMBER_INT, "a whole number");
        return json.getIntValue();
    }

    /** A number, with or without a fraction; see {@link #number}. */
    static double decimal(JsonParser json) {
        if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            expect(json, JsonToken.VALUE_NUMBER_FLOAT, "a number");
        }
        return json.getDoubleValue();
    }

    /**
     * Yes or no.
     *
     * @throws UnreadableRecordException if the parser stands on something else
     */
    static boolean bool(JsonParser json) {
        if (json.currentToken() != JsonToken.VALUE_TRUE) {
            expect(json, JsonToken.VALUE_FALSE, "true or false");
        }
        return json.currentToken() == JsonToken.VALUE_TRUE;
    }

    private static void expect(JsonParser json, JsonToken token, String what) {
        if (json.currentToken() != token) {
            String name = json.currentName();
            throw new UnreadableRecordException(
                    name == null ? "not a JSON object" : "'" + EscapedText.of(name, 40) + "' is not " + what);
        }
    }
}
