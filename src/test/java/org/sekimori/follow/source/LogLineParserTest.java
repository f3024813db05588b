package org.sekimori.follow.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.follow.LogFormat;
import org.sekimori.follow.LogLine;

/** Headers of log lines in every form in which servers and loggers write them. */
class LogLineParserTest {

    private static final Instant READ = Instant.parse("2026-11-25T12:00:00Z");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static RawLine raw(String line, Instant read) {
        return new RawLine(line.getBytes(StandardCharsets.UTF_8), Instant.EPOCH, read);
    }

    private static @Nullable LogLine syslog(String line) {
        return new LogLineParser(LogFormat.SYSLOG, BERLIN).parse(raw(line, READ));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Nov 25 03:24:43 mx1 postfix/smtpd[18460]: ABC: client=unknown[203.0.113.7]",
                "Nov 25 2026 03:24:43 mx1 postfix/smtpd[18460]: ABC: client=unknown[203.0.113.7]",
                "<22>Nov 25 03:24:43 mx1 postfix/smtpd[18460]: ABC: client=unknown[203.0.113.7]",
                "2026-11-25T02:24:43+00:00 mx1 postfix/smtpd[18460]: ABC: client=unknown[203.0.113.7]",
                "2026-11-25T02:24:43.000000Z mx1 postfix/smtpd[18460]: ABC: client=unknown[203.0.113.7]",
                "2026-11-25T03:24:43+01:00 mx1 postfix/smtpd[18460]: ABC: client=unknown[203.0.113.7]",
                "<22>1 2026-11-25T03:24:43+01:00 mx1 postfix/smtpd 18460 - - ABC: client=unknown[203.0.113.7]",
                "<22>1 2026-11-25T02:24:43Z mx1 postfix/smtpd 18460 m [a@1 b=\"x ] \\\" y\"][c d=\"e\"] ABC: client=unknown[203.0.113.7]",
                "{\"timestamp\":\"2026-11-25T02:24:43+00:00\", \"host\":\"mx1\", \"program\":\"postfix\\/smtpd\", \"pid\":\"18460\", \"message\":\" ABC: client=unknown[203.0.113.7]\"}",
                "{\"timestamp\":\"2026-11-25T02:24:43+00:00\", \"host\":\"mx1\", \"program\":\"postfix\", \"tag\":\"postfix\\/smtpd[18460]:\", \"message\":\" ABC: client=unknown[203.0.113.7]\"}",
                "{\"received\":\"2026-11-25T09:00:00Z\", \"host\":\"relay\", \"message\":\"Nov 25 03:24:43 mx1 postfix/smtpd[18460]: ABC: client=unknown[203.0.113.7]\"}",
                "{\"__REALTIME_TIMESTAMP\":\"1795573483000000\", \"_HOSTNAME\":\"mx1\", \"SYSLOG_IDENTIFIER\":\"postfix/smtpd\", \"SYSLOG_PID\":\"18460\", \"_PID\":\"1\", \"MESSAGE\":\"ABC: client=unknown[203.0.113.7]\"}",
                "{\"__REALTIME_TIMESTAMP\":\"1795573483000000\", \"_HOSTNAME\":\"mx1\", \"SYSLOG_IDENTIFIER\":\"postfix/smtpd\", \"_PID\":\"18460\", \"MESSAGE\":[65,66,67,58,32,99,108,105,101,110,116,61,117,110,107,110,111,119,110,91,50,48,51,46,48,46,49,49,51,46,55,93]}",
            })
    void everyFormOfHeaderGivesTheSameLine(String line) {
        assertThat(syslog(line))
                .isEqualTo(new LogLine(
                        Instant.parse("2026-11-25T02:24:43Z"),
                        "mx1",
                        "postfix/smtpd",
                        18460,
                        "ABC: client=unknown[203.0.113.7]"));
    }

    @Test
    void rsyslogWithoutSlashesInProgramNamesStillTellsThatItIsPostfix() {
        LogLine line = syslog(
                "{\"timestamp\":\"2026-11-25T02:24:43Z\",\"host\":\"mx1\",\"program\":\"postfix\",\"message\":\" ABC: removed\"}");
        assertThat(line).extracting(LogLine::program, LogLine::text).containsExactly("postfix", "ABC: removed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Nov 25 03:24:43 imap-login: Info: Login: user=<alice>",
                "2026-11-25 03:24:43 imap-login: Info: Login: user=<alice>",
                "Nov 25 03:24:43 dovecot[12]: imap-login: Login: user=<alice>",
            })
    void dovecotsOwnFileLooksLikeItsSyslog(String line) {
        assertThat(syslog(line))
                .extracting(LogLine::program, LogLine::text)
                .containsExactly("dovecot", "imap-login: Login: user=<alice>");
    }

    @Test
    void aLineWithoutAProgramIsGivenAsItIs() {
        assertThat(syslog("Nov 25 03:24:43 mx1 last message repeated 2 times"))
                .extracting(LogLine::program, LogLine::text)
                .containsExactly("", "last message repeated 2 times");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no stamp at all",
                "Nov 25",
                "Nov 32 03:24:43 mx1 postfix/smtpd[1]: x",
                "Feb 30 03:24:43 mx1 postfix/smtpd[1]: x",
                "Nov 25 25:24:43 mx1 postfix/smtpd[1]: x",
                "2026-13-25T02:24:43Z mx1 postfix/smtpd[1]: x",
                "{\"message\":\"x\"}",
                "{\"timestamp\":\"soon\",\"message\":\"x\",\"program\":\"y\"}",
                "{\"timestamp\":\"2026-11-25T02:24:43Z\",\"mess",
                "<22>1 2026-11-25T02:24:43Z",
            })
    void whatHasNoHeaderIsNoLine(String line) {
        assertThat(syslog(line)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        // New Year: what is read on 1 January was written the year before.
        "Dec 31 23:59:59, 2027-01-01T00:10:00Z, 2026-12-31T22:59:59Z",
        "Jan  1 00:00:01, 2027-01-01T00:10:00Z, 2026-12-31T23:00:01Z",
        // A clock that is ahead over New Year.
        "Jan  1 00:00:01, 2026-12-31T22:59:30Z, 2026-12-31T23:00:01Z",
        // A file of last year.
        "Nov 26 12:00:00, 2026-11-24T12:00:00Z, 2025-11-26T11:00:00Z",
        // 29 February is one of a leap year.
        "Feb 29 12:00:00, 2026-11-25T12:00:00Z, 2024-02-29T11:00:00Z",
        "Feb 29 12:00:00, 2028-03-01T12:00:00Z, 2028-02-29T11:00:00Z",
        // The hour that the beginning of summer time skips.
        "Mar 29 02:30:00, 2026-11-25T12:00:00Z, 2026-03-29T01:30:00Z",
        // The hour that its end repeats, alone: the first passing.
        "Oct 25 02:30:00, 2026-11-25T12:00:00Z, 2026-10-25T00:30:00Z",
        "Nov  5 3:04:05, 2026-11-25T12:00:00Z, ",
        "Nov 5 03:04:05, 2026-11-25T12:00:00Z, 2026-11-05T02:04:05Z",
        "Nov 25 03:24:60, 2026-11-25T12:00:00Z, 2026-11-25T02:24:59Z",
    })
    void aStampWithoutYearAndZoneIsTheLatestThatIsPossible(String stamp, Instant read, @Nullable Instant expected) {
        LogLine line = new LogLineParser(LogFormat.SYSLOG, BERLIN).parse(raw(stamp + " mx1 postfix/qmgr[1]: x", read));
        assertThat(line == null ? null : line.time()).isEqualTo(expected);
    }

    @Test
    void theHourThatIsRepeatedIsToldApartByTheOrderOfTheLines() {
        LogLineParser parser = new LogLineParser(LogFormat.SYSLOG, BERLIN);
        String[] stamps = {"02:00:00", "02:59:59", "02:00:00", "02:58:00", "02:57:59", "03:00:00"};
        String[] expected = {"00:00:00", "00:59:59", "01:00:00", "01:58:00", "01:57:59", "02:00:00"};
        for (int i = 0; i < stamps.length; i++) {
            LogLine line = parser.parse(raw("Oct 25 " + stamps[i] + " mx1 postfix/qmgr[1]: x", READ));
            assertThat(line).isNotNull();
            assertThat(line.time()).as(stamps[i]).isEqualTo(Instant.parse("2026-10-25T" + expected[i] + "Z"));
        }
    }

    @Test
    void aReaderThatStartsAnewInTheRepeatedHourKnowsThatTheFirstPassingIsOver() {
        LogLineParser parser = new LogLineParser(LogFormat.SYSLOG, BERLIN);
        byte[] text = "Oct 25 02:30:00 mx1 postfix/qmgr[1]: x".getBytes(StandardCharsets.UTF_8);
        Instant now = Instant.parse("2026-10-25T01:30:01Z");
        LogLine line = parser.parse(new RawLine(text, now.minusSeconds(1), now));
        assertThat(line).isNotNull();
        assertThat(line.time()).isEqualTo(Instant.parse("2026-10-25T01:30:00Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-25 03:35:54.797 1xW2rS-0007fQ-2Z Completed, 2026-11-25T02:35:54.797Z, 0",
        "2026-11-25 03:35:54 1xW2rS-0007fQ-2Z Completed, 2026-11-25T02:35:54Z, 0",
        "2026-11-25 11:35:54.797 +0900 1xW2rS-0007fQ-2Z Completed, 2026-11-25T02:35:54.797Z, 0",
        "2026-11-25 11:35:54.797 +0900 [123] 1xW2rS-0007fQ-2Z Completed, 2026-11-25T02:35:54.797Z, 123",
        "2026-11-25 03:35:54 [123] 1xW2rS-0007fQ-2Z Completed, 2026-11-25T02:35:54Z, 123",
    })
    void eximStampsItsLinesItself(String line, Instant time, int pid) {
        assertThat(new LogLineParser(LogFormat.EXIM, BERLIN).parse(raw(line, READ)))
                .isEqualTo(new LogLine(time, "", "exim", pid, "1xW2rS-0007fQ-2Z Completed"));
    }

    @Test
    void anAddressInBracketsAtTheBeginningOfAnEximLineIsNoProcess() {
        LogLine line =
                new LogLineParser(LogFormat.EXIM, BERLIN).parse(raw("2026-11-25 03:35:54 [203.0.113.7] dropped", READ));
        assertThat(line).extracting(LogLine::pid, LogLine::text).containsExactly(0, "[203.0.113.7] dropped");
    }

    @Test
    void latin1AndNulAreRead() {
        byte[] latin = "\0\0\0Nov 25 03:24:43 mx1 postfix/smtpd[1]: caf\u00e9\0!".getBytes(StandardCharsets.ISO_8859_1);
        LogLine line = new LogLineParser(LogFormat.SYSLOG, BERLIN).parse(new RawLine(latin, Instant.EPOCH, READ));
        assertThat(line).isNotNull();
        assertThat(line.text()).isEqualTo("caf\u00e9\ufffd!");
    }

    @Test
    void aLineCutAtEightKilobytesIsRead() {
        String text = "Nov 25 03:24:43 mx1 postfix/smtpd[1]: " + "x".repeat(8192 - 38);
        assertThat(syslog(text)).isNotNull();
        String json = "{\"timestamp\":\"2026-11-25T02:24:43Z\",\"program\":\"postfix/smtpd\",\"message\":\" "
                + "x".repeat(8192) + "\"}";
        assertThat(syslog(json)).isNotNull();
        assertThat(syslog(json.substring(0, 8192))).isNull();
    }

    @Test
    void aRecordIsOfTheTimeAtWhichItArrived() {
        String json = "{\"type\":\"Delivery\",\"timestamp\":1}";
        assertThat(new LogLineParser(LogFormat.RECORDS, BERLIN).parse(raw(json, READ)))
                .isEqualTo(new LogLine(READ, "", "", 0, json));
    }
}
