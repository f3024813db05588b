package org.sekimori.cli.lists;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.sekimori.cli.lists.ListFileReader.Fault;
import org.sekimori.cli.lists.ListFileReader.Format;
import org.sekimori.cli.lists.ListFileReader.Row;
import org.sekimori.lists.ListKind;

class ListFileReaderTest {

    private static final Instant NOW = Instant.parse("2026-06-01T08:00:00Z");

    private static ListFileReader read(String text) throws IOException {
        ListFileReader reader = new ListFileReader(ListKind.NETWORK, NOW);
        reader.read(text, Format.AUTO);
        return reader;
    }

    private static Row network(String value) {
        return new Row(ListKind.NETWORK, value, null, null);
    }

    @Test
    void plainListsAreReadWithTheirCommentsAndABadLineIsNamed() throws IOException {
        ListFileReader drop = read("; Spamhaus DROP List\n1.10.16.0/20 ; SBL256894\n1.19.0.0/16;SBL434604\n");
        assertThat(drop.rows()).containsExactly(network("1.10.16.0/20"), network("1.19.0.0/16"));
        ListFileReader firehol = read("#\n# firehol_level1\n#\n0.0.0.0/8\r\nnonsense\n1.2.3.4\n");
        assertThat(firehol.rows()).containsExactly(network("0.0.0.0/8"), network("1.2.3.4/32"));
        assertThat(firehol.faults()).extracting(Fault::place).containsExactly("line 5");
    }

    @Test
    void crowdSecsDecisionsAreReadAsCsvAndAsJson() throws IOException {
        ListFileReader csv = read("duration,scope,value\n24h,ip,1.2.3.4\n4h,range,1.2.4.0/24\n1h,session,x\n");
        assertThat(csv.rows())
                .containsExactly(
                        new Row(ListKind.NETWORK, "1.2.3.4/32", null, NOW.plusSeconds(86_400)),
                        new Row(ListKind.NETWORK, "1.2.4.0/24", null, NOW.plusSeconds(14_400)));
        assertThat(csv.faults()).extracting(Fault::place).containsExactly("line 4");
        ListFileReader json = read("""
                [{"id": 1, "decisions": [{"duration": "3h50m58.1s", "scenario": "crowdsecurity/ssh-bf", "scope": "Ip",
                "type": "ban", "value": "1.2.3.5"}]}, {"duration": "4h", "scope": "as", "value": "64500"}]
                """);
        assertThat(json.rows())
                .containsExactly(
                        new Row(ListKind.NETWORK, "1.2.3.5/32", "crowdsecurity/ssh-bf", NOW.plusSeconds(13_858)),
                        new Row(ListKind.AS, "64500", null, NOW.plusSeconds(14_400)));
        assertThat(json.faults()).isEmpty();
    }

    @Test
    void spamhausJsonHasOneObjectALineAndEndsWithMetadata() throws IOException {
        ListFileReader lines = read("""
                {"cidr":"1.10.16.0/20","sblid":"SBL256894","rir":"apnic"}
                {"cidr":"x"}
                {"type":"metadata","timestamp":1717000000}
                """);
        assertThat(lines.rows()).containsExactly(network("1.10.16.0/20"));
        assertThat(lines.faults()).extracting(Fault::place).containsExactly("line 2");
    }

    @Test
    void whatExportWritesIsReadAgain() throws IOException {
        ListFileReader csv = read("kind,value,until,since,by,reason\n"
                + "helo,ylmf-pc,2026-07-01T00:00:00Z,2026-05-01T00:00:00Z,sato,\"bots, known\"\n"
                + "helo,old-pc,2026-05-02T00:00:00Z,2026-05-01T00:00:00Z,sato,\n");
        assertThat(csv.rows())
                .containsExactly(
                        new Row(ListKind.HELO, "ylmf-pc", "bots, known", Instant.parse("2026-07-01T00:00:00Z")));
        assertThat(csv.faults()).extracting(Fault::place).containsExactly("line 3");
    }
}
