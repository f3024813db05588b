package org.sekimori.archive.kibana;

import org.sekimori.archive.DocumentKind;
import org.sekimori.archive.FieldCatalog;
import tools.jackson.databind.node.ObjectNode;

/** Names of fields for readers of Kibana, in Discover, filters and the list of fields, instead of {@code user.name} and the like. */
final class FieldLabels {

    private static final FieldCatalog FIELDS = FieldCatalog.load();

    private FieldLabels() {}

    /** Gives a data view the names of the fields of its documents; leaves other objects alone. */
    static void add(ObjectNode object, DashboardLanguage language) {
        if (!object.path("type").asString("").equals("index-pattern")) {
            return;
        }
        ObjectNode attributes = object.withObjectProperty("attributes").withObjectProperty("fieldAttrs");
        String pattern = object.path("attributes").path("title").asString("");
        for (FieldCatalog.Field field : FIELDS.fields()) {
            // The names in a group are given by rules.
            boolean group = field.name().endsWith(".*");
            if (!group && field.kinds().stream().anyMatch(kind -> covers(pattern, kind))) {
                attributes
                        .withObjectProperty(field.name())
                        .put("customLabel", language == DashboardLanguage.JA ? field.japaneseLabel() : field.label());
            }
        }
    }

    private static boolean covers(String pattern, DocumentKind kind) {
        return pattern.equals("sekimori-*") || pattern.equals(kind.pattern());
    }
}
