package org.sekimori.archive.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.archive.ArchiveIndexer;
import org.sekimori.archive.ElasticsearchAddress;
import org.sekimori.mail.Account;

class DecisionCriteriaTest {

    private static final Account.LoginNormalizer NAMING = new Account.LoginNormalizer("isp.example", "+");

    private static DecisionCriteria read(String name, String value) {
        return DecisionCriteria.parse(Map.of(name, value), NAMING);
    }

    @Test
    void nothingAskedForIsAPageOfFiftyOfAll() {
        DecisionCriteria all = DecisionCriteria.parse(Map.of(), NAMING);

        assertThat(all.limit()).isEqualTo(50);
        assertThat(all.account()).isNull();
        assertThat(all.after()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"K7QX-3M2P", "k7qx3m2p", " K7QX 3M2P ", "k7qx–3m2p", "K 7 Q X - 3 M 2 P", "K7QX\u00a0-\u00a03M2P"
            })
    void aReferenceIsReadHoweverItIsSpokenOrCopied(String spoken) {
        assertThat(read("reference", spoken).reference()).isEqualTo("K7QX-3M2P");
    }

    @Test
    void lettersThatLookLikeDigitsAreThese() {
        assertThat(read("reference", "loil-oooo").reference()).isEqualTo("1011-0000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<m-1@isp.example>", "m-1@isp.example", "  <m-1@isp.example> "})
    void aMessageIdIsKeptWithoutItsBrackets(String written) {
        assertThat(read("message_id", written).messageId()).isEqualTo("m-1@isp.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NOQUEUE", "-", "ALL", "(null)", "0", "$queue_id"})
    void whatStandsWhereThereIsNoQueueIdFindsNothing(String word) {
        assertThatExceptionOfType(InvalidCriterionException.class)
                .isThrownBy(() -> read("queue_id", word))
                .withMessageContaining("is no queue id");
    }

    @Test
    void aServerIsReadHoweverItsNameIsWritten() {
        assertThat(read("server", "MX1.isp.example.").server()).isEqualTo("mx1.isp.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Alice@ISP.example", "alice", "alice+trip@isp.example"})
    void anAccountIsReadAsTheCustomerTypesIt(String typed) {
        assertThat(read("account", typed).account()).isEqualTo(Account.of("alice@isp.example"));
    }

    @Test
    void onlyANetworkThatAddressesAreGroupedByIsToldByItsNameAlone() {
        assertThat(read("address", "192.0.2.0/24").group()).isEqualTo("192.0.2.0/24");
        assertThat(read("address", "2001:DB8:7::/48").group()).isEqualTo("2001:db8:7::/48");
        assertThat(read("address", "192.0.2.0/25").group()).isNull();
        assertThat(read("address", "192.0.0.0/16").group()).isNull();
        assertThat(read("address", "192.0.2.7").group()).isNull();
        assertThat(read("address", "[IPv6:2001:db8::7]").address()).hasToString("2001:db8::7/128");
    }

    @Test
    void aCursorComesBackAsItWas() {
        DecisionCursor cursor = new DecisionCursor(1_795_726_800_123L, "K7QX3M2P000000000000");

        assertThat(read("cursor", cursor.text()).after()).isEqualTo(cursor);
    }

    @Test
    void timesAreReadWithTheirOffset() {
        assertThat(read("from", "2026-11-26T09:00:00+09:00").from()).isEqualTo(Instant.parse("2026-11-26T00:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            address    | 1.2.3               | not an IP address
            address    | mx1.isp.example     | write an address such as 192.0.2.7
            address    | 192.0.2.7/24        | did you mean 192.0.2.0?
            address    | 192.0.2.0/33        | the length after the slash is 0 to 32
            from       | yesterday           | must be an RFC 3339 time such as
            until      | 2026-11-26          | must be an RFC 3339 time such as
            until      | +999999999-01-01T00:00:00Z | must be an RFC 3339 time such as
            verdict    | bounce              | must be accept, quarantine, defer or reject
            limit      | 0                   | must be a number from 1 to 500
            limit      | 501                 | must be a number from 1 to 500
            limit      | many                | must be a number from 1 to 500
            reference  | K7QX-3M2            | must have 8 letters and digits
            reference  | K7QX-3M2U           | there is no U in it
            message_id | <>                  | must be one Message-ID
            message_id | <a@b> <c@d>         | must be one Message-ID
            country    | Germany             | of two letters
            cursor     | zzz                 | must be what 'next' of the page before says
            cursor     | !                   | must be what 'next' of the page before says
            account    | @isp.example        | nothing before its at sign
            rule       | ''                  | is empty; give a value or leave it out
            colour     | red                 | there is no such criterion; known are account, address
            """)
    void aBrokenCriterionIsRefusedByNameWithWhatWouldBeRight(String field, String value, String words) {
        assertThatExceptionOfType(InvalidCriterionException.class)
                .isThrownBy(() -> read(field, value))
                .satisfies(refused -> {
                    assertThat(refused.field()).isEqualTo(field);
                    assertThat(refused.problem()).contains(words);
                });
    }

    @Test
    void anEndThatIsNotAfterTheBeginningIsRefused() {
        assertThatExceptionOfType(InvalidCriterionException.class)
                .isThrownBy(() -> DecisionCriteria.parse(
                        Map.of("from", "2026-11-26T00:00:00Z", "until", "2026-11-26T00:00:00Z"), NAMING))
                .withMessage("until: must be after from");
    }

    /** An address at which nobody listens. */
    static URI nobodyListens() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
    }

    @Test
    void anElasticsearchThatIsAwayIsSaidWithItsAddressAndReason() throws IOException {
        URI closed = nobodyListens();
        ElasticsearchAddress address = new ElasticsearchAddress(closed, null, null);
        try (ElasticsearchDecisionRepository search =
                ElasticsearchDecisionRepository.open(address, () -> new ArchiveIndexer.Status("", 0, Duration.ZERO))) {
            assertThatExceptionOfType(ArchiveUnavailableException.class)
                    .isThrownBy(() -> search.search(DecisionCriteria.parse(Map.of(), NAMING)))
                    .withMessageContaining("Elasticsearch at " + closed + " does not answer: ")
                    .withMessageContaining("refused");
        }
    }
}
