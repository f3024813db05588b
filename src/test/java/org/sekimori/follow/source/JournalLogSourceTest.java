package org.sekimori.follow.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.follow.LogFormat;
import org.sekimori.follow.LogLine;
import org.sekimori.follow.source.LogSource.Start;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** systemd's journal through the real journalctl, over a journal that systemd-journal-remote makes. */
class JournalLogSourceTest {

    private static final Path REMOTE = Path.of("/lib/systemd/systemd-journal-remote");
    private static final Path JOURNALCTL = Path.of("/usr/bin/journalctl");

    @TempDir
    Path folder;

    private final List<String> read = new ArrayList<>();

    private Path journal(int first, int last) throws Exception {
        Assumptions.assumeTrue(
                Files.isExecutable(REMOTE) && Files.isExecutable(JOURNALCTL),
                "needs systemd-journal-remote (apt-get install systemd-journal-remote)");
        Path journal = folder.resolve("mail.journal");
        Process remote = new ProcessBuilder(REMOTE.toString(), "--split-mode=none", "-o", journal.toString(), "-")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("remote.log").toFile())
                .start();
        try (OutputStream in = remote.getOutputStream()) {
            for (int i = first; i <= last; i++) {
                in.write(entry(i));
            }
        }
        assertThat(remote.waitFor())
                .as(Files.readString(folder.resolve("remote.log")))
                .isZero();
        return journal;
    }

    /** The export format of journals; MESSAGE in its binary form, as it is needed for octets that are no UTF-8. */
    private static byte[] entry(int number) throws IOException {
        ByteArrayOutputStream entry = new ByteArrayOutputStream();
        long micros = 1_795_573_483_000_000L + number * 1_000_000L;
        String id = "0123456789abcdef0123456789abcdef";
        entry.writeBytes(("__CURSOR=s=" + id + ";i=" + number + ";b=" + id + ";m=" + number + ";t="
                        + Long.toHexString(micros) + ";x=" + number + "\n__REALTIME_TIMESTAMP=" + micros
                        + "\n__MONOTONIC_TIMESTAMP=" + number + "\n_BOOT_ID=" + id
                        + "\nSYSLOG_FACILITY=" + (number % 10 == 9 ? 3 : 2)
                        + "\n_HOSTNAME=mx1\nSYSLOG_IDENTIFIER=postfix/qmgr\n_PID=" + (100 + number) + "\nMESSAGE\n")
                .getBytes(StandardCharsets.UTF_8));
        byte[] message = ("line " + number + (number == 3 ? " caf\u00e9" : "")).getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < 8; i++) {
            entry.write((int) ((long) message.length >> (8 * i)) & (i < 4 ? 0xff : 0));
        }
        entry.writeBytes(message);
        entry.writeBytes("\n\n".getBytes(StandardCharsets.UTF_8));
        return entry.toByteArray();
    }

    private JournalLogSource source(Path journal, @Nullable JsonNode position) {
        JournalLogSource source = new JournalLogSource(
                List.of(JOURNALCTL.toString(), "--file=" + journal), JournalLogSource.MAIL, Clock.systemUTC());
        source.open(position == null ? null : JsonMapper.shared().readTree(position.toString()), Start.BEGINNING);
        return source;
    }

    private void poll(JournalLogSource source, int until) {
        LogLineParser parser = new LogLineParser(LogFormat.SYSLOG, ZoneOffset.UTC);
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            source.poll(Duration.ofMillis(100), raw -> {
                LogLine line = parser.parse(raw);
                assertThat(line).isNotNull();
                assertThat(line.host()).isEqualTo("mx1");
                assertThat(line.program()).isEqualTo("postfix/qmgr");
                read.add(line.text());
            });
            return read.size() >= until;
        });
    }

    @Test
    void theJournalOfTheMailSystemIsReadFromWhereItWasLeft() throws Exception {
        Path journal = journal(0, 5);
        JsonNode position;
        try (JournalLogSource source = source(journal, null)) {
            poll(source, 6);
            position = source.position();
            assertThat(position.path("cursor").asString()).isNotEmpty();
        }
        journal(6, 12);
        try (JournalLogSource source = source(journal, position)) {
            poll(source, 12);
            assertThat(source.lastGap()).isNull();
        }
        assertThat(read)
                .containsExactly(
                        "line 0",
                        "line 1",
                        "line 2",
                        "line 3 caf\u00e9",
                        "line 4",
                        "line 5",
                        "line 6",
                        "line 7",
                        "line 8",
                        "line 10",
                        "line 11",
                        "line 12");
    }

    @Test
    void aChildThatEndsIsStartedAgainAfterTheLastLine() throws Exception {
        Path journal = journal(0, 3);
        Path once = folder.resolve("journalctl-once");
        // Without --follow it ends after what is there.
        Files.writeString(
                once,
                "#!/bin/sh\nfor one do shift; [ \"$one\" = --follow ] || set -- \"$@\" \"$one\"; done\nexec "
                        + JOURNALCTL + " \"--file=" + journal + "\" \"$@\"\n");
        assertThat(once.toFile().setExecutable(true)).isTrue();
        try (JournalLogSource source =
                new JournalLogSource(List.of(once.toString()), JournalLogSource.MAIL, Clock.systemUTC())) {
            source.open(null, Start.BEGINNING);
            poll(source, 4);
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 200; i++) {
                            source.poll(Duration.ofMillis(50), raw -> {});
                        }
                    })
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("ended with 0");
            journal(4, 5);
            poll(source, 6);
        }
        assertThat(read).hasSize(6).endsWith("line 4", "line 5");
    }

    @Test
    void withoutJournalctlTheProblemIsNamed() {
        try (JournalLogSource source = new JournalLogSource(
                List.of(folder.resolve("none").toString()), JournalLogSource.MAIL, Clock.systemUTC())) {
            source.open(null, Start.END);
            assertThatThrownBy(() -> source.poll(Duration.ZERO, raw -> {}))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("install systemd's journalctl, or follow a file instead");
        }
    }

    @Test
    void theCommandLineSaysWhereToGoOn() {
        JournalLogSource source = new JournalLogSource(List.of("journalctl"), JournalLogSource.MAIL, Clock.systemUTC());
        source.open(null, Start.END);
        assertThat(source.arguments()).contains("--lines=0", "--follow", "--output=json", "SYSLOG_FACILITY=2");
        JournalLogSource later = new JournalLogSource(List.of("journalctl"), JournalLogSource.MAIL, Clock.systemUTC());
        Instant before = Instant.now();
        later.open(source.position(), Start.END);
        assertThat(later.arguments()).contains("--no-tail").anySatisfy(one -> assertThat(one)
                .startsWith("--since=@" + before.getEpochSecond() / 1000));
    }

    @Test
    void onlyMatchesOfFieldsArePassedOn() {
        assertThatThrownBy(() -> new JournalLogSource(List.of("journalctl"), List.of("--file=/x"), Clock.systemUTC()))
                .hasMessageContaining("'--file=/x' is no match of a journal's field");
    }
}
