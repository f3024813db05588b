package org.sekimori.archive.kibana;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The words of a saved object that people read: titles, descriptions, labels of columns, filters and layers, markdown, names of
 * controls, data views and drill-downs. Each has a key: the object's id and the way to the word, such as {@code
 * sekimori-overview/attributes/title}. Members of lists are named by their {@code panelIndex}, {@code eventId} or {@code id} where
 * they have one, so that a panel may move without losing its words.
 */
final class SavedObjectTexts {

    private static final Set<String> READ =
            Set.of("title", "description", "label", "markdown", "name", "xTitle", "yTitle", "yRightTitle");

    /** {@code name} is a word of these alone; elsewhere it is a field or a palette. */
    private static final Set<String> NAMED = Set.of("/attributes/name", "/action/name");

    private static final List<String> NAMING = List.of("panelIndex", "eventId", "id");

    private SavedObjectTexts() {}

    /** All words by their keys. */
    static Map<String, String> of(ObjectNode object) {
        Map<String, String> words = new TreeMap<>();
        visit(object, (key, word) -> {
            words.put(key, word);
            return word;
        });
        return words;
    }

    /** Puts another word into the place of each. */
    static void replace(ObjectNode object, BinaryOperator<String> otherOfKeyAndWord) {
        visit(object, otherOfKeyAndWord);
    }

    private static void visit(ObjectNode object, BinaryOperator<String> visitor) {
        boolean view = object.path("type").asString("").equals("index-pattern");
        visit(object.path("attributes"), object.path("id").asString("") + "/attributes", view, visitor);
    }

    private static void visit(JsonNode node, String path, boolean view, BinaryOperator<String> visitor) {
        if (node instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                visit(list.get(i), path + "/" + step(list.get(i), i), view, visitor);
            }
        } else if (node instanceof ObjectNode object) {
            for (String name : Set.copyOf(object.propertyNames())) {
                String key = path + "/" + name;
                JsonNode value = object.get(name);
                if (value.isString() && isWord(name, key, value.asString(), view)) {
                    object.put(name, visitor.apply(key, value.asString()));
                } else {
                    visit(value, key, view, visitor);
                }
            }
        }
    }

    private static String step(JsonNode member, int number) {
        for (String name : NAMING) {
            String value = member.path(name).asString("");
            if (!value.isEmpty()) {
                return value;
            }
        }
        return Integer.toString(number);
    }

    private static boolean isWord(String name, String key, String value, boolean view) {
        if (value.isBlank() || !READ.contains(name)) {
            return false;
        }
        if (name.equals("name")) {
            return NAMED.stream().anyMatch(key::endsWith);
        }
        // The title of a data view is its index pattern, and Lens never shows the columns that a formula is made of.
        return !(name.equals("title") && view) && !(name.equals("label") && value.startsWith("Part of "));
    }
}
