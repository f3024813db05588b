package org.sekimori.archive.panels;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A panel of a dashboard.
 *
 * @param object the saved object that it shows
 * @param view id of the data view that it asks
 * @param from start of its own time range, such as {@code now-1y}; empty if it follows the dashboard's
 */
public record DashboardPanel(String dashboard, String id, ObjectNode object, String view, String from) {

    String type() {
        return object.path("type").asString();
    }

    /** What the object says. */
    public JsonNode attributes() {
        return object.path("attributes");
    }

    /** The same panel over another object. */
    public DashboardPanel showing(ObjectNode other) {
        return new DashboardPanel(dashboard, id, other, view, from);
    }

    @Override
    public String toString() {
        return dashboard + ": " + object.path("id").asString();
    }

    /** Whether nothing that is chosen or clicked on the dashboard narrows this panel; Kibana has that for Lens alone. */
    public boolean ignoresFilters() {
        if (!type().equals("lens")) {
            return false;
        }
        JsonNode layers = attributes()
                .path("state")
                .path("datasourceStates")
                .path("formBased")
                .path("layers");
        for (JsonNode layer : layers) {
            if (!layer.path("ignoreGlobalFilters").asBoolean(false)) {
                return false;
            }
        }
        return true;
    }
}
