package org.sekimori.intake.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.SequenceInputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sekimori.intake.RecipientHasher;
import org.sekimori.intake.event.EventReader;
import org.sekimori.intake.http.IngestResult.Stop;
import org.sekimori.intake.http.IngestResult.Why;
import org.sekimori.intake.publishers.Publisher;
import org.sekimori.mail.Account.LoginNormalizer;
import org.sekimori.mail.Origin;

class EventIngestTest {

    private static final EventIdGenerator IDS = new EventIdGenerator("key", "portal");

    private final StallingLog log = new StallingLog(Integer.MAX_VALUE);

    private static EventIngest ingest(StallingLog log) {
        EventReader reader = new EventReader(
                LoginNormalizer.PLAIN,
                new RecipientHasher(new byte[RecipientHasher.KEY_BYTES]),
                (address, name) -> new Origin.Unknown("no_address", null, null),
                Clock.fixed(Instant.parse("2026-10-01T08:00:00Z"), ZoneOffset.UTC));
        return new EventIngest(reader, log, Duration.ofMillis(200));
    }

    private static String event(int id) {
        return "{\"id\":\"e-" + id + "\",\"time\":\"2026-10-01T08:00:00Z\",\"kind\":\"bounced\",\"account\":\"a\"}\n";
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    private IngestResult many(InputStream body) {
        return ingest(log).ingestBatch(body, IDS, "http portal", Publisher.LOCAL);
    }

    @Test
    void moreEventsThanMayBeUnderWayAreAllTakenInTheirOrder() {
        String lines =
                IntStream.range(0, 1_000).mapToObj(EventIngestTest::event).collect(Collectors.joining());

        assertThat(many(stream(lines))).isEqualTo(new IngestResult(1_000, 0, List.of(), null));
        assertThat(log.ids)
                .isEqualTo(IntStream.range(0, 1_000).mapToObj(i -> "e-" + i).toList());
    }

    @Test
    void aLogThatStopsAcknowledgingIsNotReadAheadOfByMoreThanAnAccountRemembers() {
        StallingLog full = new StallingLog(100);
        String lines =
                IntStream.range(0, 1_000).mapToObj(EventIngestTest::event).collect(Collectors.joining());
        IngestResult result = ingest(full).ingestBatch(stream(lines), IDS, "http portal", Publisher.LOCAL);

        assertThat(result.stop()).isEqualTo(new Stop(101, Why.LOG_AWAY));
        assertThat(result.accepted()).isEqualTo(100);
        assertThat(full.ids).hasSizeLessThanOrEqualTo(100 + 64);
    }

    @Test
    void aDeadLetterThatTheLogDoesNotTakeIsNotLostInSilenceEither() {
        StallingLog full = new StallingLog(100);
        IngestResult result =
                ingest(full).ingestBatch(stream("broken\n".repeat(1_000)), IDS, "http portal", Publisher.LOCAL);

        assertThat(result.stop()).isEqualTo(new Stop(101, Why.LOG_AWAY));
        assertThat(result.refused()).isEqualTo(100);
        assertThat(full.deadLetters).hasSizeLessThanOrEqualTo(100 + 64);
    }

    @Test
    void aStreamThatIsTooLargeIsTakenUpToTheLineThatGoesBeyond() {
        String line = event(1).replace("}", ",\"colour\":\"" + "x".repeat(100_000) + "\"}");
        IngestResult result = many(stream(line.repeat(EventIngest.MAX_BYTES / line.length() + 2)));

        int whole = EventIngest.MAX_BYTES / line.length();
        assertThat(result.stop()).isEqualTo(new Stop(whole + 1, Why.TOO_LARGE));
        assertThat(result.accepted()).isEqualTo(whole);
    }

    @Test
    void aLineWithoutEndIsTooLarge() {
        assertThat(many(stream("x".repeat(EventIngest.MAX_BYTES + 1))))
                .isEqualTo(new IngestResult(0, 0, List.of(), new Stop(1, Why.TOO_LARGE)));
    }

    @Test
    void aStreamOfJustTheLimitIsTaken() {
        String end = event(1).strip();
        IngestResult result =
                many(stream("\n".repeat(40_000) + " ".repeat(EventIngest.MAX_BYTES - 40_000 - end.length()) + end));

        assertThat(result.stop()).isNull();
        assertThat(result.refused()).as("one line, longer than an event may be").isEqualTo(1);
    }

    @Test
    void aStreamThatBreaksOffIsTakenUpToThere() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        };
        IngestResult result = many(new SequenceInputStream(stream(event(1) + event(2) + "{\"id\":"), broken));

        assertThat(result.stop()).isEqualTo(new Stop(3, Why.CUT_OFF));
        assertThat(result.accepted()).isEqualTo(2);
        assertThat(log.deadLetters).isEmpty();
    }

    @Test
    void whoeverIsSlowWithAllOfHisBatchesKeepsNobodyElseOut() throws IOException {
        EventIngest ingest = ingest(log);
        List<PipedOutputStream> senders = new ArrayList<>();
        List<CompletableFuture<IngestResult>> batches = new ArrayList<>();
        for (int i = 0; i < EventIngest.MAX_BATCHES; i++) {
            PipedOutputStream sender = new PipedOutputStream();
            PipedInputStream body = new PipedInputStream(sender);
            senders.add(sender);
            batches.add(CompletableFuture.supplyAsync(
                    () -> ingest.ingestBatch(body, IDS, "http portal", Publisher.LOCAL),
                    task -> new Thread(task).start()));
        }
        await().until(() -> batches.stream().filter(CompletableFuture::isDone).count() == EventIngest.MAX_OF_ONE);

        EventIdGenerator other = new EventIdGenerator("key", "other");
        assertThat(ingest.ingestBatch(stream(event(9)), other, "http other", Publisher.LOCAL)
                        .accepted())
                .isEqualTo(1);
        for (PipedOutputStream sender : senders) {
            sender.close();
        }
        batches.forEach(CompletableFuture::join);
        assertThat(ingest.ingestBatch(stream(event(9)), IDS, "http portal", Publisher.LOCAL)
                        .accepted())
                .isEqualTo(1);
    }

    @Test
    void oneBatchTooManyIsNotBegun() throws IOException {
        EventIngest ingest = ingest(log);
        List<PipedOutputStream> senders = new ArrayList<>();
        List<CompletableFuture<IngestResult>> batches = new ArrayList<>();
        for (int i = 0; i < EventIngest.MAX_BATCHES; i++) {
            PipedOutputStream sender = new PipedOutputStream();
            PipedInputStream body = new PipedInputStream(sender);
            senders.add(sender);
            EventIdGenerator ids = new EventIdGenerator("key", "sender" + i % 2);
            batches.add(CompletableFuture.supplyAsync(
                    () -> ingest.ingestBatch(body, ids, "http portal", Publisher.LOCAL),
                    task -> new Thread(task).start()));
        }
        await().until(() -> new IngestResult(0, 0, List.of(), new Stop(1, Why.BUSY))
                .equals(ingest.ingestBatch(stream(event(9)), IDS, "http portal", Publisher.LOCAL)));

        for (PipedOutputStream sender : senders) {
            sender.write(event(1).getBytes(UTF_8));
            sender.close();
        }
        assertThat(batches).allMatch(batch -> batch.join().accepted() == 1);
        assertThat(ingest.ingestBatch(stream(event(9)), IDS, "http portal", Publisher.LOCAL)
                        .accepted())
                .isEqualTo(1);
    }

    @Test
    void linesEndWithALineFeedOrAReturnAndALineFeedOrTheEnd() {
        many(stream(event(1).strip() + "\r\n" + "\r\n \t\n" + event(2) + event(3).strip()));

        assertThat(log.ids).containsExactly("e-1", "e-2", "e-3");
        assertThat(log.deadLetters).isEmpty();
    }

    @Test
    void anIdTellsSenderLineAndContentApart() {
        byte[] event = event(1).getBytes(UTF_8);
        String id = IDS.of(12, event);

        assertThat(id).matches("key:12:[0-9a-f]{8}").isEqualTo(IDS.of(12, event));
        assertThat(List.of(
                        id,
                        IDS.of(13, event),
                        IDS.of(12, event(2).getBytes(UTF_8)),
                        new EventIdGenerator("key", "desk").of(12, event),
                        new EventIdGenerator("k".repeat(161), "portal").of(12, event),
                        new EventIdGenerator("k".repeat(162), "portal").of(12, event)))
                .doesNotHaveDuplicates()
                .allMatch(one -> one.length() <= 200);
    }
}
