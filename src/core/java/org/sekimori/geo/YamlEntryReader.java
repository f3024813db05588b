package org.sekimori.geo;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sekimori.text.QuotedText;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.dataformat.yaml.YAMLFactory;

/**
 * Reads YAML lists: one top-level key and below it a list of entries, whose fields are a word or a list of words. Token by token
 * rather than bound to a class, so that every message names its line, and a country is the literal word: the {@code NO} of Norway
 * is not a boolean.
 */
public final class YamlEntryReader {

    private static final YAMLFactory YAML = YAMLFactory.builder().build();

    private final JsonParser parser;
    private final Set<String> fields;

    private YamlEntryReader(JsonParser parser, Set<String> fields) {
        this.parser = parser;
        this.fields = fields;
    }

    /**
     * Reads the entries of a file, in order.
     *
     * @param key the only top-level key; its list may be empty
     * @param fields allowed fields of an entry
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException with the line, if the form is wrong
     */
    static List<Entry> read(Path file, String key, Set<String> fields) throws IOException {
        String text;
        try {
            text = Files.readString(file);
        } catch (MalformedInputException e) {
            throw new IllegalArgumentException("is not UTF-8 text", e);
        }
        return read(text, key, fields);
    }

    /** The entries of a text; see {@link #read(Path, String, Set)}. */
    public static List<Entry> read(String text, String key, Set<String> fields) {
        try (JsonParser parser = YAML.createParser(ObjectReadContext.empty(), text)) {
            return new YamlEntryReader(parser, fields).document(key);
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new IllegalArgumentException("line " + line + ": not YAML: " + firstLine(e.getOriginalMessage()), e);
        }
    }

    private List<Entry> document(String key) {
        JsonToken first = parser.nextToken();
        if (first != JsonToken.START_OBJECT
                || parser.nextToken() != JsonToken.PROPERTY_NAME
                || !key.equals(parser.currentName())) {
            throw bad("expected '" + key + ":' at the top");
        }
        List<Entry> entries = new ArrayList<>();
        JsonToken value = parser.nextToken();
        if (value == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                entries.add(entry());
            }
        } else if (!isEmpty(value)) {
            throw bad("expected a list below '" + key + ":'");
        }
        if (parser.nextToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
            throw bad("nothing may follow the list '" + key + "'");
        }
        return entries;
    }

    private Entry entry() {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw bad("expected an entry with the fields " + sorted());
        }
        int line = line();
        Map<String, List<Value>> found = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            if (!fields.contains(name)) {
                throw bad("unknown field " + QuotedText.of(name) + ", expected one of " + sorted());
            }
            if (found.put(name, words(name)) != null) {
                throw bad("field '" + name + "' stands twice");
            }
        }
        return new Entry(line, found);
    }

    private List<Value> words(String field) {
        JsonToken token = parser.nextToken();
        if (isEmpty(token)) {
            return List.of();
        }
        if (token.isScalarValue()) {
            return List.of(new Value(parser.getString(), line()));
        }
        if (token != JsonToken.START_ARRAY) {
            throw bad("'" + field + "' is a word or a list of words");
        }
        List<Value> words = new ArrayList<>();
        while ((token = parser.nextToken()) != JsonToken.END_ARRAY) {
            if (!token.isScalarValue() || isEmpty(token)) {
                throw bad("'" + field + "' is a word or a list of words");
            }
            words.add(new Value(parser.getString(), line()));
        }
        return words;
    }

    /** Whether a key has no value: the parser makes an empty word of that. */
    private boolean isEmpty(JsonToken value) {
        return value == JsonToken.VALUE_NULL
                || (value.isScalarValue() && parser.getString().isEmpty());
    }

    private String sorted() {
        return String.join(", ", fields.stream().sorted().toList());
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }

    private IllegalArgumentException bad(String problem) {
        return new IllegalArgumentException("line " + Math.max(1, line()) + ": " + problem);
    }

    private static String firstLine(String text) {
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }

    /** A word of the file with its line. */
    public record Value(String text, int line) {

        public IllegalArgumentException bad(String problem) {
            return new IllegalArgumentException("line " + line + ": " + problem);
        }
    }

    /** One entry of the list and where it starts. */
    public record Entry(int line, Map<String, List<Value>> fields) {

        /** The words of a field; empty if the entry lacks it. */
        public List<Value> words(String field) {
            return fields.getOrDefault(field, List.of());
        }

        /** The only word of a field, null if the entry does not have it. */
        @Nullable
        Value word(String field) {
            List<Value> words = words(field);
            if (words.size() > 1) {
                throw words.get(1).bad("'" + field + "' takes one word");
            }
            return words.isEmpty() ? null : words.get(0);
        }

        /** The only word of a field that every entry must have. */
        public Value required(String field) {
            Value word = word(field);
            if (word == null) {
                throw bad("the entry has no '" + field + "'");
            }
            return word;
        }

        IllegalArgumentException bad(String problem) {
            return new IllegalArgumentException("line " + line + ": " + problem);
        }
    }
}
