package org.sekimori.lab.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MailTableReaderTest {

    private static PopulationSample sample(String rows, String columns) throws IOException {
        return MailTableReader.read(new BufferedReader(new StringReader(rows)), List.of(columns.split(",")))
                .sample(ZoneOffset.ofHours(1));
    }

    @Test
    void rowsOfAMessageAreItsRecipients() throws IOException {
        PopulationSample sample = sample("""
                1,10,20,2001-05-31,23:30:00,700
                1,10,21,2001-05-31,23:30:00,700
                2,11,20,2001-06-01,08:00:00,90
                1,10,20,2001-05-31,23:30:00,700
                """, "message,from,to,date,clock,size");
        assertThat(sample.accounts()).isEqualTo(2);
        assertThat(sample.histograms()
                        .histogram(TrafficMeasure.MESSAGE_RECIPIENTS)
                        .counts())
                .as("a recipient listed twice is one")
                .isEqualTo(Map.of(2L, 1L, 1L, 1L));
        assertThat(sample.histograms().histogram(TrafficMeasure.HOUR).counts())
                .as("seen in the zone")
                .isEqualTo(Map.of(0L, 1L, 9L, 1L));
        assertThat(sample.days()).isEqualTo(1);
    }

    @Test
    void withoutNumbersSenderAndTimeMakeAMessage() throws IOException {
        PopulationSample sample =
                sample("% a comment\n10 20 1 0\n10 21 1 0\n10 20 1 60\n11 20 1 0\n", "from,to,-,time");
        assertThat(sample.messages()).isEqualTo(3);
        assertThat(sample.histograms()
                        .histogram(TrafficMeasure.ACCOUNT_MESSAGES)
                        .counts())
                .isEqualTo(Map.of(1L, 1L, 2L, 1L));
    }

    @Test
    void aRowThatDoesNotFitIsNamed() {
        assertThatThrownBy(() -> sample("10 20 1\n10 20 noon\n", "from,to,time"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("row 2")
                .hasMessageContaining("noon");
        assertThatThrownBy(() -> sample("10 20\n", "from,to")).hasMessageContaining("time or date and clock");
        assertThatThrownBy(() -> sample("10 20\n", "from,whom")).hasMessageContaining("'whom'");
    }

    @Test
    void aSetIsReadBackWithoutWhatItCannotTell() throws IOException {
        PopulationSample sample = sample("10 20 1 0\n10 21 1 0\n10 20 1 60\n11 20 1 0\n", "from,to,-,time");
        String json =
                "[" + PublicMailDatasetCodec.write("tiny", "nowhere", sample, EnumSet.of(TrafficMeasure.HOUR)) + "]";
        PublicMailDataset set = PublicMailDatasetCodec.read(
                        new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)))
                .get(0);
        assertThat(set.name()).isEqualTo("tiny");
        assertThat(set.messages()).isEqualTo(3);
        assertThat(set.figures()).doesNotContainKeys(TrafficStatistic.NIGHT, TrafficStatistic.ABROAD);
        assertThat(ActivityFixture.figure(set.figures(), TrafficStatistic.DAY_MEAN)
                        .value())
                .isEqualTo(ActivityFixture.figure(sample.figures(), TrafficStatistic.DAY_MEAN)
                        .value());
    }
}
