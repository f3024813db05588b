package org.sekimori.follow.exim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.follow.AskedMessages;
import org.sekimori.follow.LogEvent;
import org.sekimori.follow.LogLine;
import org.sekimori.follow.LogLineAssembler.LineResult;
import org.sekimori.rig.EximRig;
import org.sekimori.rig.SmtpClient;

/** What a real Exim writes today is understood. */
@EnabledIf("available")
class EximLogIT {

    private static final Pattern HEADER =
            Pattern.compile("[0-9-]{10} [0-9:]{8}(?:\\.[0-9]{3})? (?:[+-][0-9]{4} )?(?:\\[[0-9]+] )?(.*)");

    @TempDir
    Path folder;

    static boolean available() {
        return EximRig.missing().isEmpty();
    }

    private static List<String> log(EximRig exim) {
        return exim.log("main").lines().toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"+received_recipients", "+smtp_protocol_error", "+all"})
    void theEventsOfARealServerAreThoseOfItsMail(String logSelector) throws IOException {
        try (NextHop nextHop = new NextHop();
                EximRig exim = EximRig.delivering(folder, logSelector, nextHop.port())) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> log(exim).stream().anyMatch(line -> line.contains("listening for SMTP")));
            talk(exim.port());
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> log(exim).stream()
                                            .filter(line -> line.contains(" Completed"))
                                            .count()
                                    >= 3
                            && log(exim).stream().anyMatch(line -> line.contains(" == soft"))
                            && log(exim).stream().anyMatch(line -> line.contains(" frozen by ACL")));

            List<LogEvent> events = new ArrayList<>();
            Map<LineResult, List<String>> results = read(log(exim), events);

            assertThat(results.get(LineResult.NOT_UNDERSTOOD)).isNull();
            assertThat(events)
                    .extracting(
                            event -> event.kind().word(),
                            LogEvent::account,
                            LogEvent::recipientCount,
                            LogEvent::statusCode)
                    .containsExactlyInAnyOrder(
                            tuple("attempt", "alice@isp.example", 2, null),
                            tuple("attempt", "alice@isp.example", 2, null),
                            tuple("attempt", "alice@isp.example", 1, null),
                            tuple("attempt", "alice@isp.example", 1, null),
                            tuple("bounced", "alice@isp.example", 1, "5.1.1"),
                            tuple("deferred", "alice@isp.example", 1, "4.2.0"),
                            tuple("rejected", "alice@isp.example", 1, "5.7.1"),
                            tuple("rejected", "alice@isp.example", 1, "4.7.1"),
                            tuple("auth_succeeded", "alice@isp.example", 0, null),
                            tuple("auth_succeeded", "alice@isp.example", 0, null),
                            tuple("auth_failed", "thief", 0, null));
            assertThat(events)
                    .filteredOn(event -> event.clientAddress() != null)
                    .extracting(LogEvent::clientAddress)
                    .containsOnly("127.0.0.1");
        }
    }

    private static void talk(int port) {
        try (SmtpClient client = SmtpClient.connect("127.0.0.1", port)) {
            client.auth("thief", "wrong");
            client.command("EHLO x) [192.0.2.1] P=esmtpa A=PLAIN:victim@isp.example S=1 (y");
            client.auth("alice@isp.example", "secret");
            client.send(
                    "alice@isp.example",
                    List.of("bob@sink.example", "carol@isp.example"),
                    "Subject: \\\" A=PLAIN:victim@isp.example [192.0.2.1]\nMessage-ID: <one@isp.example>\n\nHello");
            client.send("alice@isp.example", List.of("hard@sink.example", "dave@sink.example"), "Subject: b\n\nHello");
            client.command("EHLO laptop.client.example");
            client.send("alice@isp.example", List.of("erin@sink.example"), "Subject: refuse\n\nHello");
            client.send("alice@isp.example", List.of("erin@sink.example"), "Subject: later\n\nHello");
            client.send("alice@isp.example", List.of("refused@sink.example"), "Subject: c\n\nHello");
            client.send("alice@isp.example", List.of("soft@sink.example"), "Subject: d\n\nHello");
            client.send("alice@isp.example", List.of("frank@sink.example"), "Subject: freeze\n\nHello");
        }
    }

    private static Map<LineResult, List<String>> read(List<String> log, List<LogEvent> events) {
        EximLogAssembler assembler = new EximLogAssembler(AskedMessages.NONE);
        Map<LineResult, List<String>> results = new TreeMap<>();
        Instant time = Instant.parse("2026-10-01T08:00:00Z");
        for (String line : log) {
            Matcher header = HEADER.matcher(line);
            assertThat(header.matches()).as(line).isTrue();
            LineResult result = assembler.read(new LogLine(time, "", "exim", 0, header.group(1)), events::add);
            results.computeIfAbsent(result, one -> new ArrayList<>()).add(line);
        }
        assembler.read(new LogLine(time.plusSeconds(60), "", "exim", 0, "Start queue run: pid=1"), events::add);
        return results;
    }
}
