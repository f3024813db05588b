package org.sekimori.archive.kibana;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Kibana keeps JSON within strings of JSON. The files hold such parts decoded, because a string of 20,000 characters has no
 * readable diff.
 */
final class EmbeddedJson {

    /**
     * The members of a data view that are strings although their names do not end in {@code JSON}: {@code DataViewAttributes} in
     * elastic/kibana, {@code src/platform/plugins/shared/data_views/common/types.ts}.
     */
    private static final Set<String> OF_DATA_VIEWS =
            Set.of("fieldAttrs", "fieldFormatMap", "fields", "runtimeFieldMap", "sourceFilters", "typeMeta");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private EmbeddedJson() {}

    /** Turns what Kibana wants as strings into strings, the innermost first. */
    static void encode(ObjectNode object) {
        JsonNode attributes = object.path("attributes");
        encodeWithin(attributes);
        if (attributes instanceof ObjectNode view
                && object.path("type").asString("").equals("index-pattern")) {
            OF_DATA_VIEWS.stream().filter(view::has).forEach(name -> intoString(view, name));
        }
    }

    private static void encodeWithin(JsonNode node) {
        node.forEach(EmbeddedJson::encodeWithin);
        if (node instanceof ObjectNode object) {
            List<String> names = new ArrayList<>(object.propertyNames());
            names.stream().filter(name -> name.endsWith("JSON")).forEach(name -> intoString(object, name));
        }
    }

    private static void intoString(ObjectNode object, String name) {
        JsonNode value = object.get(name);
        if (value.isContainer()) {
            object.put(name, JSON.writeValueAsString(value));
        }
    }
}
