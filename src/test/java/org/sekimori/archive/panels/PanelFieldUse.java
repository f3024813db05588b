package org.sekimori.archive.panels;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * That something needs a field of a data view, and for what.
 *
 * @param where for the message
 * @param dataType what Lens takes the field for; empty if it says nothing
 */
public record PanelFieldUse(String where, String view, String field, For purpose, String dataType) {

    private static final Set<String> NUMBERS = Set.of("long", "integer", "short", "double");
    private static final Set<String> WORDS = Set.of("keyword", "ip", "boolean");

    /** What a field may be needed for. */
    public enum For {
        TERMS,
        NUMBER,
        CARDINALITY,
        TIME,
        EQUAL,
        EXISTS,
        COMPARE,
        SHOW,
        SORT,
        POINT,
        CONTROL,
        FORMAT
    }

    /** What is wrong with it; empty if nothing is. */
    public Optional<String> problem(Map<String, String> typesOfView) {
        String type = typesOfView.get(field);
        if (type == null) {
            return Optional.of(where + ": " + view + " has no field " + field);
        }
        boolean right =
                switch (purpose) {
                    case TERMS -> WORDS.contains(type) || NUMBERS.contains(type);
                    case NUMBER -> NUMBERS.contains(type);
                    case CARDINALITY, EQUAL, EXISTS, SORT ->
                        WORDS.contains(type) || NUMBERS.contains(type) || type.equals("date");
                    case COMPARE -> NUMBERS.contains(type) || type.equals("date");
                    case TIME -> type.equals("date");
                    case POINT -> type.equals("geo_point");
                    case CONTROL -> type.equals("keyword") || type.equals("ip");
                    case FORMAT -> NUMBERS.contains(type);
                    case SHOW -> true;
                };
        if (!right) {
            return Optional.of(where + ": " + field + " is a " + type + ", of no use for " + purpose);
        }
        if (!dataType.isEmpty() && !dataType.equals(kibanaType(type))) {
            return Optional.of(where + ": Lens is told that " + field + " is a " + dataType + ", but it is a " + type);
        }
        return Optional.empty();
    }

    private static String kibanaType(String type) {
        if (type.equals("keyword")) {
            return "string";
        }
        return NUMBERS.contains(type) ? "number" : type;
    }

    /** What a panel needs. */
    public static List<PanelFieldUse> of(DashboardPanel panel) {
        List<PanelFieldUse> uses = new ArrayList<>();
        switch (panel.type()) {
            case "lens" -> lens(panel, uses);
            case "search" -> search(panel, uses);
            case "map" -> map(panel, uses);
            default -> throw new IllegalArgumentException("no panel that these tests know: " + panel.type());
        }
        return uses;
    }

    private static void lens(DashboardPanel panel, List<PanelFieldUse> uses) {
        LensPanel lens = LensPanel.of(panel.attributes());
        query(panel, lens.query(), uses);
        for (LensPanel.Column column : lens.columns()) {
            query(panel, column.filter(), uses);
            switch (column.operation()) {
                case "terms" -> uses.add(use(panel, column.field(), For.TERMS, column.dataType()));
                case "date_histogram" -> uses.add(use(panel, column.field(), For.TIME, column.dataType()));
                case "unique_count" -> uses.add(use(panel, column.field(), For.CARDINALITY, ""));
                case "filters" -> LensPanel.filters(column).values().forEach(filter -> query(panel, filter, uses));
                case "count", "formula", "math" -> {}
                default -> uses.add(use(panel, column.field(), For.NUMBER, column.dataType()));
            }
        }
    }

    private static void search(DashboardPanel panel, List<PanelFieldUse> uses) {
        SearchPanel search = SearchPanel.of(panel.attributes());
        query(panel, search.query(), uses);
        search.columns().forEach(column -> uses.add(use(panel, column, For.SHOW, "")));
        uses.add(use(panel, search.sort(), For.SORT, ""));
    }

    private static void map(DashboardPanel panel, List<PanelFieldUse> uses) {
        MapPanel map = MapPanel.of(panel.attributes());
        query(panel, map.query(), uses);
        uses.add(use(panel, map.field(), For.POINT, ""));
    }

    private static void query(DashboardPanel panel, KqlQuery query, List<PanelFieldUse> uses) {
        for (KqlQuery leaf : query.leaves()) {
            For purpose = leaf instanceof KqlQuery.Is
                    ? For.EQUAL
                    : leaf instanceof KqlQuery.Exists ? For.EXISTS : For.COMPARE;
            uses.add(use(panel, leaf.field(), purpose, ""));
        }
    }

    private static PanelFieldUse use(DashboardPanel panel, String field, For purpose, String dataType) {
        return new PanelFieldUse(panel.toString(), panel.view(), field, purpose, dataType);
    }

    /** What the controls of a dashboard need. */
    public static List<PanelFieldUse> ofControls(ObjectNode dashboard) {
        List<PanelFieldUse> uses = new ArrayList<>();
        dashboard
                .path("attributes")
                .path("controlGroupInput")
                .path("panelsJSON")
                .properties()
                .forEach(control -> {
                    if (control.getValue().path("type").asString().equals("optionsListControl")) {
                        String name = "controlGroup_" + control.getKey() + ":optionsListDataView";
                        JsonNode view = ExportedSavedObjects.reference(dashboard, name);
                        String field = control.getValue()
                                .path("explicitInput")
                                .path("fieldName")
                                .asString();
                        String where = dashboard.path("id").asString() + ", control " + control.getKey();
                        uses.add(new PanelFieldUse(where, view.path("id").asString(), field, For.CONTROL, ""));
                    }
                });
        return uses;
    }

    /** What a data view formats, and its time field. */
    public static List<PanelFieldUse> ofView(ObjectNode view) {
        String id = view.path("id").asString();
        List<PanelFieldUse> uses = new ArrayList<>();
        view.path("attributes")
                .path("fieldFormatMap")
                .properties()
                .forEach(format -> uses.add(new PanelFieldUse(id, id, format.getKey(), For.FORMAT, "")));
        uses.add(new PanelFieldUse(
                id, id, view.path("attributes").path("timeFieldName").asString(), For.TIME, ""));
        return uses;
    }
}
