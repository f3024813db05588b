package org.sekimori.archive.kibana;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekimori.archive.panels.DashboardPanel;
import org.sekimori.archive.panels.ExportedSavedObjects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** That the saved objects have the shape in which Kibana imports them, and lead where they say. */
class SavedObjectStructureTest {

    /** Each export since 8.8 has this, 9.x included: packages/o365/kibana in elastic/integrations. */
    private static final String CORE = "8.8.0";

    /**
     * The model version of each type that the files are written in. Dashboards: 2 of the model versions in elastic/kibana, {@code
     * src/platform/plugins/shared/dashboard/server/dashboard_saved_object}. Searches: 5, {@code packages/o365/kibana/search} in
     * elastic/integrations; Kibana makes tabs of it. Lens, maps and data views: the last migrations of these types.
     */
    private static final Map<String, String> TYPES = Map.of(
            "dashboard", "10.2.0", "search", "10.5.0", "lens", "8.9.0", "map", "8.4.0", "index-pattern", "8.0.0");

    private static final int COLUMNS = 48;

    private static final ExportedSavedObjects OBJECTS = ExportedSavedObjects.here();

    static Stream<ObjectNode> objects() {
        return TYPES.keySet().stream().sorted().flatMap(type -> OBJECTS.all(type).stream());
    }

    static Stream<ObjectNode> dashboards() {
        return OBJECTS.all("dashboard").stream();
    }

    private static JsonNode panels(ObjectNode dashboard) {
        return dashboard.path("attributes").path("panelsJSON");
    }

    @Test
    void anObjectStandsInTheFolderOfItsTypeUnderItsId() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("dashboards"))) {
            List<String> names = files.filter(file -> file.toString().endsWith(".json"))
                    .map(file -> Path.of("dashboards").relativize(file).toString())
                    .toList();
            assertThat(names)
                    .containsExactlyInAnyOrderElementsOf(objects()
                            .map(object -> object.path("type").asString() + "/"
                                    + object.path("id").asString() + ".json")
                            .toList());
        }
    }

    @ParameterizedTest
    @MethodSource("objects")
    void anObjectSaysWhichVersionsItIsWrittenIn(ObjectNode object) {
        assertThat(object.propertyNames())
                .containsExactlyInAnyOrder(
                        "attributes",
                        "coreMigrationVersion",
                        "id",
                        "managed",
                        "references",
                        "type",
                        "typeMigrationVersion");
        assertThat(object.path("coreMigrationVersion").asString()).isEqualTo(CORE);
        assertThat(object.path("typeMigrationVersion").asString())
                .isEqualTo(TYPES.get(object.path("type").asString()));
        // A managed object cannot be edited in Kibana.
        assertThat(object.path("managed").asBoolean(true)).isFalse();
        assertThat(object.path("id").asString()).matches("sekimori-[a-z0-9-]+");
    }

    @ParameterizedTest
    @MethodSource("objects")
    void referencesLeadToObjectsThatAreHere(ObjectNode object) {
        Set<String> names = new HashSet<>();
        object.path("references").forEach(reference -> {
            assertThat(OBJECTS.has(reference)).as(reference.toString()).isTrue();
            assertThat(names.add(reference.path("name").asString()))
                    .as(reference.toString())
                    .isTrue();
        });
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void everyReferenceOfADashboardIsUsed(ObjectNode dashboard) {
        Set<String> used = new HashSet<>();
        for (JsonNode panel : panels(dashboard)) {
            String id = panel.path("panelIndex").asString();
            if (panel.has("panelRefName")) {
                used.add(id + ":" + panel.path("panelRefName").asString());
            }
            drilldowns(panel).forEach(event -> used.add(id + ":" + drilldownReference(event)));
            links(panel)
                    .forEach(link ->
                            used.add(id + ":" + link.path("destinationRefName").asString()));
        }
        controls(dashboard).forEach(control -> {
            if (control.getValue().path("type").asString().equals("optionsListControl")) {
                used.add("controlGroup_" + control.getKey() + ":optionsListDataView");
            }
        });
        List<String> names = new ArrayList<>();
        dashboard.path("references").forEach(one -> names.add(one.path("name").asString()));
        assertThat(names).containsExactlyInAnyOrderElementsOf(used);
    }

    private static JsonNode drilldowns(JsonNode panel) {
        return panel.path("embeddableConfig")
                .path("enhancements")
                .path("dynamicActions")
                .path("events");
    }

    private static JsonNode links(JsonNode panel) {
        return panel.path("embeddableConfig").path("attributes").path("links");
    }

    /**
     * The panel of links in the form of Kibana 8.12 to 9.1, which later ones read ({@code isLegacyState} in elastic/kibana, {@code
     * src/platform/plugins/private/links/common/embeddable/transforms/bwc}): each reference is named as {@code extractReferences}
     * names it there.
     */
    @ParameterizedTest
    @MethodSource("dashboards")
    void everyDashboardLinksToAll(ObjectNode dashboard) {
        List<String> targets = new ArrayList<>();
        for (JsonNode panel : panels(dashboard)) {
            assertThat(links(panel).isEmpty())
                    .isNotEqualTo(panel.path("type").asString().equals("links"));
            int order = 0;
            for (JsonNode link : links(panel)) {
                String name = link.path("destinationRefName").asString();
                assertThat(name).isEqualTo("link_" + link.path("id").asString() + "_dashboard");
                assertThat(link.path("type").asString()).isEqualTo("dashboardLink");
                assertThat(link.path("order").asInt()).isEqualTo(order++);
                assertThat(link.path("options").propertyNames())
                        .containsExactlyInAnyOrder("openInNewTab", "useCurrentDateRange", "useCurrentFilters");
                String reference = panel.path("panelIndex").asString() + ":" + name;
                targets.add(ExportedSavedObjects.reference(dashboard, reference)
                        .path("id")
                        .asString());
            }
        }
        assertThat(targets)
                .containsExactlyInAnyOrderElementsOf(
                        dashboards().map(one -> one.path("id").asString()).toList());
    }

    /** As {@code generateRefName} in elastic/kibana names it, which 9.x looks up when it reads the older form. */
    private static String drilldownReference(JsonNode event) {
        return "drilldown:DASHBOARD_TO_DASHBOARD_DRILLDOWN:"
                + event.path("eventId").asString() + ":dashboardId";
    }

    private static Set<Map.Entry<String, JsonNode>> controls(ObjectNode dashboard) {
        return dashboard
                .path("attributes")
                .path("controlGroupInput")
                .path("panelsJSON")
                .properties();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void drilldownsLeadToOtherDashboards(ObjectNode dashboard) {
        for (JsonNode panel : panels(dashboard)) {
            for (JsonNode event : drilldowns(panel)) {
                // Kibana offers these on Lens panels alone, when a bar or a cell is clicked to filter.
                assertThat(panel.path("type").asString()).isEqualTo("lens");
                assertThat(event.path("triggers").path(0).asString()).isEqualTo("on_apply_filter");
                assertThat(event.path("action").path("factoryId").asString())
                        .isEqualTo("DASHBOARD_TO_DASHBOARD_DRILLDOWN");
                JsonNode target = ExportedSavedObjects.reference(
                        dashboard, panel.path("panelIndex").asString() + ":" + drilldownReference(event));
                assertThat(target.path("type").asString()).isEqualTo("dashboard");
                assertThat(target.path("id").asString())
                        .isNotEqualTo(dashboard.path("id").asString());
            }
        }
    }

    @Test
    void everyOtherDashboardLeadsToTheAccount() {
        Map<String, Set<String>> leads = new java.util.TreeMap<>();
        dashboards().forEach(dashboard -> dashboard.path("references").forEach(reference -> {
            if (reference.path("type").asString().equals("dashboard")) {
                leads.computeIfAbsent(dashboard.path("id").asString(), id -> new HashSet<>())
                        .add(reference.path("id").asString());
            }
        }));
        assertThat(leads.get("sekimori-overview")).contains("sekimori-account", "sekimori-rules");
        assertThat(leads.get("sekimori-now")).contains("sekimori-account");
        assertThat(leads.get("sekimori-networks")).contains("sekimori-account");
        assertThat(leads.get("sekimori-overseas")).contains("sekimori-account");
        assertThat(leads.get("sekimori-leaks")).contains("sekimori-account");
        assertThat(leads.get("sekimori-rules")).contains("sekimori-account", "sekimori-leaks");
        assertThat(leads.get("sekimori-operations")).contains("sekimori-account");
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void panelsStandInTheGridAndNoneOverAnother(ObjectNode dashboard) {
        Set<String> taken = new HashSet<>();
        int bottom = 0;
        for (JsonNode panel : panels(dashboard)) {
            JsonNode grid = panel.path("gridData");
            String id = panel.path("panelIndex").asString();
            assertThat(grid.path("i").asString()).isEqualTo(id);
            int right = grid.path("x").asInt() + grid.path("w").asInt();
            assertThat(right).as(id).isLessThanOrEqualTo(COLUMNS);
            for (int x = grid.path("x").asInt(); x < right; x++) {
                for (int y = grid.path("y").asInt();
                        y < grid.path("y").asInt() + grid.path("h").asInt();
                        y++) {
                    assertThat(taken.add(x + "," + y))
                            .as(id + " at " + x + "," + y)
                            .isTrue();
                    bottom = Math.max(bottom, y + 1);
                }
            }
        }
        assertThat(taken).as("no gaps").hasSize(COLUMNS * bottom);
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void aDashboardSaysFirstWhatItIsForAndHasItsControls(ObjectNode dashboard) {
        JsonNode first = panels(dashboard).path(0);
        assertThat(first.path("embeddableConfig").path("savedVis").path("type").asString())
                .isEqualTo("markdown");
        boolean aboutCases = dashboard.path("id").asString().equals("sekimori-leaks");
        List<String> fields = new ArrayList<>();
        boolean slider = false;
        for (Map.Entry<String, JsonNode> control : controls(dashboard)) {
            JsonNode input = control.getValue().path("explicitInput");
            assertThat(input.path("id").asString()).isEqualTo(control.getKey());
            slider |= control.getValue().path("type").asString().equals("timeSlider");
            if (input.has("fieldName")) {
                fields.add(input.path("fieldName").asString());
            }
        }
        assertThat(slider).isTrue();
        assertThat(fields).contains("user.domain");
        // Where half of the panels show other kinds than decisions, only the account and the domain are common to all.
        boolean manyKinds = Set.of("sekimori-account", "sekimori-overseas", "sekimori-now")
                .contains(dashboard.path("id").asString());
        if (manyKinds) {
            assertThat(fields).isSubsetOf("user.domain", "user.name");
        } else if (aboutCases) {
            assertThat(fields).contains("rule.id", "sekimori.case.severity", "sekimori.case.state");
        } else {
            assertThat(fields).contains("source.geo.country_iso_code", "sekimori.verdict");
            // Shadow rules are on no decision's rule.id.
            assertThat(fields)
                    .contains(
                            dashboard.path("id").asString().equals("sekimori-rules")
                                    ? "sekimori.findings.rule"
                                    : "rule.id");
        }
        assertThat(fields.contains("user.name"))
                .isEqualTo(dashboard.path("id").asString().equals("sekimori-account"));
    }

    @Test
    void everyDashboardHasSixToTwelvePanels() {
        Map<String, Long> counts = OBJECTS.panels().stream()
                .collect(java.util.stream.Collectors.groupingBy(
                        DashboardPanel::dashboard, java.util.stream.Collectors.counting()));
        assertThat(counts)
                .hasSize(8)
                .allSatisfy((id, count) -> assertThat(count).as(id).isBetween(6L, 12L));
    }

    @Test
    void noObjectIsLeftWithoutADashboard() {
        Set<String> shown = new HashSet<>();
        OBJECTS.panels().forEach(panel -> shown.add(panel.object().path("id").asString()));
        objects()
                .filter(object -> Set.of("lens", "search", "map")
                        .contains(object.path("type").asString()))
                .forEach(object -> assertThat(shown).contains(object.path("id").asString()));
    }
}
