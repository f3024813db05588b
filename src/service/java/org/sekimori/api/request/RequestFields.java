package org.sekimori.api.request;

import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.stream.json.Rfc3339Times;
import org.sekimori.text.NameSuggestion;
import org.sekimori.text.QuotedText;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The fields of a small JSON body. Read by hand rather than bound, so that nothing is converted in silence and every complaint
 * names its field.
 */
public final class RequestFields {

    /** Largest body, in bytes. */
    static final int MAX_BYTES = 64 * 1024;

    public static final int MAX_REASON = 500;
    public static final int MAX_BY = 100;
    private static final int MAX_COUNTRIES = 250;
    private static final int MAX_COUNTRY = 10;
    private static final String INVISIBLE = "must not contain invisible characters, such as marks of direction";
    private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final JsonNode body;

    private RequestFields(JsonNode body) {
        this.body = body;
    }

    /**
     * Parses the body of a request; an empty one is an object without fields.
     *
     * @param known allowed fields
     */
    public static RequestFields of(HttpServletRequest request, Set<String> known) {
        return of(request, known, MAX_BYTES);
    }

    /** The same with a larger body, of at most {@code max} bytes. */
    public static RequestFields of(HttpServletRequest request, Set<String> known, int max) {
        byte[] bytes = RequestBodyReader.json(request, max);
        JsonNode body = bytes.length == 0 ? JSON.createObjectNode() : parse(bytes);
        if (!body.isObject()) {
            throw ApiProblems.body("must be a JSON object");
        }
        for (String name : body.propertyNames()) {
            if (!known.contains(name)) {
                throw ApiProblems.field(
                        shown(name),
                        "there is no such field here"
                                + NameSuggestion.didYouMean(name, known).replaceFirst("\\?$", "") + "; known are "
                                + String.join(", ", new TreeSet<>(known)));
            }
        }
        return new RequestFields(body);
    }

    private static JsonNode parse(byte[] bytes) {
        try {
            return JSON.readTree(bytes);
        } catch (JacksonException e) {
            String where = e.getLocation() == null
                    ? ""
                    : " at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr();
            throw ApiProblems.body("is not valid JSON" + where);
        }
    }

    /** A text without control characters, null if it is absent, null or blank. */
    public @Nullable String text(String field, int max) {
        @Nullable JsonNode node = present(field);
        if (node == null) {
            return null;
        }
        if (!node.isString()) {
            throw ApiProblems.field(field, "must be a text");
        }
        return text(field, node.stringValue(), max);
    }

    /** The same for a text from elsewhere, such as a query parameter. */
    public static @Nullable String text(String field, @Nullable String raw, int max) {
        String text = raw == null ? "" : raw.strip();
        if (text.codePointCount(0, text.length()) > max) {
            throw ApiProblems.field(field, "has more than " + max + " characters");
        }
        if (text.codePoints().anyMatch(RequestFields::unprintable)) {
            throw ApiProblems.field(field, "must not contain control characters or line breaks");
        }
        if (text.codePoints().anyMatch(RequestFields::deceptive)) {
            throw ApiProblems.field(field, INVISIBLE);
        }
        return text.isEmpty() ? null : text;
    }

    /** A name: a text that has nothing invisible in it either, by which one person could look like another. */
    public @Nullable String name(String field, int max) {
        return visible(field, text(field, max));
    }

    /** The same for a name from elsewhere, such as a query parameter. */
    public static @Nullable String name(String field, @Nullable String raw, int max) {
        return visible(field, text(field, raw, max));
    }

    private static @Nullable String visible(String field, @Nullable String name) {
        if (name != null && name.codePoints().anyMatch(c -> Character.getType(c) == Character.FORMAT)) {
            throw ApiProblems.field(field, INVISIBLE);
        }
        return name;
    }

    /** Characters that could forge a line, or cannot be written as UTF-8: half a surrogate pair. */
    private static boolean unprintable(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE;
    }

    /**
     * Characters that make a text read differently, to people or to a search. Joiners and marks of direction are allowed:
     * Persian, Indic scripts, Hebrew and Arabic need them.
     */
    private static boolean deceptive(int c) {
        boolean needed = c >= 0x200c && c <= 0x200f || c == 0x061c;
        return Character.getType(c) == Character.FORMAT && !needed;
    }

    /** A text that must be there. */
    public String required(String field, int max, String advice) {
        @Nullable String text = text(field, max);
        if (text == null) {
            throw ApiProblems.field(field, "is missing; " + advice);
        }
        return text;
    }

    /** A time; null if absent. Bounded, so that adding a duration cannot overflow. */
    public @Nullable Instant time(String field) {
        @Nullable JsonNode node = present(field);
        if (node == null) {
            return null;
        }
        try {
            Instant time = node.isString() ? Rfc3339Times.parse(node.stringValue()) : Instant.MAX;
            if (!time.isBefore(Instant.EPOCH) && time.isBefore(LAST)) {
                return time;
            }
        } catch (DateTimeException e) {
            // Reported below, like every other invalid time.
        }
        throw ApiProblems.field(field, "must be an RFC 3339 time such as 2030-01-31T09:00:00Z");
    }

    /** Whether the field is present, even as null. */
    public boolean has(String field) {
        return body.has(field);
    }

    /** A whole number within bounds, null if it is absent. */
    @Nullable
    public Integer number(String field, int least, int most) {
        @Nullable JsonNode node = present(field);
        if (node == null) {
            return null;
        }
        if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < least || node.intValue() > most) {
            throw ApiProblems.field(
                    field,
                    "must be a whole number, " + least + (most == Integer.MAX_VALUE ? " or more" : " to " + most));
        }
        return node.intValue();
    }

    /** A list of texts as they are, at least one; each without control characters and at most so long. */
    public List<String> list(String field, int most, int max) {
        @Nullable JsonNode node = present(field);
        if (node == null || !node.isArray() || node.isEmpty() || node.size() > most) {
            throw ApiProblems.field(field, "must be a list of 1 to " + most + " texts");
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode one : node) {
            @Nullable String text = one.isString() ? text(field, one.stringValue(), max) : null;
            if (text == null) {
                throw ApiProblems.field(field, "must hold texts, none of them blank");
            }
            texts.add(text);
        }
        return texts;
    }

    /** Country codes as sent; the engine checks that they exist. */
    public SortedSet<String> countries(String field) {
        SortedSet<String> countries = new TreeSet<>();
        @Nullable JsonNode node = present(field);
        if (node == null) {
            return countries;
        }
        if (!node.isArray() || node.size() > MAX_COUNTRIES) {
            throw ApiProblems.field(field, "must be a list of at most " + MAX_COUNTRIES + " country codes");
        }
        for (JsonNode one : node) {
            @Nullable String code = one.isString() ? text(field, one.stringValue(), MAX_COUNTRY) : null;
            if (code == null) {
                throw ApiProblems.field(field, "must hold country codes of two capital letters, such as \"DE\"");
            }
            countries.add(code);
        }
        return countries;
    }

    /**
     * An object of texts by name, as they are; at least one.
     *
     * @param max characters of all of them together
     */
    public SortedMap<String, String> texts(String field, int max) {
        SortedMap<String, String> texts = new TreeMap<>();
        @Nullable JsonNode node = present(field);
        if (node == null || !node.isObject() || node.isEmpty()) {
            throw ApiProblems.field(field, "must be an object of texts by name");
        }
        long length = 0;
        for (var one : node.properties()) {
            if (!one.getValue().isString()) {
                throw ApiProblems.field(field, shown(one.getKey()) + " must be a text");
            }
            texts.put(one.getKey(), one.getValue().stringValue());
            length += one.getValue().stringValue().length();
        }
        if (length > max) {
            throw ApiProblems.field(field, "has more than " + max + " characters");
        }
        return texts;
    }

    private @Nullable JsonNode present(String field) {
        @Nullable JsonNode node = body.get(field);
        return node == null || node.isNull() ? null : node;
    }

    private static String shown(String name) {
        String quoted = QuotedText.of(name);
        return quoted.substring(1, quoted.length() - 1);
    }
}
