package org.sekimori.archive;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What Elasticsearch is told about the indices of each kind, made from {@link FieldCatalog}: a component template with the fields that
 * all kinds share, one with the kind's own, an index template over both, and a lifecycle policy that deletes after the retention.
 * Mappings are strict: a document with a field that is not named is refused rather than guessed at.
 */
final class IndexTemplates {

    /** Name of the component template that all kinds share. */
    static final String COMMON = "sekimori-common";

    /** Under which a mapping says its version, in {@code _meta}. */
    static final String VERSION = "sekimori_fields";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int PRIORITY = 200;

    private final FieldCatalog fields;

    IndexTemplates(FieldCatalog fields) {
        this.fields = fields;
    }

    int version() {
        return fields.version();
    }

    /** Body of the component template {@link #COMMON}. */
    ObjectNode common() {
        ObjectNode body = versioned("Fields that every document of Sekimori has.");
        body.putObject("template").set("mappings", mappings(shared(true, null)));
        return body;
    }

    /** Body of the component template with the fields of one kind alone. */
    ObjectNode component(DocumentKind kind) {
        ObjectNode body = versioned(fields.about(kind).title() + ".");
        body.putObject("template").set("mappings", mappings(shared(false, kind)));
        return body;
    }

    private List<FieldCatalog.Field> shared(boolean common, @Nullable DocumentKind kind) {
        return fields.fields().stream()
                .filter(field -> (field.kinds().size() == DocumentKind.values().length) == common)
                .filter(field -> kind == null || field.kinds().contains(kind))
                .toList();
    }

    /** The whole mapping of a kind. */
    ObjectNode mapping(DocumentKind kind) {
        return mappings(fields.of(kind));
    }

    /**
     * Body of the index template of a kind.
     *
     * @param lifecycle whether a policy is there that deletes old indices
     */
    ObjectNode index(DocumentKind kind, boolean lifecycle, int replicas) {
        ObjectNode body = versioned(fields.about(kind).title() + ".");
        body.putArray("index_patterns").add(kind.pattern());
        body.put("priority", PRIORITY);
        body.putArray("composed_of").add(COMMON).add(kind.template());
        ObjectNode settings = body.putObject("template").putObject("settings").putObject("index");
        settings.put("number_of_shards", 1);
        settings.put("number_of_replicas", replicas);
        settings.put("codec", "best_compression");
        settings.put("refresh_interval", "5s");
        if (lifecycle) {
            ObjectNode policy = settings.putObject("lifecycle").put("name", kind.template());
            // The age of a day's index counts from that day, also if it was made later, from an old log. Months have no
            // such names.
            if (fields.about(kind).period() == DocumentKind.Period.DAY) {
                policy.put("parse_origination_date", true);
            }
        }
        return body;
    }

    /**
     * Body of the lifecycle policy of a kind: an index is deleted when everything in it is older than the retention. The age of a
     * day's index counts from its day, that of a month's from its creation.
     */
    ObjectNode lifecycle(DocumentKind kind) {
        FieldCatalog.KindInfo about = fields.about(kind);
        Duration covered = about.period() == DocumentKind.Period.DAY ? Duration.ofDays(1) : Duration.ofDays(31);
        ObjectNode policy = NODES.objectNode();
        ObjectNode body = policy.putObject("policy");
        body.putObject("_meta").put("managed_by", "sekimori").put("version", fields.version());
        ObjectNode phases = body.putObject("phases");
        phases.putObject("hot").put("min_age", "0ms").putObject("actions");
        ObjectNode delete = phases.putObject("delete");
        delete.put("min_age", about.retention().plus(covered).toDays() + "d");
        delete.putObject("actions").putObject("delete");
        return policy;
    }

    private ObjectNode versioned(String description) {
        ObjectNode body = NODES.objectNode();
        body.put("version", fields.version());
        body.putObject("_meta").put("managed_by", "sekimori").put("description", description);
        return body;
    }

    private ObjectNode mappings(List<FieldCatalog.Field> some) {
        ObjectNode mappings = NODES.objectNode();
        // So that an index can tell for itself which version of the mapping it has.
        mappings.putObject("_meta").put(VERSION, fields.version());
        mappings.put("dynamic", "strict");
        mappings.put("date_detection", false);
        ObjectNode properties = mappings.putObject("properties");
        for (FieldCatalog.Field field : some) {
            if (field.name().endsWith(".*")) {
                openGroup(mappings, properties, field);
            } else {
                place(properties, field.name()).setAll(property(field));
            }
        }
        return mappings;
    }

    /** A group whose names the rules give: all of one type. */
    private static void openGroup(ObjectNode mappings, ObjectNode properties, FieldCatalog.Field field) {
        String group = field.name().substring(0, field.name().length() - 2);
        place(properties, group).put("type", "object").put("dynamic", "true");
        ObjectNode template =
                mappings.withArray("dynamic_templates").addObject().putObject(group.replace('.', '_'));
        template.put("path_match", field.name());
        template.putObject("mapping").put("type", field.type());
    }

    private static ObjectNode place(ObjectNode properties, String name) {
        ObjectNode at = properties;
        String[] parts = name.split("\\.", -1);
        for (int i = 0; i < parts.length - 1; i++) {
            at = at.withObjectProperty(parts[i]).withObjectProperty("properties");
        }
        return at.withObjectProperty(parts[parts.length - 1]);
    }

    private static ObjectNode property(FieldCatalog.Field field) {
        ObjectNode property = NODES.objectNode();
        switch (field.type()) {
            case "stored" -> property.put("type", "keyword").put("index", false).put("doc_values", false);
            case "keyword" -> {
                property.put("type", "keyword");
                // Lucene refuses words of more than 32,766 octets, and a document with one would be lost to the
                // archive.
                property.put("ignore_above", field.ignoreAbove() == 0 ? 1024 : field.ignoreAbove());
            }
            case "flattened" -> property.put("type", "flattened").put("ignore_above", 1024);
            default -> property.put("type", field.type());
        }
        if (field.unit() != null) {
            property.putObject("meta").put("unit", field.unit());
        }
        return property;
    }

    /** As text, to be sent. */
    static byte[] bytes(ObjectNode body) {
        return JsonMapper.shared().writeValueAsBytes(body);
    }
}
