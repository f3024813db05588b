package org.sekimori.follow.delivery;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sekimori.follow.AskedMessages;
import org.sekimori.follow.LogEventJson;
import org.sekimori.follow.source.LogReading;
import org.sekimori.follow.source.RawLine;

/**
 * Measures how many lines a second go through header, assembler and JSON on one thread; to be run by hand. The first argument is a
 * form of header: {@code traditional}, {@code rfc3339} or {@code json}. The heap holds the lines, so give it 1 GiB.
 */
final class LogReadingBench {

    private static final int MESSAGES = 40_000;
    private static final int ROUNDS = 6;
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final Instant START = Instant.parse("2026-11-25T02:00:00Z");

    private LogReadingBench() {}

    public static void main(String[] args) {
        String form = args.length == 0 ? "traditional" : args[0];
        List<byte[]> lines = lines(form);
        for (int round = 1; round <= ROUNDS; round++) {
            LogReading reading = new LogReading(
                    FollowedServer.POSTFIX.format(),
                    ZONE,
                    "",
                    () -> FollowedServer.POSTFIX.assembler(AskedMessages.NONE));
            long[] octets = new long[2];
            long begun = System.nanoTime();
            Instant read = START.plusSeconds(86_400);
            int batch = 0;
            for (byte[] line : lines) {
                reading.read(new RawLine(line, Instant.EPOCH, read), (event, host, arrival) -> {
                    octets[0] += LogEventJson.write(event, host).length;
                    octets[1]++;
                });
                if (++batch % 2000 == 0) {
                    reading.endBatch();
                }
            }
            reading.endBatch();
            double seconds = (System.nanoTime() - begun) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "%s, round %d: %,d lines/s; %,d lines, %,d events, %,d understood, %,d not understood%n",
                    form,
                    round,
                    Math.round(lines.size() / seconds),
                    lines.size(),
                    octets[1],
                    reading.counts().understood(),
                    reading.counts().notUnderstood());
        }
    }

    /** Submissions to three recipients, one of which bounces in every tenth message. */
    private static List<byte[]> lines(String form) {
        List<byte[]> lines = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            Instant time = START.plusMillis(i * 20L);
            String id = String.format("4jZ3%07dzJH%04d", i, i % 9973);
            String user = "user" + i % 5000 + "@isp.example";
            add(lines, form, time, "submission/smtpd", "connect from unknown[203.0.113." + i % 250 + "]");
            add(
                    lines,
                    form,
                    time,
                    "submission/smtpd",
                    id + ": client=unknown[203.0.113." + i % 250 + "], sasl_method=PLAIN, sasl_username=" + user);
            add(lines, form, time, "cleanup", id + ": message-id=<" + id + "@mx1.isp.example>");
            add(
                    lines,
                    form,
                    time,
                    "qmgr",
                    id + ": from=<" + user + ">, size=" + (300 + i % 9000) + ", nrcpt=3 (queue active)");
            add(
                    lines,
                    form,
                    time,
                    "submission/smtpd",
                    "disconnect from unknown[203.0.113." + i % 250
                            + "] ehlo=1 auth=1 mail=1 rcpt=3 data=1 quit=1 commands=8");
            for (int r = 0; r < 3; r++) {
                boolean bounce = r == 2 && i % 10 == 0;
                add(
                        lines,
                        form,
                        time,
                        "smtp",
                        id + ": to=<r" + (i * 3 + r) % 70_000
                                + "@sink.example>, relay=sink.example[192.0.2.1]:25, delay=0.02, delays=0.01/0.01/0/0, "
                                + (bounce
                                        ? "dsn=5.1.1, status=bounced (host sink.example[192.0.2.1] said: 550 5.1.1 unknown user)"
                                        : "dsn=2.0.0, status=sent (250 2.0.0 Ok)"));
            }
            add(lines, form, time, "qmgr", id + ": removed");
        }
        return lines;
    }

    private static void add(List<byte[]> lines, String form, Instant time, String program, String text) {
        String line =
                switch (form) {
                    case "rfc3339" ->
                        DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.atZone(ZONE)) + " mx1 postfix/" + program
                                + "[18460]: " + text;
                    case "json" ->
                        "{\"timestamp\":\"" + time + "\", \"host\":\"mx1\", \"program\":\"postfix\\/"
                                + program.replace("/", "\\/") + "\", \"tag\":\"postfix\\/" + program.replace("/", "\\/")
                                + "[18460]:\", \"pid\":\"18460\", \"facility\":\"mail\", \"severity\":\"info\", \"message\":\" "
                                + text + "\"}";
                    default ->
                        DateTimeFormatter.ofPattern("MMM dd HH:mm:ss", Locale.ROOT)
                                        .format(time.atZone(ZONE)) + " mx1 postfix/" + program + "[18460]: " + text;
                };
        lines.add(line.getBytes(StandardCharsets.UTF_8));
    }
}
