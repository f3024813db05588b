package org.sekimori.intake.postfix;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import org.sekimori.intake.postfix.PolicyRequest.Bad;

/**
 * Cuts the stream into requests at empty lines. What is too long for a request is thrown away up to the next empty line and
 * reported as one bad request, so that the next good one on the same connection is answered.
 */
final class PolicyDecoder extends ByteToMessageDecoder {

    /** Longest request, in octets. Postfix sends about 700; addresses of the longest kind make it a few thousand. */
    static final int MAX_REQUEST = 64 * 1024;

    /** Longest stretch without an empty line that is skipped before the connection is given up. */
    static final long MAX_SKIPPED = 16L * 1024 * 1024;

    private int scanned;
    private long skipped;
    private byte[] beginning = new byte[0];

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        int end = endOfRequest(in);
        if (end < 0) {
            scanned = Math.max(0, in.readableBytes() - 2);
            if (in.readableBytes() > MAX_REQUEST) {
                skip(context, in);
            }
            return;
        }
        scanned = 0;
        ByteBuf lines = in.readSlice(end - in.readerIndex());
        skipEmptyLine(in);
        if (skipped > 0 || lines.readableBytes() > MAX_REQUEST) {
            byte[] shown = skipped > 0 ? beginning : PolicyRequest.beginning(lines, lines.readerIndex());
            out.add(new Bad("the request is longer than " + MAX_REQUEST + " octets", shown));
            skipped = 0;
        } else if (lines.isReadable()) {
            out.add(PolicyRequest.parse(lines));
        }
    }

    /** Index of the line feed before the empty line, -1 if there is none yet. */
    private int endOfRequest(ByteBuf in) {
        int from = in.readerIndex() + scanned;
        if (in.isReadable() && skipped == 0 && emptyLineAt(in, in.readerIndex())) {
            return in.readerIndex();
        }
        for (int at = in.indexOf(from, in.writerIndex(), (byte) '\n');
                at >= 0;
                at = in.indexOf(at + 1, in.writerIndex(), (byte) '\n')) {
            if (emptyLineAt(in, at + 1)) {
                return at;
            }
        }
        return -1;
    }

    private static boolean emptyLineAt(ByteBuf in, int at) {
        if (at >= in.writerIndex()) {
            return false;
        }
        byte first = in.getByte(at);
        return first == '\n' || (first == '\r' && at + 1 < in.writerIndex() && in.getByte(at + 1) == '\n');
    }

    private static void skipEmptyLine(ByteBuf in) {
        // The end of the last line and the empty one: at most \n \r \n.
        for (int feeds = 0; in.isReadable() && feeds < 2; ) {
            byte next = in.getByte(in.readerIndex());
            if (next != '\n' && next != '\r') {
                return;
            }
            feeds += next == '\n' ? 1 : 0;
            in.skipBytes(1);
        }
    }

    private void skip(ChannelHandlerContext context, ByteBuf in) {
        if (skipped == 0) {
            beginning = PolicyRequest.beginning(in, in.readerIndex());
        }
        // The last two octets stay: an empty line may be half here.
        int length = in.readableBytes() - 2;
        skipped += length;
        in.skipBytes(length);
        scanned = 0;
        if (skipped > MAX_SKIPPED) {
            context.fireChannelRead(new Bad("no empty line within " + MAX_SKIPPED + " octets", beginning));
            context.close();
        }
    }

    @Override
    protected void decodeLast(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        while (in.isReadable()) {
            int before = in.readableBytes();
            decode(context, in, out);
            if (in.readableBytes() == before) {
                out.add(new Bad(
                        "the connection ended in the middle of a request",
                        PolicyRequest.beginning(in, in.readerIndex()),
                        false));
                in.skipBytes(before);
            }
        }
    }
}
