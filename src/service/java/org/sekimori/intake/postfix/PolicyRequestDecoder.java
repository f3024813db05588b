package org.sekimori.intake.postfix;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.util.List;
import org.sekimori.intake.limits.BoundedInputDecoder;
import org.sekimori.intake.limits.IncompleteRequestLimit;
import org.sekimori.intake.postfix.PostfixPolicyRequest.ParseError;

/**
 * Splits the stream into requests at empty lines. An oversized request is discarded up to the next empty line and reported as one
 * bad request, so that the next good one on the same connection is answered.
 */
final class PolicyRequestDecoder extends BoundedInputDecoder {

    /** Longest request, in octets. Postfix sends about 700; addresses of the longest kind make it a few thousand. */
    static final int MAX_REQUEST = 64 * 1024;

    /** Longest stretch without an empty line that is skipped before the connection is given up. */
    static final long MAX_SKIPPED = 16L * 1024 * 1024;

    private int scanned;
    private long skipped;
    private byte[] beginning = new byte[0];

    /**
     * @param half incomplete requests of all connections together
     */
    PolicyRequestDecoder(IncompleteRequestLimit half) {
        super(half);
    }

    @Override
    protected boolean skipping() {
        return skipped > 0;
    }

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
        ended();
        ByteBuf lines = in.readSlice(end - in.readerIndex());
        skipEndOfLine(in);
        if (lines.isReadable()) {
            skipEndOfLine(in);
        }
        if (skipped > 0 || lines.readableBytes() > MAX_REQUEST) {
            byte[] shown = skipped > 0 ? beginning : PostfixPolicyRequest.firstBytes(lines, lines.readerIndex());
            out.add(new ParseError("the request is longer than " + MAX_REQUEST + " octets", shown));
            skipped = 0;
        } else if (lines.isReadable()) {
            out.add(PostfixPolicyRequest.parse(lines));
        }
    }

    /** Index of the line feed before the empty line, -1 if it has not arrived. */
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

    /** Skips one end of line; a carriage return alone is not one. */
    private static void skipEndOfLine(ByteBuf in) {
        if (in.isReadable()) {
            in.skipBytes(in.getByte(in.readerIndex()) == '\n' ? 1 : 2);
        }
    }

    private void skip(ChannelHandlerContext context, ByteBuf in) {
        if (skipped == 0) {
            beginning = PostfixPolicyRequest.firstBytes(in, in.readerIndex());
        }
        // The last two octets stay: an empty line may be half here.
        int length = in.readableBytes() - 2;
        skipped += length;
        in.skipBytes(length);
        scanned = 0;
        if (skipped > MAX_SKIPPED) {
            context.fireChannelRead(new ParseError("no empty line within " + MAX_SKIPPED + " octets", beginning));
            context.close();
        }
    }

    @Override
    protected void decodeLast(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        while (in.isReadable()) {
            int before = in.readableBytes();
            decode(context, in, out);
            if (in.readableBytes() == before) {
                out.add(new ParseError(
                        "the connection ended in the middle of a request",
                        PostfixPolicyRequest.firstBytes(in, in.readerIndex()),
                        false));
                in.skipBytes(before);
            }
        }
    }
}
