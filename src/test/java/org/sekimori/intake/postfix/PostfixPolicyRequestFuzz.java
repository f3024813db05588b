package org.sekimori.intake.postfix;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sekimori.fuzz.FuzzTarget;
import org.sekimori.intake.limits.IncompleteRequestLimit;
import org.sekimori.intake.postfix.PostfixPolicyRequest.ParseError;
import org.sekimori.intake.postfix.PostfixPolicyRequest.ParseResult;

/** Bytes at the port for Postfix: however they are cut into packets, the same requests are read. */
public final class PostfixPolicyRequestFuzz implements FuzzTarget {

    @Override
    public void run(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] sent = Arrays.copyOfRange(input, 1, input.length);
        List<String> whole = read(sent, Math.max(1, sent.length));
        List<String> packets = read(sent, 1 + (input[0] & 63));
        if (!whole.equals(packets)) {
            throw new AssertionError("in one packet " + whole + ", in several " + packets);
        }
    }

    private static List<String> read(byte[] sent, int packet) {
        EmbeddedChannel channel = new EmbeddedChannel(new PolicyRequestDecoder(new IncompleteRequestLimit()));
        for (int at = 0; at < sent.length; at += packet) {
            channel.writeInbound(Unpooled.copiedBuffer(sent, at, Math.min(packet, sent.length - at)));
        }
        channel.finish();
        List<String> read = new ArrayList<>();
        for (ParseResult next = channel.readInbound(); next != null; next = channel.readInbound()) {
            read.add(next instanceof ParseError bad ? bad.reason() : next.toString());
        }
        return read;
    }
}
