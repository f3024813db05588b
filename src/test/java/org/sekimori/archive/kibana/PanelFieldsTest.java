package org.sekimori.archive.kibana;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.sekimori.archive.DocumentKind;
import org.sekimori.archive.FieldCatalog;
import org.sekimori.archive.panels.DashboardPanel;
import org.sekimori.archive.panels.ExportedSavedObjects;
import org.sekimori.archive.panels.PanelFieldUse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** That every field that anything uses exists in the documents it is looked for in, with a type of use there. */
class PanelFieldsTest {

    private static final FieldCatalog FIELDS = FieldCatalog.load();
    private static final ExportedSavedObjects OBJECTS = ExportedSavedObjects.here();

    /** Types by name of the kinds that the data view covers. */
    private static Map<String, String> types(String view) {
        Map<String, String> types = new TreeMap<>();
        for (DocumentKind kind : DocumentKind.values()) {
            if (view.equals("sekimori-all") || view.equals("sekimori-" + kind.word())) {
                FIELDS.of(kind).forEach(field -> types.put(field.name(), field.type()));
            }
        }
        return types;
    }

    private static List<String> problems(List<PanelFieldUse> uses) {
        return uses.stream()
                .map(use -> use.problem(types(use.view())))
                .flatMap(Optional::stream)
                .toList();
    }

    @Test
    void panelsUseFieldsOfTheirKind() {
        List<PanelFieldUse> uses = new ArrayList<>();
        OBJECTS.panels().forEach(panel -> uses.addAll(PanelFieldUse.of(panel)));
        assertThat(problems(uses)).isEmpty();
        assertThat(uses).hasSizeGreaterThan(200);
    }

    @Test
    void controlsListWordsOfTheirKind() {
        OBJECTS.all("dashboard").forEach(dashboard -> {
            List<PanelFieldUse> uses = PanelFieldUse.ofControls(dashboard);
            assertThat(uses).isNotEmpty();
            assertThat(problems(uses)).isEmpty();
        });
    }

    /** A filter on a field that a kind of documents lacks leaves none of them. */
    private static boolean narrows(String field, DashboardPanel panel) {
        for (DocumentKind kind : DocumentKind.values()) {
            boolean shown = panel.view().equals("sekimori-all") || panel.view().equals("sekimori-" + kind.word());
            if (shown && FIELDS.of(kind).stream().noneMatch(one -> one.name().equals(field))) {
                return panel.ignoresFilters();
            }
        }
        return true;
    }

    private static List<DashboardPanel> panels(String dashboard) {
        return OBJECTS.panels().stream()
                .filter(panel -> panel.dashboard().equals(dashboard))
                .toList();
    }

    private static List<String> controls(String dashboard) {
        return PanelFieldUse.ofControls(OBJECTS.get("dashboard", dashboard)).stream()
                .map(PanelFieldUse::field)
                .toList();
    }

    @Test
    void noControlEmptiesAPanel() {
        for (DashboardPanel panel : OBJECTS.panels()) {
            assertThat(controls(panel.dashboard())).as(panel.toString()).allMatch(field -> narrows(field, panel));
        }
    }

    @Test
    void aPanelIgnoresOnlyWhatWouldEmptyIt() {
        OBJECTS.panels().stream().filter(DashboardPanel::ignoresFilters).forEach(panel -> assertThat(
                        controls(panel.dashboard()))
                .as(panel.toString())
                .anyMatch(field ->
                        !types(panel.view()).containsKey(field) || panel.view().equals("sekimori-all")));
    }

    /**
     * What is clicked becomes a filter of the other dashboard: of a table the one cell, of a chart all its buckets. Controls go
     * along where the click says so (getDashboardLocatorParamsFromEmbeddable in elastic/kibana).
     */
    @Test
    void aDrilldownEmptiesNoPanelWhereItLeads() {
        for (DashboardPanel panel : OBJECTS.panels()) {
            ObjectNode dashboard = OBJECTS.get("dashboard", panel.dashboard());
            String place = panel.id() + ":drilldown:";
            dashboard.path("references").forEach(reference -> {
                if (reference.path("name").asString().startsWith(place)) {
                    assertCarries(panel, dashboard, panels(reference.path("id").asString()));
                }
            });
        }
    }

    private static void assertCarries(DashboardPanel panel, ObjectNode dashboard, List<DashboardPanel> there) {
        List<String> clicked = PanelFieldUse.of(panel).stream()
                .filter(use -> use.purpose() == PanelFieldUse.For.TERMS)
                .map(PanelFieldUse::field)
                .toList();
        boolean table = panel.attributes().path("visualizationType").asString().equals("lnsDatatable");
        if (table) {
            assertThat(clicked).as(panel.toString()).anyMatch(field -> there.stream()
                    .allMatch(other -> narrows(field, other)));
        } else {
            assertThat(clicked).as(panel.toString()).allMatch(field -> there.stream()
                    .allMatch(other -> narrows(field, other)));
            // The query of a bucket of filters would go along too, and these tests do not look into it.
            assertThat(panel.attributes().path("state").toString()).doesNotContain("\"operationType\":\"filters\"");
        }
        for (JsonNode one : dashboard.path("attributes").path("panelsJSON")) {
            JsonNode actions = one.path("embeddableConfig").path("enhancements").path("dynamicActions");
            if (one.path("panelIndex").asString().equals(panel.id()) && carriesControls(actions)) {
                assertThat(controls(panel.dashboard())).as(panel.toString()).allMatch(field -> there.stream()
                        .allMatch(other -> narrows(field, other)));
            }
        }
    }

    private static boolean carriesControls(JsonNode actions) {
        for (JsonNode event : actions.path("events")) {
            if (event.path("action").path("config").path("useCurrentFilters").asBoolean(true)) {
                return true;
            }
        }
        return false;
    }

    @Test
    void dataViewsFormatNumbersOfTheirKind() {
        OBJECTS.all("index-pattern").forEach(view -> assertThat(problems(PanelFieldUse.ofView(view)))
                .isEmpty());
    }

    @Test
    void everyKindHasItsDataView() {
        for (DocumentKind kind : DocumentKind.values()) {
            assertThat(OBJECTS.get("index-pattern", "sekimori-" + kind.word())
                            .path("attributes")
                            .path("title")
                            .asString())
                    .isEqualTo(kind.pattern());
        }
        assertThat(OBJECTS.get("index-pattern", "sekimori-all")
                        .path("attributes")
                        .path("title")
                        .asString())
                .isEqualTo("sekimori-*");
    }

    @Test
    void noDataViewHasRuntimeFields() {
        OBJECTS.all("index-pattern").forEach(view -> assertThat(
                        view.path("attributes").path("runtimeFieldMap").asString())
                .isEqualTo("{}"));
    }
}
