package org.sekimori.intake.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekimori.intake.event.EventReaderFixture.attempt;
import static org.sekimori.intake.event.EventReaderFixture.read;
import static org.sekimori.intake.event.EventReaderFixture.reason;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.intake.EventField;
import org.sekimori.intake.PayloadRedactor;
import org.sekimori.mail.Account;
import org.sekimori.mail.SaslLogin;
import org.sekimori.stream.inbox.InboxDecoder.DecodedEvent;
import org.sekimori.stream.inbox.InboxDecoder.RejectedRecord;

class EventReaderHostileInputTest {

    private static final String EVENT = attempt("\"sender\":\"alice@isp.example\"");

    @Test
    void truncatedEventIsRefusedWhereverItBreaksOff() {
        byte[] whole = EVENT.getBytes(StandardCharsets.UTF_8);
        for (int length = 1; length < whole.length; length++) {
            assertThat(reason(read(java.util.Arrays.copyOf(whole, length))))
                    .isEqualTo("the JSON breaks off after " + length + " bytes; publish whole objects, one per record");
        }
    }

    @Test
    void emptyRecordIsRefused() {
        assertThat(reason("")).isEqualTo("the record is empty; publish one JSON object per record");
        assertThat(reason(" \n")).startsWith("the record is empty");
    }

    @Test
    void binaryRecordIsRefusedAndOnlyItsLengthShown() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(EVENT.getBytes(StandardCharsets.UTF_8));
        }
        RejectedRecord refused = (RejectedRecord) read(packed.toByteArray());
        assertThat(refused.reason()).isEqualTo("byte 1 is not UTF-8; publish UTF-8 without a byte order mark");
        assertThat(refused.payload()).isEqualTo("binary, " + packed.size() + " bytes");
    }

    @Test
    void recordOfOneMegabyteIsRefusedByItsLengthAlone() {
        RejectedRecord refused = (RejectedRecord) read("{\"helo\":\"" + "a".repeat(1 << 20) + "\"}");
        assertThat(refused.reason()).isEqualTo("the record has 1048587 bytes, at most 262144 are allowed");
        assertThat(refused.payload()).hasSizeLessThanOrEqualTo(PayloadRedactor.MAX_SHOWN);
    }

    @Test
    void nameOfTenThousandCharactersIsDecidedAsOneThatCannotBeNamedAndOtherwiseRefused() {
        String json = EVENT.replace("\"account\":\"alice", "\"account\":\"" + "a".repeat(10_000));
        assertThat(read(json)).isInstanceOfSatisfying(DecodedEvent.class, admitted -> {
            assertThat(admitted.event().account()).isEqualTo(Account.UNNAMEABLE);
            assertThat(admitted.event().login()).hasSize(SaslLogin.MOST_SHOWN);
        });
        assertThat(reason(json.replace("attempt", "bounced")))
                .isEqualTo("\"account\" has 10012 characters, at most 320 are allowed");
    }

    @ParameterizedTest
    @EnumSource(EventField.class)
    void fieldGivenTwiceIsRefused(EventField field) {
        String value = "\"" + field.word() + "\":" + valid(field);
        assertThat(reason("{" + value + "," + value + "}"))
                .isEqualTo('"' + field.word() + "\" is given twice, and it is not clear which one is meant");
    }

    private static String valid(EventField field) {
        return switch (field) {
            case TIME -> "\"2026-10-01T08:00:00Z\"";
            case KIND -> "\"attempt\"";
            case CHANNEL -> "\"api\"";
            case CLIENT_ADDRESS -> "\"203.0.113.7\"";
            case RECIPIENTS -> "[\"bob@sink.example\"]";
            case RECIPIENT_COUNT, SIZE -> "1";
            case HISTORY, BEFORE_QUEUE, AFTER_QUEUE -> "false";
            default -> "\"a\"";
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "-Infinity", "+1", "01", "1.", ".5", "0x10", "'1'", "undefined", "True"})
    void whatIsNoJsonNumberIsNotJson(String number) {
        assertThat(reason(attempt("\"size\":" + number))).startsWith("not JSON: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "1", ",", "]", "\u0000", "x"})
    void whatFollowsTheObjectIsRefused(String more) {
        assertThat(reason(EVENT + more)).matches("something follows the JSON object.*|not JSON: .*");
    }

    @Test
    void jsonThatIsAlmostRightIsRefused() {
        assertThat(reason("{\"kind\":\"attempt\",}")).startsWith("not JSON: '}'");
        assertThat(reason("{kind:\"attempt\"}")).startsWith("not JSON: 'k'");
        assertThat(reason("{\"kind\" \"attempt\"}")).startsWith("not JSON: ");
        assertThat(reason("// comment\n{}")).startsWith("not JSON: '/'");
        assertThat(reason(attempt("\"helo\":\"a\nb\""))).startsWith("not JSON: 0x0a");
    }

    @Test
    void deepNestingInAFieldNobodyKnowsIsRefused() {
        assertThat(reason(attempt("\"x\":" + "[".repeat(10_000) + "]".repeat(10_000))))
                .startsWith("the JSON is deeper than 32 levels");
    }

    @Test
    void hugeNumbersDoNoHarm() {
        assertThat(reason(attempt("\"size\":1e999999999")))
                .isEqualTo("\"size\" is too large, at most 9007199254740991 is allowed");
        assertThat(reason(attempt("\"size\":" + "9".repeat(100_000)))).startsWith("the JSON is deeper than");
        assertThat(read(attempt("\"x\":1e999999999"))).isInstanceOf(DecodedEvent.class);
    }

    @Test
    void textThatIsNotUtf8IsRefused() {
        assertThat(reason(read(EVENT.replace("alice", "al\u00efce").getBytes(StandardCharsets.ISO_8859_1))))
                .startsWith("byte " + (EVENT.indexOf("alice") + 2) + " is not UTF-8");
        assertThat(reason(read(EVENT.getBytes(StandardCharsets.UTF_16)))).startsWith("byte 0 is not UTF-8");
        assertThat(reason(read(EVENT.getBytes(StandardCharsets.UTF_16LE)))).contains("looks like UTF-16");
        assertThat(reason(read(EVENT.getBytes(StandardCharsets.UTF_16BE)))).contains("looks like UTF-16");
        assertThat(reason("\ufeff" + EVENT)).startsWith("the record begins with a byte order mark");
    }

    @Test
    void overlongAndSurrogateFormsOfUtf8AreRefused() {
        byte[] overlong = EVENT.getBytes(StandardCharsets.UTF_8);
        overlong[overlong.length - 10] = (byte) 0xc0;
        overlong[overlong.length - 9] = (byte) 0x80;
        assertThat(reason(read(overlong))).startsWith("byte " + (overlong.length - 10) + " is not UTF-8");
        overlong[overlong.length - 10] = (byte) 0xed;
        overlong[overlong.length - 9] = (byte) 0xa0;
        overlong[overlong.length - 8] = (byte) 0x80;
        assertThat(reason(read(overlong))).startsWith("byte " + (overlong.length - 10) + " is not UTF-8");
    }

    @Test
    void reasonAndPayloadHoldNoLocalPart() {
        RejectedRecord refused = (RejectedRecord)
                read(
                        attempt(
                                "\"sender\":\"bob@isp.example\",\"recipients\":[\"carol@sink.example\",\"dave\"],\"channel\":\"erin@x.example\""));
        assertThat(refused.reason() + refused.payload())
                .contains("***@isp.example", "***@sink.example", "***@x.example")
                .doesNotContain("bob", "carol", "dave", "erin", "alice");
    }
}
