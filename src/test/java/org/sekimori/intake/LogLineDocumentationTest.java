package org.sekimori.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekimori.intake.event.EventReaderFixture;
import org.sekimori.mail.MailEvent;
import org.sekimori.profile.Profile;
import org.sekimori.profile.ProfileView;
import org.sekimori.profile.TimeWindow;
import org.sekimori.profile.TrafficClass;

/** Holds the table of log lines in docs/events.md to what the events in it do. */
class LogLineDocumentationTest {

    private static final Pattern EVENT = Pattern.compile("`(\"kind\":[^`]+)`");

    static Stream<Arguments> rows() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("docs/events.md"));
        int first = lines.indexOf("| Log line | Event | Limit |") + 2;
        return lines.stream()
                .skip(first)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> {
                    String[] cells = line.split(" \\| ");
                    return Arguments.of(cells[0], cells[1], cells[2].replace(" |", ""));
                });
    }

    @Test
    void theTableIsThere() throws IOException {
        assertThat(rows()).hasSizeGreaterThan(20);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void theEventOfALogLineDoesWhatTheTableSays(String line, String event, String limit) {
        String submission = "\"time\":\"2026-10-01T08:00:00Z\",\"account\":\"alice\",\"server\":\"mx1\","
                + "\"queue_id\":\"4jZ3RH72QGzJHm4\",\"recipient_count\":1,";
        Profile profile = Profile.NEW.accepted(
                EventReaderFixture.event("{" + submission + "\"kind\":\"attempt\"}"), ZoneOffset.UTC, false);
        Matcher json = EVENT.matcher(event);
        if (json.find()) {
            MailEvent outcome = EventReaderFixture.event("{" + submission + json.group(1) + "}");
            profile = profile.withReportedEvent(outcome, ZoneOffset.UTC, false);
        } else {
            assertThat(event).as(line).startsWith("none: ");
        }

        ProfileView now = profile.at(EventReaderFixture.NOW, ZoneOffset.UTC);
        assertThat(now.sent(TimeWindow.HOUR, TrafficClass.ANY)).as(line).isEqualTo(limit.equals("given back") ? 0 : 1);
        assertThat(now.bounced(TimeWindow.HOUR)).as(line).isEqualTo(limit.equals("stays used, a bounce") ? 1 : 0);
        assertThat(limit).isIn("given back", "stays used", "stays used, a bounce");
    }
}
