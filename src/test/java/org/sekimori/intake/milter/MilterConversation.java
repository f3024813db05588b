package org.sekimori.intake.milter;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.sekimori.intake.limits.IncompleteRequestLimit;

/** The mail server's side of a milter connection: writes packets as Postfix and Sendmail do, and reads the replies. */
final class MilterConversation {

    /** What Sendmail 8.14 and Postfix 2.6 offer with version 6. */
    static final int ALL_ACTIONS = 0x1ff;

    static final int ALL_STEPS = 0x1fffff;

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final ByteArrayOutputStream gathered = new ByteArrayOutputStream();
    private boolean gathering;

    MilterConversation(IncompleteRequestLimit half, MilterService service, MilterMeters meters) {
        MilterServer.addHandlers(channel.pipeline(), half, service, meters.connections());
        channel.pipeline().fireChannelActive();
    }

    static byte[] packet(char command, byte[] data) {
        return ByteBuffer.allocate(5 + data.length)
                .putInt(1 + data.length)
                .put((byte) command)
                .put(data)
                .array();
    }

    /** Texts with a NUL behind each. */
    static byte[] texts(String... texts) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (String text : texts) {
            data.writeBytes(text.getBytes(StandardCharsets.UTF_8));
            data.write(0);
        }
        return data.toByteArray();
    }

    MilterConversation send(char command, byte... data) {
        return raw(packet(command, data));
    }

    MilterConversation raw(byte[] octets) {
        if (gathering) {
            gathered.writeBytes(octets);
        } else if (channel.isOpen()) {
            channel.writeInbound(Unpooled.copiedBuffer(octets));
        }
        return this;
    }

    /** From now on packets are kept back, for {@link #flush}. */
    MilterConversation gather() {
        gathering = true;
        return this;
    }

    /** Sends what was kept back in pieces of that many octets. */
    MilterConversation flush(int piece) {
        gathering = false;
        byte[] all = gathered.toByteArray();
        gathered.reset();
        for (int at = 0; at < all.length; at += piece) {
            raw(java.util.Arrays.copyOfRange(all, at, Math.min(all.length, at + piece)));
        }
        return this;
    }

    MilterConversation negotiate() {
        return negotiate(6, ALL_ACTIONS, ALL_STEPS);
    }

    MilterConversation negotiate(int version, int actions, int steps) {
        return send(
                'O',
                ByteBuffer.allocate(12)
                        .putInt(version)
                        .putInt(actions)
                        .putInt(steps)
                        .array());
    }

    /** Macros of a step, as name, value, name, value. */
    MilterConversation macros(char step, String... pairs) {
        byte[] texts = texts(pairs);
        return send(
                'D',
                ByteBuffer.allocate(1 + texts.length)
                        .put((byte) step)
                        .put(texts)
                        .array());
    }

    MilterConversation connect(String name, char family, String address) {
        byte[] host = texts(name);
        byte[] literal = texts(address);
        return send(
                'C',
                ByteBuffer.allocate(host.length + 3 + literal.length)
                        .put(host)
                        .put((byte) family)
                        .putShort((short) 40_000)
                        .put(literal)
                        .array());
    }

    /** Up to HELO, as Postfix 3.7 does it for a client at 203.0.113.7. */
    MilterConversation session() {
        return macros('C', "j", "mx.isp.example", "{daemon_addr}", "192.0.2.25", "v", "Postfix 3.7.11")
                .connect("[203.0.113.7]", '4', "203.0.113.7")
                .macros('H')
                .send('H', texts("laptop.client.example"));
    }

    /** MAIL of a client that has logged in. */
    MilterConversation mail(String login, String... arguments) {
        return macros('M', "{auth_type}", "PLAIN", "{auth_authen}", login).send('M', texts(arguments));
    }

    MilterConversation rcpt(String address) {
        return macros('R').send('R', texts("<" + address + ">"));
    }

    MilterConversation header(String name, String value) {
        return macros('L').send('L', texts(name, value));
    }

    MilterConversation end(String queueId) {
        return macros('E', "i", queueId).send('E');
    }

    /** A whole message of a user's to one recipient. */
    MilterConversation message(String login, String queueId) {
        return mail(login, "<alice@isp.example>")
                .rcpt("bob@example.net")
                .header("Subject", "a test")
                .send('B', texts("A test.\r\n"))
                .end(queueId);
    }

    /** All replies so far: the letter of each, and its data up to NUL; those to options and CONTINUE are letters alone. */
    List<String> replies() {
        channel.runPendingTasks();
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            all.writeBytes(out);
            out.release();
        }
        List<String> replies = new ArrayList<>();
        while (all.isReadable()) {
            int length = all.readInt();
            char code = (char) all.readByte();
            byte[] data = ByteBufUtil.getBytes(all.readSlice(length - 1));
            replies.add(
                    code == 'O' || data.length == 0
                            ? String.valueOf(code)
                            : code + " " + new String(data, 0, data.length - 1, StandardCharsets.UTF_8));
        }
        return replies;
    }

    /** The letters of all replies so far. */
    String letters() {
        return replies().stream().map(reply -> reply.substring(0, 1)).collect(Collectors.joining());
    }

    boolean open() {
        channel.runPendingTasks();
        return channel.isOpen();
    }

    /** The mail server hangs up. */
    void hangUp() {
        channel.finish();
    }
}
