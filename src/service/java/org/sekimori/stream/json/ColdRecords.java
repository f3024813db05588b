package org.sekimori.stream.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.Nulls;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.ToStringSerializer;

/**
 * Writes and reads the records of the log that are rarely written, by Jackson's data binding: a Java record for each form, whose components
 * are the properties in their order, {@code openedBy} as {@code opened_by}. Null is left out. Unknown properties are ignored, since a
 * later version may have written them. A component that is not {@code @Nullable} must be there; a text of another type counts as absent.
 *
 * <p>Mail events, decisions and the state of an account are written and read by hand with {@link JsonSupport} instead: every event pays
 * for these.
 */
public final class ColdRecords {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            // A form may stand within a record that is read by hand; what follows a whole record is refused below.
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .changeDefaultPropertyInclusion(all -> all.withValueInclusion(JsonInclude.Include.NON_NULL))
            .changeDefaultNullHandling(nulls -> nulls.withContentNulls(Nulls.SKIP))
            .addModule(new SimpleModule()
                    .addDeserializer(String.class, new TextDeserializer<>(text -> text))
                    .addDeserializer(Instant.class, new TextDeserializer<>(Rfc3339Times::parse))
                    .addDeserializer(LocalDate.class, new TextDeserializer<>(LocalDate::parse))
                    .addSerializer(Instant.class, ToStringSerializer.instance)
                    .addSerializer(LocalDate.class, ToStringSerializer.instance))
            .build();

    private ColdRecords() {}

    /** One record, as UTF-8. */
    public static byte[] write(Record form) {
        return MAPPER.writeValueAsBytes(form);
    }

    /** A value within a record that is written by hand. */
    static void write(JsonGenerator json, Object form) {
        MAPPER.writeValue(json, form);
    }

    /**
     * Reads one object and nothing after it, and makes a value of it that may refuse what was read.
     *
     * @param what of which form it is, for messages, such as {@code a grant}
     * @throws UnreadableRecordException if the bytes are no such JSON, something is missing, or the value cannot be made
     */
    public static <F extends Record, T> T read(
            byte @Nullable [] bytes, Class<F> form, String what, Function<F, T> value) {
        if (bytes == null) {
            throw new UnreadableRecordException("the record is empty");
        }
        try (JsonParser json = MAPPER.createParser(bytes)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new UnreadableRecordException("not a JSON object");
            }
            T read = read(json, form, what, value);
            if (json.nextToken() != null) {
                throw new UnreadableRecordException("something follows the JSON object");
            }
            return read;
        } catch (JacksonException e) {
            throw unreadable(e);
        }
    }

    /** Reads the object whose opening brace was just read. */
    static <F extends Record, T> T read(JsonParser json, Class<F> form, String what, Function<F, T> value) {
        try {
            F read = MAPPER.readValue(json, form);
            requireComponents(read, what);
            return value.apply(read);
        } catch (JacksonException e) {
            throw unreadable(e);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new UnreadableRecordException(String.valueOf(e.getMessage()));
        }
    }

    /** Jackson's own messages quote the record, which may hold personal data. */
    private static UnreadableRecordException unreadable(JacksonException e) {
        if (e.getCause() instanceof UnreadableRecordException refused) {
            return refused;
        }
        if (e.getCause() instanceof DateTimeException time) {
            return new UnreadableRecordException(String.valueOf(time.getMessage()));
        }
        int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
        String problem = e instanceof DatabindException ? "of another form" : "not valid JSON";
        return new UnreadableRecordException(problem + " at column " + column);
    }

    private static void requireComponents(Record read, String what) {
        for (RecordComponent component : read.getClass().getRecordComponents()) {
            Object value = value(read, component);
            if (value == null && !component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                throw new UnreadableRecordException(what + " lacks " + property(component.getName()));
            }
            if (value instanceof Collection<?> elements) {
                elements.forEach(element -> {
                    if (element instanceof Record nested) {
                        requireComponents(nested, what);
                    }
                });
            }
        }
    }

    /** As {@link PropertyNamingStrategies#SNAKE_CASE} has it. */
    private static String property(String component) {
        return component.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    private static @Nullable Object value(Record read, RecordComponent component) {
        try {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(read);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads a text as a value; null for JSON of another type, which comes from a later version and says nothing to this one. */
    private static final class TextDeserializer<T> extends ValueDeserializer<@Nullable T> {

        private final Function<String, T> value;

        TextDeserializer(Function<String, T> value) {
            this.value = value;
        }

        @Override
        public @Nullable T deserialize(JsonParser json, DeserializationContext context) {
            if (json.currentToken() == JsonToken.VALUE_STRING) {
                return value.apply(json.getString());
            }
            json.skipChildren();
            return null;
        }
    }

    /** Reads an element of a list of texts: one that is left out would make another list of it. */
    static final class StrictText extends ValueDeserializer<String> {

        @Override
        public String deserialize(JsonParser json, DeserializationContext context) {
            if (json.currentToken() != JsonToken.VALUE_STRING) {
                throw new UnreadableRecordException("a list of texts has something else");
            }
            return json.getString();
        }
    }
}
