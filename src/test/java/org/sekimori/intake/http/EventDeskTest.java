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
import org.sekimori.intake.EventReader;
import org.sekimori.intake.Publisher;
import org.sekimori.intake.RecipientHasher;
import org.sekimori.intake.http.Taken.Stop;
import org.sekimori.intake.http.Taken.Why;
import org.sekimori.mail.Account.Naming;
import org.sekimori.mail.Origin;

class EventDeskTest {

    private static final EventIds IDS = new EventIds("key", "portal");

    private final HeldLog log = new HeldLog(Integer.MAX_VALUE);

    private static EventDesk desk(HeldLog log) {
        EventReader reader = new EventReader(
                Naming.PLAIN,
                new RecipientHasher(new byte[RecipientHasher.KEY_BYTES]),
                (address, name) -> new Origin.Unknown("no_address", null, null),
                Clock.fixed(Instant.parse("2026-10-01T08:00:00Z"), ZoneOffset.UTC));
        return new EventDesk(reader, log, Duration.ofMillis(200));
    }

    private static String event(int id) {
        return "{\"id\":\"e-" + id + "\",\"time\":\"2026-10-01T08:00:00Z\",\"kind\":\"bounced\",\"account\":\"a\"}\n";
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    private Taken many(InputStream body) {
        return desk(log).many(body, IDS, "http portal", Publisher.LOCAL);
    }

    @Test
    void moreEventsThanMayBeUnderWayAreAllTakenInTheirOrder() {
        String lines = IntStream.range(0, 1_000).mapToObj(EventDeskTest::event).collect(Collectors.joining());

        assertThat(many(stream(lines))).isEqualTo(new Taken(1_000, 0, List.of(), null));
        assertThat(log.ids)
                .isEqualTo(IntStream.range(0, 1_000).mapToObj(i -> "e-" + i).toList());
    }

    @Test
    void aLogThatStopsAcknowledgingIsNotReadAheadOfByMoreThanAnAccountRemembers() {
        HeldLog full = new HeldLog(100);
        String lines = IntStream.range(0, 1_000).mapToObj(EventDeskTest::event).collect(Collectors.joining());
        Taken taken = desk(full).many(stream(lines), IDS, "http portal", Publisher.LOCAL);

        assertThat(taken.stop()).isEqualTo(new Stop(101, Why.LOG_AWAY));
        assertThat(taken.accepted()).isEqualTo(100);
        assertThat(full.ids).hasSizeLessThanOrEqualTo(100 + 64);
    }

    @Test
    void aDeadLetterThatTheLogDoesNotTakeIsNotLostInSilenceEither() {
        HeldLog full = new HeldLog(100);
        Taken taken = desk(full).many(stream("broken\n".repeat(1_000)), IDS, "http portal", Publisher.LOCAL);

        assertThat(taken.stop()).isEqualTo(new Stop(101, Why.LOG_AWAY));
        assertThat(taken.refused()).isEqualTo(100);
        assertThat(full.deadLetters).hasSizeLessThanOrEqualTo(100 + 64);
    }

    @Test
    void aStreamThatIsTooLargeIsTakenUpToTheLineThatGoesBeyond() {
        String line = event(1).replace("}", ",\"colour\":\"" + "x".repeat(100_000) + "\"}");
        Taken taken = many(stream(line.repeat(EventDesk.MAX_BYTES / line.length() + 2)));

        int whole = EventDesk.MAX_BYTES / line.length();
        assertThat(taken.stop()).isEqualTo(new Stop(whole + 1, Why.TOO_LARGE));
        assertThat(taken.accepted()).isEqualTo(whole);
    }

    @Test
    void aLineWithoutEndIsTooLarge() {
        assertThat(many(stream("x".repeat(EventDesk.MAX_BYTES + 1))))
                .isEqualTo(new Taken(0, 0, List.of(), new Stop(1, Why.TOO_LARGE)));
    }

    @Test
    void aStreamOfJustTheLimitIsTaken() {
        String end = event(1).strip();
        Taken taken = many(stream("\n".repeat(40_000) + " ".repeat(EventDesk.MAX_BYTES - 40_000 - end.length()) + end));

        assertThat(taken.stop()).isNull();
        assertThat(taken.refused()).as("one line, longer than an event may be").isEqualTo(1);
    }

    @Test
    void aStreamThatBreaksOffIsTakenUpToThere() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        };
        Taken taken = many(new SequenceInputStream(stream(event(1) + event(2) + "{\"id\":"), broken));

        assertThat(taken.stop()).isEqualTo(new Stop(3, Why.CUT_OFF));
        assertThat(taken.accepted()).isEqualTo(2);
        assertThat(log.deadLetters).isEmpty();
    }

    @Test
    void whoeverIsSlowWithAllOfHisBatchesKeepsNobodyElseOut() throws IOException {
        EventDesk desk = desk(log);
        List<PipedOutputStream> senders = new ArrayList<>();
        List<CompletableFuture<Taken>> batches = new ArrayList<>();
        for (int i = 0; i < EventDesk.MAX_BATCHES; i++) {
            PipedOutputStream sender = new PipedOutputStream();
            PipedInputStream body = new PipedInputStream(sender);
            senders.add(sender);
            batches.add(CompletableFuture.supplyAsync(
                    () -> desk.many(body, IDS, "http portal", Publisher.LOCAL), task -> new Thread(task).start()));
        }
        await().until(() -> batches.stream().filter(CompletableFuture::isDone).count() == EventDesk.MAX_OF_ONE);

        EventIds other = new EventIds("key", "other");
        assertThat(desk.many(stream(event(9)), other, "http other", Publisher.LOCAL)
                        .accepted())
                .isEqualTo(1);
        for (PipedOutputStream sender : senders) {
            sender.close();
        }
        batches.forEach(CompletableFuture::join);
        assertThat(desk.many(stream(event(9)), IDS, "http portal", Publisher.LOCAL)
                        .accepted())
                .isEqualTo(1);
    }

    @Test
    void oneBatchTooManyIsNotBegun() throws IOException {
        EventDesk desk = desk(log);
        List<PipedOutputStream> senders = new ArrayList<>();
        List<CompletableFuture<Taken>> batches = new ArrayList<>();
        for (int i = 0; i < EventDesk.MAX_BATCHES; i++) {
            PipedOutputStream sender = new PipedOutputStream();
            PipedInputStream body = new PipedInputStream(sender);
            senders.add(sender);
            EventIds ids = new EventIds("key", "sender" + i % 2);
            batches.add(CompletableFuture.supplyAsync(
                    () -> desk.many(body, ids, "http portal", Publisher.LOCAL), task -> new Thread(task).start()));
        }
        await().until(() -> new Taken(0, 0, List.of(), new Stop(1, Why.BUSY))
                .equals(desk.many(stream(event(9)), IDS, "http portal", Publisher.LOCAL)));

        for (PipedOutputStream sender : senders) {
            sender.write(event(1).getBytes(UTF_8));
            sender.close();
        }
        assertThat(batches).allMatch(batch -> batch.join().accepted() == 1);
        assertThat(desk.many(stream(event(9)), IDS, "http portal", Publisher.LOCAL)
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
                        new EventIds("key", "desk").of(12, event),
                        new EventIds("k".repeat(161), "portal").of(12, event),
                        new EventIds("k".repeat(162), "portal").of(12, event)))
                .doesNotHaveDuplicates()
                .allMatch(one -> one.length() <= 200);
    }
}
