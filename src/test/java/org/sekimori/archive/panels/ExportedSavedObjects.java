package org.sekimori.archive.panels;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sekimori.archive.kibana.DashboardLanguage;
import org.sekimori.archive.kibana.KibanaException;
import org.sekimori.archive.kibana.SavedObject;
import org.sekimori.archive.kibana.SavedObjectFiles;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The saved objects as Kibana reads them after an import: the strings of JSON in them are read back. */
public final class ExportedSavedObjects {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Map<String, ObjectNode> objects = new LinkedHashMap<>();

    private ExportedSavedObjects() {}

    /** The objects of this repository. */
    public static ExportedSavedObjects here() {
        return of(Path.of("dashboards"));
    }

    static ExportedSavedObjects of(Path folder) {
        ExportedSavedObjects exported = new ExportedSavedObjects();
        try {
            for (SavedObject one : SavedObjectFiles.read(folder).localized(DashboardLanguage.EN)) {
                ObjectNode object = (ObjectNode) JSON.readTree(one.json().toString());
                decode(object);
                exported.objects.put(one.type() + "/" + one.id(), object);
            }
        } catch (KibanaException e) {
            throw new AssertionError(e.getMessage(), e);
        }
        return exported;
    }

    private static void decode(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (String name : List.copyOf(object.propertyNames())) {
                if (object.get(name).isString() && (name.endsWith("JSON") || name.equals("fieldFormatMap"))) {
                    object.set(name, JSON.readTree(object.get(name).asString()));
                }
            }
        }
        node.forEach(ExportedSavedObjects::decode);
    }

    /** All objects of a type. */
    public List<ObjectNode> all(String type) {
        return objects.values().stream()
                .filter(object -> object.path("type").asString().equals(type))
                .toList();
    }

    /** One object. */
    public ObjectNode get(String type, String id) {
        ObjectNode object = objects.get(type + "/" + id);
        if (object == null) {
            throw new AssertionError("there is no " + type + " " + id);
        }
        return object;
    }

    /** Whether the object that a reference names is among these. */
    public boolean has(JsonNode reference) {
        return objects.containsKey(
                reference.path("type").asString() + "/" + reference.path("id").asString());
    }

    /** Every panel of every dashboard that asks something; markdown asks nothing. */
    public List<DashboardPanel> panels() {
        List<DashboardPanel> panels = new ArrayList<>();
        for (ObjectNode dashboard : all("dashboard")) {
            for (JsonNode panel : dashboard.path("attributes").path("panelsJSON")) {
                if (panel.has("panelRefName")) {
                    panels.add(panel(dashboard, panel));
                }
            }
        }
        return panels;
    }

    private DashboardPanel panel(ObjectNode dashboard, JsonNode panel) {
        String id = panel.path("panelIndex").asString();
        String name = id + ":" + panel.path("panelRefName").asString();
        JsonNode reference = reference(dashboard, name);
        ObjectNode object =
                get(reference.path("type").asString(), reference.path("id").asString());
        String from =
                panel.path("embeddableConfig").path("timeRange").path("from").asString("");
        return new DashboardPanel(dashboard.path("id").asString(), id, object, view(object), from);
    }

    private static String view(ObjectNode object) {
        for (JsonNode reference : object.path("references")) {
            if (reference.path("type").asString().equals("index-pattern")) {
                return reference.path("id").asString();
            }
        }
        throw new AssertionError(object.path("id").asString() + " names no data view");
    }

    /** The reference of this name. */
    public static JsonNode reference(ObjectNode object, String name) {
        for (JsonNode reference : object.path("references")) {
            if (reference.path("name").asString().equals(name)) {
                return reference;
            }
        }
        throw new AssertionError(object.path("id").asString() + " has no reference " + name);
    }
}
