package org.sekimori.intake.milter;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.util.List;
import org.sekimori.intake.limits.BoundedInputDecoder;
import org.sekimori.intake.limits.IncompleteRequestLimit;

/**
 * Splits the stream into packets. Of each only the beginning is kept that is of use; the rest, such as a whole body, is dropped as
 * it comes, so that a long packet takes no memory.
 */
final class MilterPacketDecoder extends BoundedInputDecoder {

    /**
     * Longest packet, in octets. A piece of a body has at most 65,535, a header in Postfix as much as {@code header_size_limit}
     * (102,400). A larger or negative length comes from another protocol.
     */
    static final int MAX_PACKET = 16 * 1024 * 1024;

    /** Octets that are kept of macros: of those that are asked for, few hundred come. */
    static final int MACROS_KEPT = 8 * 1024;

    /** Octets that are kept of an envelope address with its parameters; Postfix reads no longer line by default. */
    static final int ADDRESS_KEPT = 4 * 1024;

    /** Octets that are kept of a header: the name, and more of the value than a Message-ID may have. */
    static final int HEADER_KEPT = 1024;

    private static final int FRAME = 5;
    private static final int SHOWN = 200;

    private MilterInput.Packet pending = new MilterInput.Packet(' ', 0, new byte[0]);
    private int remaining = -1;
    private boolean broken;

    /**
     * @param half incomplete packets of all connections together
     */
    MilterPacketDecoder(IncompleteRequestLimit half) {
        super(half);
    }

    @Override
    protected boolean skipping() {
        return remaining > 0;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (broken) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (remaining < 0 && !begin(in, out)) {
            return;
        }
        int dropped = Math.min(remaining, in.readableBytes());
        in.skipBytes(dropped);
        remaining -= dropped;
        if (remaining == 0) {
            remaining = -1;
            ended();
            out.add(pending);
        }
    }

    /** Reads the part of a packet that is kept; false if it is not here yet. */
    private boolean begin(ByteBuf in, List<Object> out) {
        if (in.readableBytes() < FRAME) {
            return false;
        }
        int length = in.getInt(in.readerIndex());
        if (length < 1 || length > MAX_PACKET) {
            broken = true;
            byte[] shown = new byte[Math.min(SHOWN, in.readableBytes())];
            in.readBytes(shown);
            in.skipBytes(in.readableBytes());
            out.add(new MilterInput.Garbage(
                    "the length of a packet must be from 1 to " + MAX_PACKET + ", not "
                            + Integer.toUnsignedString(length),
                    shown));
            return false;
        }
        char command = (char) in.getUnsignedByte(in.readerIndex() + FRAME - 1);
        int kept = Math.min(length - 1, most(command));
        if (in.readableBytes() < FRAME + kept) {
            return false;
        }
        in.skipBytes(FRAME);
        byte[] data = new byte[kept];
        in.readBytes(data);
        pending = new MilterInput.Packet(command, length - 1, data);
        remaining = length - 1 - kept;
        return true;
    }

    private static int most(char command) {
        return switch (command) {
            case MilterProtocol.MACRO -> MACROS_KEPT;
            case MilterProtocol.CONNECT, MilterProtocol.HELO, MilterProtocol.MAIL, MilterProtocol.RCPT -> ADDRESS_KEPT;
            case MilterProtocol.HEADER -> HEADER_KEPT;
            case MilterProtocol.NEGOTIATE -> 12;
            default -> 0;
        };
    }
}
