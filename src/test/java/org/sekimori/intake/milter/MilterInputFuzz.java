package org.sekimori.intake.milter;

import java.util.Arrays;
import org.sekimori.fuzz.FuzzTarget;

/** Bytes at the port for milters: however they are cut into packets, the same replies are given and the same is asked. */
public final class MilterInputFuzz implements FuzzTarget {

    @Override
    public void run(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] sent = Arrays.copyOfRange(input, 1, input.length);
        String whole = converse(sent, Math.max(1, sent.length));
        String pieces = converse(sent, 1 + (input[0] & 63));
        if (!whole.equals(pieces)) {
            throw new AssertionError("in one piece " + whole + ", in several " + pieces);
        }
    }

    private static String converse(byte[] sent, int piece) {
        MilterFixture milter = new MilterFixture();
        MilterConversation server = milter.converse();
        for (int at = 0; at < sent.length; at += piece) {
            server.raw(Arrays.copyOfRange(sent, at, Math.min(sent.length, at + piece)));
        }
        String told = server.replies() + " open " + server.open();
        server.hangUp();
        if (milter.recipients.weight() != 0 || milter.half.held() != 0) {
            throw new AssertionError("a closed connection leaves something behind");
        }
        return told + " "
                + milter.asked.stream()
                        .map(event -> event.toBuilder()
                                .id("x")
                                .time(java.time.Instant.EPOCH)
                                .build())
                        .toList()
                + " " + milter.log.deadLetters;
    }
}
