package org.sekimori.follow.dovecot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.follow.LogEvent;
import org.sekimori.follow.LogLine;
import org.sekimori.follow.LogLineAssembler.LineResult;
import org.sekimori.rig.DovecotRig;

/** What a real Dovecot writes today is understood. */
@EnabledIf("available")
class DovecotLogIT {

    private static final Pattern HEADER = Pattern.compile(
            "\\w{3} [ 0-9]{2} ([0-9]{2}:[0-9]{2}:[0-9]{2}) (.*?: )(?:Debug|Info|Warning|Error|Fatal): (.*)");

    private static final String ELEMENTS = "user=<%u> method=%m rip=%r lip=%l mpid=%e %c session=<%{session}>";

    @TempDir
    Path folder;

    static boolean available() {
        return DovecotRig.missing().isEmpty();
    }

    /** A master user, a second password database, and without {@code authVerbose} log-in lines that say who logged in in another's place. */
    private String settings(boolean authVerbose, String elements) throws IOException {
        Path real = folder.toRealPath();
        Files.writeString(real.resolve("more-users"), "dave@isp.example:secret\n");
        Files.writeString(real.resolve("masters"), "helpdesk:master\n");
        return "auth_verbose = " + (authVerbose ? "yes" : "no") + "\nlogin_log_format_elements = " + elements
                + (authVerbose ? "" : " auth_user=<%{auth_user}>") + "\nauth_master_user_separator = *\n"
                + passdb("master = yes\n", real.resolve("masters")) + passdb("", real.resolve("more-users"));
    }

    private static String passdb(String kind, Path file) {
        return "passdb {\n  driver = passwd-file\n  " + kind + "  args = scheme=PLAIN " + file + "\n}\n";
    }

    private static List<String> log(DovecotRig dovecot) {
        return dovecot.log().lines().toList();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theEventsOfARealServerAreItsLogIns(boolean authVerbose) throws IOException {
        try (DovecotRig dovecot = DovecotRig.start(folder, settings(authVerbose, ELEMENTS))) {
            dovecot.imap(List.of("LOGIN alice@isp.example secret"));
            dovecot.imap(List.of("LOGIN alice@isp.example wrong", "LOGIN nobody@isp.example wrong"));
            dovecot.imap(List.of("LOGIN dave@isp.example secret"));
            dovecot.submission("127.0.0.1", "dave@isp.example", "wrong");
            dovecot.imap(List.of("NOOP"));
            dovecot.imap(List.of("LOGIN \"x>, method=PLAIN, rip=192.0.2.9, lip=192.0.2.1, session=<y>\" z"));
            dovecot.imap(List.of("LOGIN alice@isp.example*helpdesk wrong"));
            dovecot.imap(List.of("LOGIN carol@isp.example*helpdesk master"));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> log(dovecot).stream()
                                    .filter(line -> line.contains("-login: "))
                                    .count()
                            >= 8);

            List<LogEvent> events = new ArrayList<>();
            List<String> strange = read(log(dovecot), events);

            assertThat(strange).singleElement().asString().contains("user=<x>, method=PLAIN, rip=192.0.2.9");
            List<Tuple> expected = new ArrayList<>(List.of(
                    tuple("auth_succeeded", "alice@isp.example", "127.0.0.1"),
                    tuple("auth_failed", authVerbose ? "alice@isp.example" : "nobody@isp.example", "127.0.0.1"),
                    tuple("auth_failed", "nobody@isp.example", "127.0.0.1"),
                    tuple("auth_succeeded", "dave@isp.example", "127.0.0.1"),
                    tuple("auth_failed", "dave@isp.example", "127.0.0.1")));
            if (!authVerbose) {
                expected.add(tuple("auth_failed", "helpdesk", "127.0.0.1"));
            }
            assertThat(events)
                    .extracting(event -> event.kind().word(), LogEvent::account, LogEvent::clientAddress)
                    .containsExactlyInAnyOrderElementsOf(expected);
            assertThat(events).extracting(LogEvent::id).doesNotHaveDuplicates();
        }
    }

    @Test
    void withoutSessionsInItsLogInLinesNothingIsToldTwice() throws IOException {
        String elements = ELEMENTS.replace(" session=<%{session}>", "");
        try (DovecotRig dovecot = DovecotRig.start(folder, settings(true, elements))) {
            dovecot.imap(List.of("LOGIN dave@isp.example secret"));
            dovecot.imap(List.of("LOGIN alice@isp.example wrong"));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> log(dovecot).stream()
                                    .filter(line -> line.contains("-login: "))
                                    .count()
                            >= 2);

            List<LogEvent> events = new ArrayList<>();
            assertThat(read(log(dovecot), events)).isEmpty();
            assertThat(events)
                    .extracting(event -> event.kind().word(), LogEvent::account)
                    .containsExactlyInAnyOrder(
                            tuple("auth_succeeded", "dave@isp.example"), tuple("auth_failed", "alice@isp.example"));
        }
    }

    private static List<String> read(List<String> log, List<LogEvent> events) {
        DovecotLogAssembler assembler = new DovecotLogAssembler();
        List<String> strange = new ArrayList<>();
        for (String line : log) {
            Matcher header = HEADER.matcher(line);
            assertThat(header.matches()).as(line).isTrue();
            Instant time = Instant.parse("2026-10-01T" + header.group(1) + "Z");
            LogLine one = new LogLine(time, "", "dovecot", 0, header.group(2) + header.group(3));
            if (assembler.read(one, events::add) == LineResult.NOT_UNDERSTOOD) {
                strange.add(line);
            }
        }
        Instant later = Instant.parse("2026-10-02T01:00:00Z");
        assembler.read(new LogLine(later, "", "dovecot", 0, "master: Info: Dovecot starting up"), events::add);
        return strange;
    }
}
