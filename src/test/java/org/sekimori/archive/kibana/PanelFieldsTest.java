package org.sekimori.archive.kibana;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.sekimori.archive.Fields;
import org.sekimori.archive.Kind;
import org.sekimori.archive.panels.Exported;
import org.sekimori.archive.panels.FieldUse;
import org.sekimori.archive.panels.Panel;
import tools.jackson.databind.node.ObjectNode;

/** That every field that anything uses exists in the documents it is looked for in, with a type of use there. */
class PanelFieldsTest {

    private static final Fields FIELDS = Fields.load();
    private static final Exported OBJECTS = Exported.here();

    /** Types by name of the kinds that the data view covers. */
    private static Map<String, String> types(String view) {
        Map<String, String> types = new TreeMap<>();
        for (Kind kind : Kind.values()) {
            if (view.equals("sekimori-all") || view.equals("sekimori-" + kind.word())) {
                FIELDS.of(kind).forEach(field -> types.put(field.name(), field.type()));
            }
        }
        return types;
    }

    private static List<String> problems(List<FieldUse> uses) {
        return uses.stream()
                .map(use -> use.problem(types(use.view())))
                .flatMap(Optional::stream)
                .toList();
    }

    @Test
    void panelsUseFieldsOfTheirKind() {
        List<FieldUse> uses = new ArrayList<>();
        OBJECTS.panels().forEach(panel -> uses.addAll(FieldUse.of(panel)));
        assertThat(problems(uses)).isEmpty();
        assertThat(uses).hasSizeGreaterThan(200);
    }

    @Test
    void controlsListWordsOfTheirKind() {
        OBJECTS.all("dashboard").forEach(dashboard -> {
            List<FieldUse> uses = FieldUse.ofControls(dashboard);
            assertThat(uses).isNotEmpty();
            assertThat(problems(uses)).isEmpty();
        });
    }

    /** What is clicked becomes a filter of the other dashboard, which would stay empty if its documents lacked the field. */
    @Test
    void whatADrilldownCarriesIsKnownWhereItLeads() {
        for (Panel panel : OBJECTS.panels()) {
            ObjectNode dashboard = OBJECTS.get("dashboard", panel.dashboard());
            String place = panel.id() + ":drilldown:";
            dashboard.path("references").forEach(reference -> {
                if (reference.path("name").asString().startsWith(place)) {
                    ObjectNode target =
                            OBJECTS.get("dashboard", reference.path("id").asString());
                    String view = FieldUse.ofControls(target).get(0).view();
                    FieldUse.of(panel).stream()
                            .filter(use -> use.purpose() == FieldUse.For.TERMS)
                            .forEach(use -> assertThat(types(view))
                                    .as(panel + " to " + view)
                                    .containsKey(use.field()));
                }
            });
        }
    }

    @Test
    void dataViewsFormatNumbersOfTheirKind() {
        OBJECTS.all("index-pattern")
                .forEach(view -> assertThat(problems(FieldUse.ofView(view))).isEmpty());
    }

    @Test
    void everyKindHasItsDataView() {
        for (Kind kind : Kind.values()) {
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
