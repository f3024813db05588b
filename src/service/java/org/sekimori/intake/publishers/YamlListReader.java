package org.sekimori.intake.publishers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.text.QuotedText;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.dataformat.yaml.YAMLFactory;

/**
 * Reads YAML with one top-level key and below it a list of entries, whose fields are a word or a list of words. Token by token,
 * so that every complaint names its line.
 */
final class YamlListReader {

    private static final YAMLFactory YAML = YAMLFactory.builder().build();

    private final JsonParser parser;
    private final Set<String> fields;

    private YamlListReader(JsonParser parser, Set<String> fields) {
        this.parser = parser;
        this.fields = fields;
    }

    /**
     * The entries of a text, in order.
     *
     * @param key the only top-level key; its list may be empty
     * @param fields allowed fields of an entry
     * @throws IllegalArgumentException with the line, if the form is wrong
     */
    static List<Line> read(String text, String key, Set<String> fields) {
        try (JsonParser parser = YAML.createParser(ObjectReadContext.empty(), text)) {
            return new YamlListReader(parser, fields).document(key);
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            String problem = e.getOriginalMessage().lines().findFirst().orElse("");
            throw new IllegalArgumentException("line " + line + ": not YAML: " + problem, e);
        }
    }

    private List<Line> document(String key) {
        if (parser.nextToken() != JsonToken.START_OBJECT
                || parser.nextToken() != JsonToken.PROPERTY_NAME
                || !key.equals(parser.currentName())) {
            throw bad("expected '" + key + ":' at the top; nobody at all is written '" + key + ": []'");
        }
        List<Line> entries = new ArrayList<>();
        if (parser.nextToken() != JsonToken.START_ARRAY) {
            throw bad("expected a list below '" + key + ":'; nobody at all is written '" + key + ": []'");
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            entries.add(entry());
        }
        if (parser.nextToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
            throw bad("nothing may follow the list '" + key + "'");
        }
        return entries;
    }

    private Line entry() {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw bad("expected an entry with the fields " + sorted());
        }
        int line = line();
        Map<String, List<Word>> found = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            if (!fields.contains(name)) {
                throw bad(QuotedText.of(name) + " is not known here; known are " + sorted());
            }
            if (found.put(name, words(name)) != null) {
                throw bad("'" + name + "' stands here twice; keep one");
            }
        }
        return new Line(line, found);
    }

    private List<Word> words(String field) {
        JsonToken token = parser.nextToken();
        if (token != JsonToken.START_ARRAY) {
            return List.of(word(field, token));
        }
        List<Word> words = new ArrayList<>();
        for (token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            words.add(word(field, token));
        }
        return words;
    }

    private Word word(String field, JsonToken token) {
        if (!token.isScalarValue()
                || token == JsonToken.VALUE_NULL
                || parser.getString().isBlank()) {
            throw bad("'" + field + "' must be a word or a list such as [a, b]");
        }
        return new Word(parser.getString().strip(), line());
    }

    private String sorted() {
        return String.join(", ", new TreeSet<>(fields));
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }

    private IllegalArgumentException bad(String problem) {
        return new IllegalArgumentException("line " + Math.max(1, line()) + ": " + problem);
    }

    /** A word of the file with its line. */
    record Word(String text, int line) {

        IllegalArgumentException bad(String problem) {
            return new IllegalArgumentException("line " + line + ": " + problem);
        }
    }

    /** One entry of the list and where it begins. */
    record Line(int line, Map<String, List<Word>> fields) {

        /** The words of a field; empty if the entry lacks it. */
        List<Word> words(String field) {
            return fields.getOrDefault(field, List.of());
        }

        /** The only word of a field, null if the entry does not have it. */
        @Nullable
        Word word(String field) {
            List<Word> words = words(field);
            if (words.size() > 1) {
                throw words.get(1).bad("'" + field + "' takes one word");
            }
            return words.isEmpty() ? null : words.get(0);
        }

        /** The only word of a field that every entry must have. */
        Word required(String field) {
            Word word = word(field);
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
