package org.sekimori.archive;

import java.util.ArrayList;
import java.util.List;

/** Writes {@code docs/fields.md}. */
final class FieldCatalogPage {

    private FieldCatalogPage() {}

    static String of(FieldCatalog fields) {
        List<String> lines = new ArrayList<>();
        lines.add("# The archive's fields");
        lines.add("");
        lines.add("Every field of every document in Elasticsearch. Version " + fields.version()
                + ", names after the Elastic Common Schema " + fields.ecs()
                + "; Sekimori's own begin with `sekimori.`");
        lines.add("Generated from `src/service/resources/org/sekimori/archive/fields.yml`, as is the mapping.");
        lines.add("");
        lines.add(
                "The mapping is strict: a document with an unknown field is refused. A change raises the version; the next start"
                        + " of the service,");
        lines.add(
                "or `dashboards install`, updates templates and existing indices. Fields are only added: a new type needs a new");
        lines.add("name. So the name of an index depends only on the date of the document.");
        lines.add("");
        lines.add("| Kind | Indices | Contents | Id of a document | Kept |");
        lines.add("|---|---|---|---|---|");
        for (DocumentKind kind : DocumentKind.values()) {
            FieldCatalog.KindInfo about = fields.about(kind);
            lines.add("| " + kind.word() + " | `" + kind.template() + "-"
                    + (about.period() == DocumentKind.Period.DAY ? "yyyy.mm.dd" : "yyyy.mm") + "` | " + about.title()
                    + " | "
                    + about.id() + " | " + about.retention().toDays() + " days |");
        }
        common(lines, fields);
        for (DocumentKind kind : DocumentKind.values()) {
            lines.add("");
            lines.add("## " + kind.word());
            lines.add("");
            table(
                    lines,
                    fields.of(kind).stream()
                            .filter(field -> field.kinds().size() < DocumentKind.values().length)
                            .toList());
        }
        return String.join("\n", lines) + "\n";
    }

    private static void common(List<String> lines, FieldCatalog fields) {
        lines.add("");
        lines.add("## In every document");
        lines.add("");
        table(
                lines,
                fields.fields().stream()
                        .filter(field -> field.kinds().size() == DocumentKind.values().length)
                        .toList());
    }

    private static void table(List<String> lines, List<FieldCatalog.Field> fields) {
        lines.add("| Field | In Kibana | Type | Meaning |");
        lines.add("|---|---|---|---|");
        for (FieldCatalog.Field field : fields) {
            String unit = field.unit() == null ? "" : ", " + field.unit();
            lines.add("| `" + field.name() + "` | " + field.label() + " | " + field.type() + unit + " | "
                    + field.description() + " |");
        }
    }
}
