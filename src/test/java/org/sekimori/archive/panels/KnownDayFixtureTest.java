package org.sekimori.archive.panels;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The known day is one that could stand on the log. */
class KnownDayFixtureTest {

    private static final Path SCHEMAS = Path.of("docs/schemas");

    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private static List<Error> violations(String schema, JsonNode json) {
        try {
            String text = Files.readString(SCHEMAS.resolve(schema + ".schema.json"));
            return REGISTRY.getSchema(text, InputFormat.JSON).validate(json.toString(), InputFormat.JSON);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<RawLogRecord> records(RawLogRecord.Topic topic) {
        return KnownDayFixture.records().stream().filter(raw -> raw.topic() == topic);
    }

    @ParameterizedTest
    @EnumSource
    void recordsAreAsTheSchemaOfTheirTopicSays(RawLogRecord.Topic topic) {
        String schema =
                switch (topic) {
                    case DECISIONS -> "decision";
                    case ANSWERS -> "entry";
                    case GRANTS -> "grants";
                    case CASES -> "cases";
                    case AUDIT -> "audit";
                    case DEAD_LETTERS -> "dead-letter";
                };
        assertThat(records(topic)).isNotEmpty().allSatisfy(raw -> assertThat(violations(schema, raw.value()))
                .isEmpty());
    }

    @Test
    void entriesAreAsTheirSchemaSays() {
        assertThat(records(RawLogRecord.Topic.DECISIONS))
                .allSatisfy(raw -> assertThat(violations("entry", raw.event())).isEmpty());
    }

    @Test
    void itIsTheSameEveryTime() {
        assertThat(KnownDayFixture.records()).isEqualTo(KnownDayFixture.records());
    }

    @Test
    void decisionsAreOfTheDay() {
        List<DocumentRow> rows = new DocumentRowReader(KnownDayFixture.END)
                .rows(records(RawLogRecord.Topic.DECISIONS).toList());
        assertThat(rows)
                .hasSize(600)
                .allMatch(row -> !row.time().isBefore(KnownDayFixture.START)
                        && row.time().isBefore(KnownDayFixture.END));
    }
}
