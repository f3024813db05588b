package org.sekimori.cli.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The first line says what was decided, by which rule and why. */
class ExplanationTextTest {

    private static final String REJECTED =
            "{\"rule\":\"overseas-without-grant\",\"mode\":\"enforce\",\"effect\":\"reject\","
                    + "\"reason\":\"from DE, which is not home\"}";
    private static final String DEFERRED =
            "{\"rule\":\"send-limit\",\"mode\":\"enforce\",\"effect\":\"defer\",\"reason\":\"200 messages in the last hour\"}";
    private static final String FLAGGED =
            "{\"rule\":\"sudden-spike\",\"mode\":\"enforce\",\"effect\":\"flag\",\"reason\":\"80 messages today\"}";
    private static final String SHADOW =
            "{\"rule\":\"draft\",\"mode\":\"shadow\",\"effect\":\"reject\",\"reason\":\"a Monday\"}";
    private static final String ADVISED =
            "{\"rule\":\"unknown-origin\",\"mode\":\"enforce\",\"effect\":\"advise\",\"reason\":\"not in the database\"}";

    private static String why(String verdict, String... findings) {
        return ExplanationText.of(
                JsonMapper.shared()
                        .readTree("{\"decision\":{\"id\":\"K7QX3M2P0000000000AB\",\"event_id\":\"e1\","
                                + "\"reference\":\"K7QX-3M2P\",\"time\":\"2026-06-01T09:00:00Z\",\"account\":\"alice@isp.example\","
                                + verdict + ",\"rulebook\":\"r\",\"origin\":{\"kind\":\"country\",\"country\":\"DE\","
                                + "\"network\":\"192.0.2.0/24\"},\"findings\":[" + String.join(",", findings) + "]},"
                                + "\"reproduced\":true,"
                                + "\"event\":{\"client_address\":\"192.0.2.1\",\"channel\":\"submission\",\"recipients\":1,\"size\":10},"
                                + "\"rules\":[" + rule("draft", true) + "," + rule("send-limit", false) + ","
                                + rule("sudden-spike", true) + "," + rule("overseas-without-grant", true) + "]}"),
                false);
    }

    private static String rule(String id, boolean matched) {
        return "{\"rule\":\"" + id + "\",\"name\":\"" + id + "\",\"matched\":" + matched
                + ",\"conditions\":[{\"text\":\"overseas\",\"held\":" + matched + ",\"values\":[]}]}";
    }

    private static String first(String text) {
        return text.lines().findFirst().orElseThrow();
    }

    private static final String REJECT = "\"verdict\":\"reject\",\"code\":550,\"enhanced_code\":\"5.7.1\"";
    private static final String DEFER = "\"verdict\":\"defer\",\"code\":450,\"enhanced_code\":\"4.7.1\"";
    private static final String ACCEPT = "\"verdict\":\"accept\"";

    @Test
    void ofManyFindingsTheOneThatDecidedStandsFirst() {
        String text = why(REJECT, SHADOW, FLAGGED, FLAGGED, FLAGGED, REJECTED, DEFERRED);

        assertThat(first(text))
                .isEqualTo("Rejected (550 5.7.1), decided by overseas-without-grant: from DE, which is not home");
        assertThat(text.lines().filter(line -> line.contains("asks to")))
                .as("what else was found is said once")
                .containsExactly(
                        "  draft asks to reject, in the shadow: a Monday",
                        "  sudden-spike asks to flag: 80 messages today",
                        "  send-limit asks to defer: 200 messages in the last hour");
        assertThat(text.lines().filter(line -> line.startsWith("MATCHED")))
                .containsExactly("MATCHED  overseas-without-grant", "MATCHED  draft", "MATCHED  sudden-spike");
    }

    @Test
    void aQuarantineIsNamed() {
        String doubtful =
                "{\"rule\":\"doubt\",\"mode\":\"enforce\",\"effect\":\"quarantine\",\"reason\":\"to 40 strangers\"}";
        assertThat(first(why("\"verdict\":\"quarantine\"", doubtful, FLAGGED)))
                .isEqualTo("Quarantined: the mail server holds it until it is released or deleted, decided by doubt:"
                        + " to 40 strangers");
        assertThat(first(why(ACCEPT, doubtful))).isEqualTo("Accepted and flagged by doubt: to 40 strangers");
        assertThat(first(why(ACCEPT + ",\"would\":\"quarantine\"", doubtful)))
                .contains("it would have been quarantined, decided by doubt");
    }

    @Test
    void anExemptionIsNamedWithItsReason() {
        String off = "{\"rule\":\"many-places\",\"mode\":\"shadow\",\"effect\":\"advise\",\"reason\":\"left out\","
                + "\"exemption\":{\"mode\":\"off\",\"reason\":\"shared by the shop\"}}";
        String shadow = "{\"rule\":\"sudden-spike\",\"mode\":\"shadow\",\"effect\":\"flag\",\"reason\":\"80 messages\","
                + "\"exemption\":{\"mode\":\"shadow\"}}";
        assertThat(why(ACCEPT, off, shadow))
                .startsWith("Accepted: no rule asked for anything else")
                .contains(
                        "  many-places matched and was left out: it is off for this account (shared by the shop)",
                        "  sudden-spike asks to flag, in the shadow for this account: 80 messages");
    }

    @Test
    void aDeferralIsNamed() {
        assertThat(first(why(DEFER, FLAGGED, DEFERRED)))
                .isEqualTo("Deferred (450 4.7.1), decided by send-limit: 200 messages in the last hour");
    }

    @Test
    void anAcceptSaysWhatItWasGrantedBy() {
        assertThat(first(why(ACCEPT, SHADOW, ADVISED))).isEqualTo("Accepted: no rule asked for anything else");
        assertThat(first(why(ACCEPT + ",\"grant\":\"g1\""))).startsWith("Accepted under grant g1: ");
        assertThat(first(why(ACCEPT + ",\"home\":\"DE\"")))
                .startsWith("Accepted at home in DE, which is the account's own: ");
        assertThat(first(why(ACCEPT, SHADOW, FLAGGED)))
                .isEqualTo("Accepted and flagged by sudden-spike: 80 messages today");
    }

    @ParameterizedTest
    @CsvSource({"reject, rejected", "defer, deferred"})
    void whereOnlyIsObservedItSaysWhatWouldHaveBeenDecided(String would, String word) {
        assertThat(first(why(
                        ACCEPT + ",\"would\":\"" + would + "\"", FLAGGED, would.equals("defer") ? DEFERRED : REJECTED)))
                .startsWith("Accepted, because its domain has no home and is only observed; it would have been " + word
                        + ", decided by ");
    }

    /** Records of a version before may lack what this one says. */
    @Test
    void aRecordWithoutFindingsSaysThatItDoesNotTell() {
        assertThat(first(why(REJECT))).isEqualTo("Rejected (550 5.7.1), and the record does not say by which rule");
    }

    @Test
    void oneRecipientIsOne() {
        assertThat(why(ACCEPT)).contains("1 recipient, 10 octets");
    }

    @Test
    void listsLabelsAndReasonsInTheDesksLanguageAreShown() {
        JsonNode why = JsonMapper.shared()
                .readTree("{\"decision\":{\"id\":\"K7QX3M2P0000000000AB\",\"event_id\":\"e1\","
                        + "\"reference\":\"K7QX-3M2P\",\"time\":\"2026-06-01T09:00:00Z\",\"account\":\"alice@isp.example\","
                        + ACCEPT + ",\"labels\":[\"probed-abroad\",\"seen-probing\"],\"findings\":[" + FLAGGED + "]},"
                        + "\"reproduced\":true,\"event\":{\"client_address\":\"192.0.2.1\",\"lists\":[\"network:spam-hosts\"]},"
                        + "\"reasons\":{\"ja\":{\"80 messages today\":\"今日 80 通\"}},\"rules\":[]}");

        assertThat(ExplanationText.of(why, false, "ja"))
                .contains("on the lists network:spam-hosts", "labelled before: probed-abroad, seen-probing")
                .startsWith("Accepted and flagged by sudden-spike: 今日 80 通");
        assertThat(ExplanationText.of(why, false))
                .startsWith("Accepted and flagged by sudden-spike: 80 messages today");
        assertThat(ExplanationText.of(why, false, "fr"))
                .as("a language without texts")
                .startsWith("Accepted and flagged by sudden-spike: 80 messages today");
    }
}
