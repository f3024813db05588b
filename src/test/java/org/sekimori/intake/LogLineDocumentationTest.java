package org.sekimori.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekimori.follow.LogEvent;
import org.sekimori.follow.LogEventJson;
import org.sekimori.follow.postfix.PostfixLogFixture;
import org.sekimori.intake.event.EventReaderFixture;
import org.sekimori.mail.MailEvent;
import org.sekimori.profile.Profile;
import org.sekimori.profile.ProfileView;
import org.sekimori.profile.TimeWindow;
import org.sekimori.profile.TrafficClass;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Holds the table of log lines in docs/events.md to what the events in it do; for Postfix, to what its assembler makes of such
 * lines, and to what a profile makes of that.
 */
class LogLineDocumentationTest {

    private static final JsonMapper JSON = new JsonMapper();
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

    /** The examples of {@code documented-lines.txt}, each with the beginning of its row. */
    static Stream<Arguments> examples() throws IOException {
        Path file = Path.of("src/test/resources/org/sekimori/follow/postfix/documented-lines.txt");
        List<Arguments> examples = new ArrayList<>();
        for (String example : Files.readString(file).split("(?m)^== ")) {
            if (!example.startsWith("#")) {
                List<String> lines = example.lines().toList();
                examples.add(Arguments.of(lines.get(0), lines.subList(1, lines.size())));
            }
        }
        return examples.stream();
    }

    @Test
    void everyRowAboutPostfixHasAnExample() throws IOException {
        List<String> examples = examples().map(one -> one.get()[0].toString()).toList();
        assertThat(rows().map(row -> row.get()[0].toString()).filter(row -> row.startsWith("| Postfix ")))
                .allSatisfy(row -> assertThat(examples).as(row).anyMatch(one -> row.startsWith("| Postfix " + one)));
    }

    private static PostfixLogFixture read(List<String> lines) {
        String peer = "p7.isp.example[203.0.113.7]";
        PostfixLogFixture log = new PostfixLogFixture(PostfixLogFixture.ASKED);
        for (int i = 0; i < lines.size(); i++) {
            if (i == lines.size() - 1) {
                log.events();
            }
            String line = lines.get(i)
                    .replaceFirst("^C$", "submission/smtpd[7]: ID: client=P, sasl_method=PLAIN, sasl_username=alice")
                    .replaceFirst("^Q$", "qmgr[9]: ID: from=<a@isp.example>, size=411, nrcpt=1 (queue active)")
                    .replaceFirst("(?<!-)\\bID:", "4jZ3RH72QGzJHm4:")
                    .replaceFirst("\\bP\\b", peer);
            log.log(line);
        }
        return log;
    }

    @ParameterizedTest
    @MethodSource("examples")
    void theAssemblerMakesOfALineWhatItsRowSays(String beginning, List<String> lines) throws IOException {
        Object[] row = rows().map(Arguments::get)
                .filter(cells -> cells[0].toString().startsWith("| Postfix " + beginning))
                .findFirst()
                .orElseThrow();
        List<LogEvent> told = read(lines).later(Duration.ofSeconds(31)).events();

        Matcher json = EVENT.matcher(row[1].toString());
        if (!json.find()) {
            assertThat(told).isEmpty();
            return;
        }
        JsonNode expected = JSON.readTree("{" + json.group(1) + "}");
        assertThat(told).singleElement().satisfies(event -> {
            assertThat(event.kind().word()).isEqualTo(expected.path("kind").asString());
            assertThat(event.beforeQueue())
                    .isEqualTo(expected.path("before_queue").asBoolean(false));
            assertThat(event.statusCode())
                    .isEqualTo(expected.path("status_code").asString(null));
            assertThat(event.account()).isEqualTo("alice");
        });
    }

    @ParameterizedTest
    @MethodSource("examples")
    void whatTheAssemblerTellsDoesToTheLimitWhatTheRowSays(String beginning, List<String> lines) throws IOException {
        Object[] row = rows().map(Arguments::get)
                .filter(cells -> cells[0].toString().startsWith("| Postfix " + beginning))
                .findFirst()
                .orElseThrow();
        PostfixLogFixture log = read(lines);
        Profile profile = Profile.NEW.accepted(
                EventReaderFixture.event("{\"time\":\"2026-10-01T08:00:00Z\",\"account\":\"alice\",\"server\":\"mx1\","
                        + "\"queue_id\":\"4jZ3RH72QGzJHm4\",\"recipient_count\":1,\"kind\":\"attempt\"}"),
                ZoneOffset.UTC,
                false);
        for (LogEvent event : log.later(Duration.ofSeconds(31)).events()) {
            String json = new String(LogEventJson.write(event, "mx1"), StandardCharsets.UTF_8);
            profile = profile.withReportedEvent(EventReaderFixture.event(json), ZoneOffset.UTC, false);
        }

        ProfileView now = profile.at(EventReaderFixture.NOW.plusSeconds(60), ZoneOffset.UTC);
        assertThat(now.sent(TimeWindow.HOUR, TrafficClass.ANY)).isEqualTo(row[2].equals("given back") ? 0 : 1);
        assertThat(now.bounced(TimeWindow.HOUR)).isEqualTo(row[2].equals("stays used, a bounce") ? 1 : 0);
    }
}
