package org.sekimori.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekimori.intake.event.EventReaderFixture.attempt;
import static org.sekimori.intake.event.EventReaderFixture.read;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekimori.intake.event.EventReaderFixture;
import org.sekimori.stream.inbox.InboxDecoder.DecodedEvent;

/** Holds the reader to {@code mail-event.schema.json}: what a schema can say, both say alike. */
public class SchemaAgreementTest {

    private static final DocumentedSchemas SCHEMA = DocumentedSchemas.named("mail-event");

    public static List<String> good() throws IOException {
        return lines("good.ndjson");
    }

    static Stream<Arguments> broken() throws IOException {
        return lines("broken.tsv").stream().map(SchemaAgreementTest::split);
    }

    static Stream<Arguments> beyondSchema() throws IOException {
        return lines("beyond-schema.tsv").stream().map(SchemaAgreementTest::split);
    }

    @ParameterizedTest
    @MethodSource("good")
    void bothTakeAGoodEvent(String json) {
        assertThat(SCHEMA.problems(json)).isEmpty();
        assertThat(read(json)).isInstanceOf(DecodedEvent.class);
    }

    @ParameterizedTest
    @MethodSource("broken")
    void bothRefuseABrokenEvent(String reason, String json) {
        assertThat(SCHEMA.problems(json)).isNotEmpty();
        assertThat(EventReaderFixture.reason(json)).contains(reason);
    }

    @ParameterizedTest
    @MethodSource("beyondSchema")
    void readerAloneRefusesWhatASchemaCannotSay(String reason, String json) {
        assertThat(SCHEMA.problems(json)).isEmpty();
        assertThat(EventReaderFixture.reason(json)).contains(reason);
    }

    @ParameterizedTest
    @EnumSource(names = {"ID", "SERVER", "CLIENT_NAME", "HELO", "TLS", "SENDER", "QUEUE_ID", "INSTANCE", "STATUS_CODE"})
    void bothDrawTheSameLineForLengths(EventField field) {
        for (int length : new int[] {field.maxLength(), field.maxLength() + 1}) {
            String json = attempt("\"" + field.word() + "\":\"" + "a".repeat(length) + "\"");
            boolean allowed = length <= field.maxLength();
            assertThat(SCHEMA.problems(json).isEmpty()).isEqualTo(allowed);
            assertThat(read(json) instanceof DecodedEvent).isEqualTo(allowed);
        }
    }

    @ParameterizedTest
    @EnumSource
    void schemaHasEveryFieldOfTheReader(EventField field) {
        assertThat(SCHEMA.propertyNames()).contains(field.word()).hasSize(EventField.values().length);
    }

    private static List<String> lines(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(SchemaAgreementTest.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static Arguments split(String line) {
        int tab = line.indexOf('\t');
        return Arguments.of(line.substring(0, tab), line.substring(tab + 1));
    }
}
