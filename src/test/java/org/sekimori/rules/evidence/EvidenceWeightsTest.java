package org.sekimori.rules.evidence;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekimori.rules.source.RulebookException;

class EvidenceWeightsTest {

    private static final String TEXT = """
            provenance:
              command: "lab fit --seeds 3"
            bias: -9.5
            bands: {watch: 5, flag: 7.5, quarantine: 9.5, hold: 12}
            signs:
              new-recipients:
                order: rising
                steps: {below: -0.5, 1: 0, 3.5: 1.25}
            """;

    @Test
    void aTableIsConstantBetweenItsEdges() throws RulebookException {
        StepTable table = requireNonNull(EvidenceWeights.parse(TEXT).signs().get("new-recipients"));

        assertThat(table.weight(-3)).isEqualTo(-0.5);
        assertThat(table.weight(1)).isZero();
        assertThat(table.weight(3.49)).isZero();
        assertThat(table.weight(3.5)).isEqualTo(1.25);
        assertThat(table.weight(30)).isEqualTo(1.25);
    }

    @Test
    void whatIsWrittenIsReadAsTheSame() throws Exception {
        EvidenceWeights read = EvidenceWeights.parse(TEXT);
        assertThat(EvidenceWeights.parse(read.text())).isEqualTo(read);
        EvidenceWeights shipped = EvidenceWeights.parse(Files.readString(Path.of("rules", EvidenceWeights.FILE)));
        assertThat(EvidenceWeights.parse(shipped.text())).isEqualTo(shipped);
        assertThat(shipped.bands().keySet()).containsExactlyElementsOf(EvidenceWeights.BANDS);
    }

    @Test
    void bandsAreThresholdsOfRules() throws RulebookException {
        assertThat(EvidenceWeights.parse(TEXT).thresholds())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "evidence_watch",
                        5.0,
                        "evidence_flag",
                        7.5,
                        "evidence_quarantine",
                        9.5,
                        "evidence_hold",
                        12.0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1: 0,                                     | 1: -1,                                | evidence/weights.yml:7 | weights must not fall",
                "3.5: 1.25                                 | 3.5: .nan                             | evidence/weights.yml:8 | must be a number from -20",
                "3.5: 1.25                                 | 3.5: 21                               | evidence/weights.yml:8 | must be a number from -20",
                "3.5: 1.25                                 | 0.5: 1.25                             | evidence/weights.yml:7 | edges must ascend",
                "below: -0.5,                              | 0: -0.5,                              | evidence/weights.yml:8 | first stands 'below'",
                "order: rising                             | order: upwards                        | evidence/weights.yml:7 | rising, falling or free",
                "flag: 7.5                                 | flag: 4                               | evidence/weights.yml:4 | none is below the one before",
                "hold: 12                                  | holds: 12                             | evidence/weights.yml:4 | did you mean",
                "bias: -9.5                                | bias: much                            | evidence/weights.yml:3 | must be a number",
                "new-recipients:                           | New:                                  | evidence/weights.yml:7 | no name of a sign",
            })
    void whatIsWrongIsNamedWithItsPlace(String right, String wrong, String place, String said) {
        assertThatThrownBy(() -> EvidenceWeights.parse(TEXT.replace(right, wrong)))
                .hasMessageContaining(place)
                .hasMessageContaining(said);
    }

    @Test
    void tooManySignsAreRefused() throws RulebookException {
        Map<String, StepTable> many = new TreeMap<>();
        StepTable table = StepTable.zero(StepTable.Order.FREE, List.of(1.0));
        for (int i = 0; i <= EvidenceWeights.MOST_SIGNS; i++) {
            many.put("sign-" + i, table);
        }
        assertThatThrownBy(() -> new EvidenceWeights(Map.of(), 0, Map.of(), new TreeMap<>(many)))
                .hasMessageContaining("more than 64 signs");
    }
}
