package org.sekimori.intake.event;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sekimori.intake.CharacterValidator;
import org.sekimori.intake.EventField;
import org.sekimori.intake.InvalidEventException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonParser.NumberType;
import tools.jackson.core.JsonToken;

/** Reads the parser's value, or reports the expected type. */
final class JsonFieldReader {

    private JsonFieldReader() {}

    /** A text that may be missing; null and the empty string mean that it is. */
    static @Nullable String optional(JsonParser json, EventField field) {
        String text = text(json, field);
        return text == null || text.isEmpty() ? null : text;
    }

    /**
     * A text of any length and with any characters, such as a client may log in with; null for JSON's null and the empty string.
     */
    static @Nullable String anyText(JsonParser json, EventField field) {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw new InvalidEventException(field, "must be a string, not " + describe(json));
        }
        String text = json.getString();
        return text.isEmpty() ? null : text;
    }

    /** A text as it is; null for JSON's null. */
    static @Nullable String text(JsonParser json, EventField field) {
        return json.currentToken() == JsonToken.VALUE_NULL ? null : string(json, field);
    }

    /** A string within its bounds. */
    static String string(JsonParser json, EventField field) {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw new InvalidEventException(field, "must be a string, not " + describe(json));
        }
        String text = json.getString();
        if (text.length() > field.maxLength()) {
            throw new InvalidEventException(
                    field, "has " + text.length() + " characters, at most " + field.maxLength() + " are allowed");
        }
        int bad = CharacterValidator.firstBad(text);
        if (bad >= 0) {
            throw new InvalidEventException(
                    field,
                    String.format(
                            "contains U+%04X at position %d; control characters and half surrogate pairs are not allowed",
                            (int) text.charAt(bad), bad));
        }
        return text;
    }

    /**
     * A whole number from 0 to {@code max}; null means 0. {@code 411.0} and {@code 4e2} are whole, as JSON Schema has it:
     * some languages write them so.
     */
    static long count(JsonParser json, EventField field, long max) {
        return switch (Objects.requireNonNull(json.currentToken())) {
            case VALUE_NULL -> 0;
            case VALUE_NUMBER_INT -> {
                boolean small = json.getNumberType() != NumberType.BIG_INTEGER;
                yield inRange(small ? json.getLongValue() : json.getDoubleValue(), field, max);
            }
            case VALUE_NUMBER_FLOAT -> {
                double number = json.getDoubleValue();
                if (number != Math.rint(number)) {
                    throw new InvalidEventException(field, "must be a whole number");
                }
                yield inRange(number, field, max);
            }
            default -> throw new InvalidEventException(field, "must be a whole number, not " + describe(json));
        };
    }

    /** A double is exact here: all limits are below 2^53. */
    private static long inRange(double number, EventField field, long max) {
        if (number < 0) {
            throw new InvalidEventException(field, "must not be negative");
        }
        if (number > max) {
            throw new InvalidEventException(field, "is too large, at most " + max + " is allowed");
        }
        return (long) number;
    }

    /** True or false; null means false. */
    static boolean flag(JsonParser json, EventField field) {
        return switch (Objects.requireNonNull(json.currentToken())) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE, VALUE_NULL -> false;
            default -> throw new InvalidEventException(field, "must be true or false, not " + describe(json));
        };
    }

    /** The parser's value, for a message. */
    static String describe(JsonParser json) {
        return switch (Objects.requireNonNull(json.currentToken())) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            default -> "null";
        };
    }
}
