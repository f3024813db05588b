package org.sekimori.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The fields, their page, and what keeps a change from going by unseen. */
class FieldCatalogTest {

    private static final Path PAGE = Path.of("docs", "fields.md");
    private static final Path LOCK = Path.of("src/test/resources/org/sekimori/archive/mapping.lock");

    private static final Path FORMER = Path.of("src/test/resources/org/sekimori/archive/fields.lock");

    private final FieldCatalog fields = FieldCatalog.load();

    @Test
    void thePageIsMadeFromTheMapping() throws IOException {
        String made = FieldCatalogPage.of(fields);
        if (Boolean.getBoolean("sekimori.write-pages")) {
            Files.writeString(PAGE, made);
        }
        assertThat(Files.readString(PAGE))
                .as("docs/fields.md; `mvn test -Dtest=FieldCatalogTest -Dsekimori.write-pages=true` writes it")
                .isEqualTo(made);
    }

    /** Whoever changes the mapping raises its version: a cluster takes a template again only if it is newer. */
    @Test
    void aMappingThatChangedHasAnotherVersion() throws Exception {
        String now = checksum();
        Properties lock = new Properties();
        try (var file = Files.newBufferedReader(LOCK)) {
            lock.load(file);
        }
        assertThat(lock.getProperty(Integer.toString(fields.version())))
                .as(
                        "checksum of version %d of the mapping in %s; if the mapping changed, raise 'version' in fields.yml and"
                                + " add the line %d=%s",
                        fields.version(), LOCK, fields.version(), now)
                .isEqualTo(now);
    }

    /** An index cannot change the type of a field, and what was written under a name stays there for a year. */
    @Test
    void aFieldThatWasThereStaysAndKeepsItsType() throws IOException {
        List<String> now = fields.fields().stream()
                .map(field -> field.name() + " " + field.type())
                .toList();
        List<String> before = Files.readAllLines(FORMER);
        if (Boolean.getBoolean("sekimori.write-pages")) {
            List<String> all = new ArrayList<>(before);
            now.stream().filter(line -> !before.contains(line)).forEach(all::add);
            Files.write(FORMER, all);
        }
        assertThat(now).containsAll(before);
        assertThat(Files.readAllLines(FORMER)).containsAll(now);
    }

    private String checksum() throws Exception {
        IndexTemplates templates = new IndexTemplates(fields);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (DocumentKind kind : DocumentKind.values()) {
            digest.update(templates.mapping(kind).toString().getBytes(StandardCharsets.UTF_8));
            digest.update(templates
                    .lifecycle(kind)
                    .path("policy")
                    .path("phases")
                    .toString()
                    .getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
    }

    /** In Kibana the name is all that a reader sees of a field: two of a kind with one name could not be told apart. */
    @Test
    void namesForReadersAreDistinctInEachLanguage() {
        for (DocumentKind kind : DocumentKind.values()) {
            assertThat(fields.of(kind)).extracting(FieldCatalog.Field::label).doesNotHaveDuplicates();
            assertThat(fields.of(kind))
                    .extracting(FieldCatalog.Field::japaneseLabel)
                    .doesNotHaveDuplicates()
                    .allMatch(name -> name.codePoints()
                            .anyMatch(one -> Character.UnicodeScript.of(one) != Character.UnicodeScript.LATIN
                                    && Character.isLetter(one)));
        }
    }

    @Test
    void namesAreInTheirPlaces() {
        Set<String> ecs = Set.of(
                "@timestamp",
                "ecs",
                "event",
                "user",
                "related",
                "source",
                "observer",
                "tls",
                "email",
                "rule",
                "threat");
        List<String> names =
                fields.fields().stream().map(FieldCatalog.Field::name).toList();
        assertThat(names).doesNotHaveDuplicates();
        assertThat(names)
                .allSatisfy(name -> assertThat(ecs.contains(name.split("\\.", -1)[0]) || name.startsWith("sekimori."))
                        .isTrue());
        // A field cannot be a word and a group at once.
        assertThat(names).allSatisfy(name -> assertThat(names).noneMatch(other -> other.startsWith(name + ".")));
    }
}
