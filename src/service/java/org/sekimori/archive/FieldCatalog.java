package org.sekimori.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The fields of all documents, as {@code fields.yml} names them; mapping and documentation are made from it.
 *
 * @param version raised by every change
 * @param ecs version of the Elastic Common Schema
 * @param kinds what is said of each kind
 * @param fields in the order of the file
 */
public record FieldCatalog(int version, String ecs, Map<DocumentKind, KindInfo> kinds, List<Field> fields) {

    /**
     * A kind of document.
     *
     * @param title what its documents are
     * @param period how much time one index covers
     * @param retention after which an index is deleted
     * @param id what the id of a document is
     */
    public record KindInfo(String title, DocumentKind.Period period, Duration retention, String id) {}

    /**
     * A field.
     *
     * @param name with dots; ends in {@code .*} for a group whose names the rules give
     * @param type Elasticsearch's, or {@code stored}: shown and never searched
     * @param unit of numbers, null if there is none
     * @param ignoreAbove longest word that is indexed, 0 for Elasticsearch's own limit
     * @param kinds in which it stands
     * @param label its name in Kibana, English
     * @param japaneseLabel the same in Japanese
     * @param description for people
     */
    public record Field(
            String name,
            String type,
            @Nullable String unit,
            int ignoreAbove,
            Set<DocumentKind> kinds,
            String label,
            String japaneseLabel,
            String description) {}

    public FieldCatalog {
        kinds = Map.copyOf(kinds);
        fields = List.copyOf(fields);
    }

    /** The fields of this version of the service. */
    public static FieldCatalog load() {
        try (InputStream file = Objects.requireNonNull(FieldCatalog.class.getResourceAsStream("fields.yml"))) {
            return of(YAMLMapper.shared().readTree(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FieldCatalog of(JsonNode file) {
        Map<DocumentKind, KindInfo> kinds = new EnumMap<>(DocumentKind.class);
        for (DocumentKind kind : DocumentKind.values()) {
            JsonNode about = file.required("kinds").required(kind.word());
            kinds.put(
                    kind,
                    new KindInfo(
                            about.required("title").asString(),
                            about.required("period").asString().equals("day")
                                    ? DocumentKind.Period.DAY
                                    : DocumentKind.Period.MONTH,
                            days(about.required("retention").asString()),
                            about.required("id").asString()));
        }
        List<Field> fields = new ArrayList<>();
        file.required("fields").forEach(field -> fields.add(field(field)));
        return new FieldCatalog(
                file.required("version").asInt(), file.required("ecs").asString(), kinds, fields);
    }

    private static Field field(JsonNode field) {
        JsonNode in = field.required("in");
        Set<DocumentKind> kinds =
                in.isString() ? EnumSet.allOf(DocumentKind.class) : EnumSet.noneOf(DocumentKind.class);
        in.forEach(word -> kinds.add(kind(word.asString())));
        return new Field(
                field.required("name").asString(),
                field.required("type").asString(),
                field.has("unit") ? field.get("unit").asString() : null,
                field.path("ignore_above").asInt(0),
                Set.copyOf(kinds),
                field.required("label").asString(),
                field.required("ja").asString(),
                field.required("description").asString());
    }

    private static DocumentKind kind(String word) {
        for (DocumentKind kind : DocumentKind.values()) {
            if (kind.word().equals(word)) {
                return kind;
            }
        }
        throw new IllegalStateException("fields.yml names a kind that is not known: " + word);
    }

    private static Duration days(String text) {
        return Duration.ofDays(Integer.parseInt(text.substring(0, text.length() - 1)));
    }

    /** What is said of a kind. */
    public KindInfo about(DocumentKind kind) {
        return Objects.requireNonNull(kinds.get(kind));
    }

    /** The fields of a kind. */
    public List<Field> of(DocumentKind kind) {
        return fields.stream().filter(field -> field.kinds().contains(kind)).toList();
    }
}
