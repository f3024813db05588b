package org.sekimori.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekimori.follow.LogLineAssembler.LineResult;
import org.sekimori.follow.dovecot.DovecotLogAssembler;
import org.sekimori.follow.exim.EximLogAssembler;
import org.sekimori.follow.records.HarakaRecordAssembler;
import org.sekimori.follow.records.KumoRecordAssembler;
import org.sekimori.intake.event.EventReaderFixture;
import org.sekimori.mail.MailEvent;
import org.sekimori.profile.Profile;
import org.sekimori.profile.ProfileView;
import org.sekimori.profile.TimeWindow;
import org.sekimori.profile.TrafficClass;

/** Holds the tables of docs/logs-other-servers.md to the code: the assembler reads each line, and the profile takes its events. */
class LogTableTest {

    private static final AskedMessages ASKED = message -> new AskedMessages.Answer.Asked("mx1");

    private static final Pattern EVENT =
            Pattern.compile("`([a-z_]+)`(?: ([0-9.]+[0-9]))?(, `\"before_queue\":true`)?.*");

    private static final String EXIM_ARRIVAL =
            "1xW2rS-0007fQ-2Z <= alice@isp.example H=(laptop) [91.10.20.30] P=esmtpa A=PLAIN:alice S=283 for bob@far.example";

    /** A server, the program of its lines, how its log is read, and a line that comes before the others. */
    private record Server(String program, Supplier<LogLineAssembler> assembler, String before) {}

    private static final Server EXIM = new Server("exim", () -> new EximLogAssembler(ASKED), EXIM_ARRIVAL);
    private static final Server DOVECOT = new Server("dovecot", DovecotLogAssembler::new, "");
    private static final Server KUMOMTA =
            new Server("", () -> new KumoRecordAssembler(ASKED, KumoRecordAssembler.AUTHENTICATED), "");
    private static final Server HARAKA = new Server("", () -> new HarakaRecordAssembler(ASKED), "");

    static Stream<Arguments> rows() throws IOException {
        List<Arguments> rows = new ArrayList<>();
        Server server = null;
        for (String line : Files.readAllLines(Path.of("docs/logs-other-servers.md"))) {
            server = switch (line) {
                case "## Exim" -> EXIM;
                case "## Dovecot" -> DOVECOT;
                case "## KumoMTA" -> KUMOMTA;
                case "## Haraka" -> HARAKA;
                default -> server;
            };
            if (line.startsWith("| `")) {
                String[] cells = line.split(" \\| ");
                rows.add(Arguments.of(
                        server, cells[0].substring(3, cells[0].length() - 1), cells[1], cells[2].replace(" |", "")));
            }
        }
        return rows.stream();
    }

    @Test
    void theTablesAreThere() throws IOException {
        assertThat(rows()).hasSizeGreaterThan(45);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aLineDoesWhatTheTableSays(Server server, String line, String event, String effect) {
        LogLineAssembler assembler = server.assembler().get();
        boolean arrival = line.contains(" <= alice") || line.contains(" (= alice");
        if (!server.before().isEmpty() && !arrival) {
            read(server, assembler, server.before(), new ArrayList<>());
        }
        List<LogEvent> events = new ArrayList<>();

        LineResult result = read(server, assembler, line, events);

        assertThat(result).as(line).isIn(LineResult.UNDERSTOOD, LineResult.IGNORED);
        Matcher expected = EVENT.matcher(event);
        if (expected.matches()) {
            assertThat(events).singleElement().satisfies(one -> {
                assertThat(one.kind().word()).isEqualTo(expected.group(1));
                assertThat(one.statusCode()).isEqualTo(expected.group(2));
                assertThat(one.beforeQueue()).isEqualTo(expected.group(3) != null);
                assertThat(one.account()).isEqualTo("alice");
            });
            assertThat(result).isEqualTo(LineResult.UNDERSTOOD);
        } else {
            assertThat(event).startsWith("none");
            assertThat(events).isEmpty();
        }
        assertThat(effect(events)).as(line).isEqualTo(effect.equals("nothing") ? "stays used" : effect);
    }

    private static LineResult read(Server server, LogLineAssembler assembler, String text, List<LogEvent> events) {
        return assembler.read(new LogLine(EventReaderFixture.NOW, "mx1", server.program(), 1, text), events::add);
    }

    /** What the events do to an account that has submitted this message. */
    private static String effect(List<LogEvent> events) {
        String queueId = events.stream()
                .map(LogEvent::queueId)
                .filter(id -> id != null)
                .findFirst()
                .orElse("A1B2C3");
        Profile profile = Profile.NEW.accepted(
                EventReaderFixture.event(
                        "{\"time\":\"2026-10-01T08:00:00Z\",\"kind\":\"attempt\",\"account\":\"alice\",\"server\":\"mx1\","
                                + "\"recipient_count\":1,\"queue_id\":\"" + queueId + "\"}"),
                ZoneOffset.UTC,
                false);
        for (LogEvent event : events) {
            MailEvent one =
                    EventReaderFixture.event(new String(LogEventJson.write(event, "mx1"), StandardCharsets.UTF_8));
            profile = profile.withReportedEvent(one, ZoneOffset.UTC, false);
        }
        ProfileView now = profile.at(EventReaderFixture.NOW, ZoneOffset.UTC);
        if (now.failures(TimeWindow.HOUR) > 0) {
            return "a failed log-in";
        } else if (now.networks(TimeWindow.HOUR) > 0 && events.get(0).queueId() == null) {
            return "a place of the account";
        }
        long sent = now.sent(TimeWindow.HOUR, TrafficClass.ANY);
        return (sent == 0 ? "given back" : "stays used") + (now.bounced(TimeWindow.HOUR) > 0 ? ", a bounce" : "");
    }
}
