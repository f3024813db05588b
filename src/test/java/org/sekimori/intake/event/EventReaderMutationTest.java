package org.sekimori.intake.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sekimori.engine.LogEntry;
import org.sekimori.intake.PayloadRedactor;
import org.sekimori.intake.SchemaAgreementTest;
import org.sekimori.rig.LongRun;
import org.sekimori.stream.inbox.InboxDecoder.DecodeResult;
import org.sekimori.stream.inbox.InboxDecoder.DecodedEvent;
import org.sekimori.stream.inbox.InboxDecoder.RejectedRecord;
import org.sekimori.stream.json.DeadLetterJson;
import org.sekimori.stream.json.EntryJson;

/** Good events bent at random: whatever comes, there is an outcome, and it can be written to its topic and read back. */
class EventReaderMutationTest {

    private static final int ROUNDS = LongRun.size(20_000, 60_000);
    private static final byte[][] PIECES = pieces(
            "\"",
            "\\",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "null",
            "true",
            "1e9",
            "-1",
            "\\u0000",
            "\\ud800",
            "\\u0040",
            "@",
            "\"sender\":",
            "\"recipients\":[",
            "\u00e9",
            "\ud83d\ude00",
            "\u202e",
            "NaN",
            "\"kind\":\"attempt\",");

    @Test
    void noBytesMakeTheReaderThrow() throws IOException {
        List<byte[]> seeds = SchemaAgreementTest.good().stream()
                .map(line -> line.getBytes(StandardCharsets.UTF_8))
                .toList();
        Random random = new Random(20261001);
        int admitted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] payload = seeds.get(random.nextInt(seeds.size()));
            for (int bends = 1 + random.nextInt(3); bends > 0; bends--) {
                payload = bent(payload, random);
            }
            admitted += check(payload);
        }
        assertThat(admitted).isBetween(ROUNDS / 100, ROUNDS - ROUNDS / 100);
    }

    @Test
    void randomBytesAreRefused() {
        Random random = new Random(7);
        for (int round = 0; round < 5_000; round++) {
            byte[] payload = new byte[random.nextInt(200)];
            random.nextBytes(payload);
            assertThat(check(payload)).isZero();
        }
    }

    private static int check(byte[] payload) {
        DecodeResult outcome = EventReaderFixture.read(payload);
        if (outcome instanceof DecodedEvent admitted) {
            LogEntry entry = new LogEntry.Mail(admitted.event());
            assertThat(EntryJson.read(EntryJson.write(entry))).isEqualTo(entry);
            return 1;
        }
        RejectedRecord refused = (RejectedRecord) outcome;
        assertThat(refused.reason()).isNotBlank().doesNotContain("fault in Sekimori");
        assertThat(refused.payload()).hasSizeLessThanOrEqualTo(PayloadRedactor.MAX_SHOWN);
        assertThat(DeadLetterJson.write(EventReaderFixture.NOW, "fuzz", refused.reason(), refused.payload()))
                .isNotEmpty();
        return 0;
    }

    private static byte[] bent(byte[] payload, Random random) {
        if (payload.length == 0) {
            return payload;
        }
        int at = random.nextInt(payload.length);
        return switch (random.nextInt(5)) {
            case 0 -> Arrays.copyOf(payload, at);
            case 1 -> {
                byte[] flipped = payload.clone();
                flipped[at] = (byte) random.nextInt();
                yield flipped;
            }
            case 2 -> splice(payload, at, Math.min(payload.length, at + 1 + random.nextInt(8)), new byte[0]);
            case 3 ->
                splice(payload, at, at, Arrays.copyOfRange(payload, at, at + random.nextInt(payload.length - at)));
            default -> splice(payload, at, at, PIECES[random.nextInt(PIECES.length)]);
        };
    }

    private static byte[] splice(byte[] payload, int from, int to, byte[] piece) {
        byte[] out = Arrays.copyOf(payload, from + piece.length + payload.length - to);
        System.arraycopy(piece, 0, out, from, piece.length);
        System.arraycopy(payload, to, out, from + piece.length, payload.length - to);
        return out;
    }

    private static byte[][] pieces(String... texts) {
        return Arrays.stream(texts)
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
    }
}
