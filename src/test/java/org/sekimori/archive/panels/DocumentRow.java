package org.sekimori.archive.panels;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one record of the log says, by the names of fields in {@code fields.yml}. Values are strings, numbers, booleans and
 * instants; a field may have several.
 */
public final class DocumentRow {

    private final String kind;
    private final Map<String, List<Object>> values = new TreeMap<>();

    DocumentRow(String kind) {
        this.kind = kind;
    }

    String kind() {
        return kind;
    }

    /** Adds a value; null says nothing. */
    DocumentRow put(String field, Object value) {
        if (value != null) {
            values.computeIfAbsent(field, f -> new ArrayList<>()).add(value);
        }
        return this;
    }

    DocumentRow putAll(String field, Iterable<?> all) {
        all.forEach(value -> put(field, value));
        return this;
    }

    /** Each value once: Elasticsearch counts a document once per word, however often the word stands in it. */
    List<Object> distinct(String field) {
        return all(field).stream().distinct().toList();
    }

    List<Object> all(String field) {
        return values.getOrDefault(field, List.of());
    }

    boolean has(String field) {
        return values.containsKey(field);
    }

    Instant time() {
        return (Instant) all("@timestamp").get(0);
    }

    @Override
    public String toString() {
        return kind + values;
    }
}
