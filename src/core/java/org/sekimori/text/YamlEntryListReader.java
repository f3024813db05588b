package org.sekimori.text;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.dataformat.yaml.YAMLFactory;

/**
 * Reads a YAML file with one key at the top and below it a list of entries, whose fields are a word or a list of words. Token by token
 * rather than bound to a class, so that every complaint names its line, and so that a country is the word that stands there: the
 * {@code NO} of Norway is not a boolean.
 */
public final class YamlEntryListReader {

    private static final YAMLFactory YAML = YAMLFactory.builder().build();

    private final JsonParser parser;
    private final Form form;

    private YamlEntryListReader(JsonParser parser, Form form) {
        this.parser = parser;
        this.form = form;
    }

    /**
     * What a file may hold.
     *
     * @param key the only key at the top
     * @param fields what an entry may have
     * @param omittedList whether nothing after the key is an empty list; else that is written {@code []}, since a file that is still
     *     being written begins so
     * @param emptyWords whether nothing after a field is as good as no field, and an empty word may stand in a list
     * @param unknownField said of another field: its name, then the known ones
     * @param wrongValue said of a value that is neither a word nor a list of words: the field's name
     */
    public record Form(
            String key,
            Set<String> fields,
            boolean omittedList,
            boolean emptyWords,
            String unknownField,
            String wrongValue) {

        /** A list of networks or addresses that may be empty. */
        public static Form lenient(String key, Set<String> fields) {
            return new Form(
                    key,
                    fields,
                    true,
                    true,
                    "unknown field %s, expected one of %s",
                    "'%s' is a word or a list of words");
        }

        /** A list of those who may do something: an empty one locks everybody out, so it is written on purpose. */
        public static Form strict(String key, Set<String> fields) {
            return new Form(
                    key,
                    fields,
                    false,
                    false,
                    "%s is not known here; known are %s",
                    "'%s' must be a word or a list such as [a, b]");
        }

        private String sorted() {
            return String.join(", ", new TreeSet<>(fields));
        }
    }

    /** A file that is not of its form. The message names the line. */
    public static final class FormException extends IllegalArgumentException {

        private static final long serialVersionUID = 1L;

        private final int line;

        private FormException(int line, String problem, @Nullable Throwable cause) {
            super("line " + line + ": " + problem, cause);
            this.line = line;
        }

        public int line() {
            return line;
        }
    }

    /**
     * The entries of a file, in its order.
     *
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if it is not of this form, with the line, or not UTF-8
     */
    public static List<Entry> read(Path file, Form form) throws IOException {
        String text;
        try {
            text = Files.readString(file);
        } catch (MalformedInputException e) {
            throw new IllegalArgumentException("is not UTF-8 text", e);
        }
        return read(text, form);
    }

    /**
     * The entries of a text, in its order.
     *
     * @throws FormException if it is not of this form
     */
    public static List<Entry> read(String text, Form form) {
        try (JsonParser parser = YAML.createParser(ObjectReadContext.empty(), text)) {
            return new YamlEntryListReader(parser, form).document();
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            String problem = e.getOriginalMessage().lines().findFirst().orElse("");
            throw new FormException(line, "not YAML: " + problem, e);
        }
    }

    private List<Entry> document() {
        if (parser.nextToken() != JsonToken.START_OBJECT
                || parser.nextToken() != JsonToken.PROPERTY_NAME
                || !form.key().equals(parser.currentName())) {
            throw bad("expected '" + form.key() + ":' at the top" + emptyListHint());
        }
        List<Entry> entries = new ArrayList<>();
        JsonToken value = parser.nextToken();
        if (value == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                entries.add(entry());
            }
        } else if (!form.omittedList() || !isEmpty(value)) {
            throw bad("expected a list below '" + form.key() + ":'" + emptyListHint());
        }
        if (parser.nextToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
            throw bad("nothing may follow the list '" + form.key() + "'");
        }
        return entries;
    }

    private String emptyListHint() {
        return form.omittedList() ? "" : "; nobody at all is written '" + form.key() + ": []'";
    }

    private Entry entry() {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw bad("expected an entry with the fields " + form.sorted());
        }
        int line = line();
        Map<String, List<Value>> found = new LinkedHashMap<>();
        Set<String> blank = new HashSet<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            if (!form.fields().contains(name)) {
                throw bad(form.unknownField().formatted(QuotedText.of(name), form.sorted()));
            }
            JsonToken token = parser.nextToken();
            boolean nothing = form.emptyWords() && isEmpty(token);
            if (nothing) {
                blank.add(name);
            }
            if (found.put(name, nothing ? List.of() : words(name, token)) != null) {
                throw bad("'" + name + "' stands here twice; keep one");
            }
        }
        return new Entry(line, found, blank);
    }

    private List<Value> words(String field, JsonToken first) {
        JsonToken token = first;
        if (token != JsonToken.START_ARRAY) {
            return List.of(word(field, token));
        }
        List<Value> words = new ArrayList<>();
        for (token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            words.add(word(field, token));
        }
        return words;
    }

    private Value word(String field, JsonToken token) {
        if (!token.isScalarValue() || (!form.emptyWords() && isEmpty(token))) {
            throw bad(form.wrongValue().formatted(field));
        }
        return new Value(isEmpty(token) ? "" : parser.getString().strip(), line());
    }

    /** Whether nothing stands after a key: the parser makes an empty word of that. */
    private boolean isEmpty(JsonToken value) {
        return value == JsonToken.VALUE_NULL
                || (value.isScalarValue() && parser.getString().isBlank());
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }

    private FormException bad(String problem) {
        return new FormException(Math.max(1, line()), problem, null);
    }

    /** A word of the file and where it stands. */
    public record Value(String text, int line) {

        public IllegalArgumentException bad(String problem) {
            return new FormException(line, problem, null);
        }
    }

    /**
     * One entry of the list and where it starts.
     *
     * @param blank fields after which nothing is written
     */
    public record Entry(int line, Map<String, List<Value>> fields, Set<String> blank) {

        /** Whether the entry has a field with a value, if only an empty list. */
        public boolean has(String field) {
            return names(field) && !blank.contains(field);
        }

        /** Whether the entry names a field, if only with nothing after it. */
        public boolean names(String field) {
            return fields.containsKey(field);
        }

        /** The words of a field, none if the entry does not have it. */
        public List<Value> words(String field) {
            return fields.getOrDefault(field, List.of());
        }

        /** The only word of a field, null if the entry does not have it. */
        public @Nullable Value word(String field) {
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

        public IllegalArgumentException bad(String problem) {
            return new FormException(line, problem, null);
        }
    }
}
