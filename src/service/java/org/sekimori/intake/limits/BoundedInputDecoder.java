package org.sekimori.intake.limits;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.concurrent.TimeUnit;

/**
 * A decoder that closes connections whose requests never end: each must be complete within {@value #WHOLE_SECONDS} s of its first
 * octet, and all incomplete ones share {@link IncompleteRequestLimit}.
 */
public abstract class BoundedInputDecoder extends ByteToMessageDecoder {

    /** How long a request may take from its first octet to its end. Mail servers write it at once. */
    static final long WHOLE_SECONDS = 30;

    private final IncompleteRequestLimit half;
    private int held;
    private long ended;
    private boolean watched;

    /**
     * @param half incomplete requests of all connections together
     */
    protected BoundedInputDecoder(IncompleteRequestLimit half) {
        this.half = half;
    }

    /** A connection is closed before its request has come to an end. */
    public record GivenUp(String reason) {}

    /** Whether octets of a request that has not ended were read and dropped. */
    protected abstract boolean skipping();

    /** A request has come to an end. */
    protected final void ended() {
        ended++;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) throws Exception {
        hold(context, actualReadableBytes());
        super.channelReadComplete(context);
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext context) {
        half.reserve(0, held);
        held = 0;
    }

    /** Starts the limits of an incomplete request, and closes a connection that exceeds them. */
    private void hold(ChannelHandlerContext context, int now) {
        boolean room = half.reserve(now, held);
        held = now;
        if (!room) {
            giveUp(context, "there is no room for more half requests");
        } else if ((now > 0 || skipping()) && !watched) {
            watched = true;
            long before = ended;
            context.executor().schedule(() -> look(context, before), WHOLE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void look(ChannelHandlerContext context, long before) {
        watched = false;
        if (!context.channel().isActive() || (held == 0 && !skipping())) {
            return;
        }
        if (ended == before && context.channel().config().isAutoRead()) {
            giveUp(context, "a request was not here as a whole within " + WHOLE_SECONDS + " s");
        } else {
            hold(context, held);
        }
    }

    private static void giveUp(ChannelHandlerContext context, String reason) {
        context.fireUserEventTriggered(new GivenUp(reason));
        context.close();
    }
}
