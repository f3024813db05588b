package org.sekimori.intake.connection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.sekimori.intake.limits.BoundedInputDecoder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles one connection of a mail server: closes it if there are too many, if the client says nothing at first, if it leaves its replies
 * unread, or if it is not used. Reads no more while replies wait, for the log or for the client.
 *
 * @param <T> what the protocol's decoder gives
 */
public abstract class MailServerConnectionHandler<T> extends SimpleChannelInboundHandler<T> {

    private static final Logger logger = LoggerFactory.getLogger(MailServerConnectionHandler.class);

    /** How long a client may leave its replies unread. */
    private static final long UNREAD_SECONDS = 30;

    /**
     * How long a client may take from connecting to the end of its first request. Mail servers connect when they have one. Without this,
     * strangers who say nothing would use up the connections.
     */
    static final long SILENT_SECONDS = 60;

    private final ConnectionMeters meters;
    private boolean spoke;
    private long unread;

    protected MailServerConnectionHandler(ConnectionMeters meters) {
        this.meters = meters;
    }

    /** Whether so much waits for replies that no more is to be read. */
    protected abstract boolean full();

    /** Whether any reply is pending; the connection is in use then. */
    protected abstract boolean pending();

    /** Called when the connection is closed. */
    protected abstract void disconnected();

    @Override
    public final void channelActive(ChannelHandlerContext context) {
        if (!meters.connected()) {
            context.close();
        }
        context.executor()
                .schedule(
                        () -> {
                            if (!spoke && context.channel().isActive()) {
                                meters.gaveUp();
                                context.close();
                            }
                        },
                        SILENT_SECONDS,
                        TimeUnit.SECONDS);
        context.fireChannelActive();
    }

    @Override
    public final void channelRead(ChannelHandlerContext context, Object received) throws Exception {
        spoke = true;
        super.channelRead(context, received);
    }

    @Override
    public final void channelInactive(ChannelHandlerContext context) {
        meters.disconnected();
        disconnected();
        context.fireChannelInactive();
    }

    /** Reads on, or not; to be called whenever {@link #full} may have changed. */
    protected final void readOn(ChannelHandlerContext context) {
        context.channel().config().setAutoRead(!full() && context.channel().isWritable());
    }

    @Override
    public final void channelWritabilityChanged(ChannelHandlerContext context) {
        readOn(context);
        if (!context.channel().isWritable()) {
            long before = ++unread;
            context.executor()
                    .schedule(
                            () -> {
                                if (unread == before && !context.channel().isWritable()) {
                                    meters.gaveUp();
                                    context.close();
                                }
                            },
                            UNREAD_SECONDS,
                            TimeUnit.SECONDS);
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof BoundedInputDecoder.GivenUp givenUp) {
            meters.gaveUp();
            logger.warn("A connection of {} is closed: {}", context.channel().remoteAddress(), givenUp.reason());
        } else if (event instanceof IdleStateEvent && !pending()) {
            context.close();
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public final void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            logger.debug("Connection lost: {}", cause.getMessage());
        } else {
            logger.error("A connection is closed after an error", cause);
        }
        context.close();
    }
}
