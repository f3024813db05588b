package org.sekimori.intake.postfix;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.sekimori.intake.postfix.PostfixPolicyRequest.ParseError;
import org.sekimori.intake.postfix.PostfixPolicyRequest.ParseResult;
import org.sekimori.intake.postfix.PostfixPolicyRequest.Parsed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Handles one connection: answers in the order of the requests, however many were pipelined. */
final class PolicyConnectionHandler extends SimpleChannelInboundHandler<ParseResult> {

    private static final Logger log = LoggerFactory.getLogger(PolicyConnectionHandler.class);

    /** Requests that may wait for their answers before no more are read. */
    private static final int MAX_AHEAD = 64;

    /** How long a client may leave its answers unread. */
    private static final long UNREAD_SECONDS = 30;

    private final PolicyService service;
    private final PostfixPolicyMeters meters;
    private final PostfixConfigMonitor.Session session;
    private final RecipientCollector.Connection messages = new RecipientCollector.Connection();
    private final Deque<CompletableFuture<String>> owed = new ArrayDeque<>();
    private boolean ended;
    private long unread;

    PolicyConnectionHandler(PolicyService service, PostfixPolicyMeters meters) {
        this.service = service;
        this.meters = meters;
        this.session = service.connected();
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (!meters.connected()) {
            context.close();
        }
        context.fireChannelActive();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        meters.disconnected();
        session.hungUp();
        session.close();
        context.fireChannelInactive();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ParseResult received) {
        CompletableFuture<String> action;
        if (received instanceof Parsed good) {
            action = service.answer(good.request(), session, messages);
        } else {
            action = service.unreadable((ParseError) received, context.channel().remoteAddress(), session, messages);
        }
        if (owed.isEmpty() && action.isDone()) {
            write(context, action);
            session.paid();
            readOn(context);
            return;
        }
        owed.add(action);
        readOn(context);
        action.whenCompleteAsync((text, problem) -> pay(context), context.executor());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }

    private void pay(ChannelHandlerContext context) {
        while (!owed.isEmpty() && owed.element().isDone()) {
            write(context, owed.remove());
        }
        context.flush();
        if (owed.isEmpty()) {
            session.paid();
        }
        readOn(context);
        closeIfEnded(context);
    }

    /** Reads no more requests while answers wait, for the log or for a client that does not read them. */
    private void readOn(ChannelHandlerContext context) {
        context.channel()
                .config()
                .setAutoRead(owed.size() < MAX_AHEAD && context.channel().isWritable());
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
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

    private static void write(ChannelHandlerContext context, CompletableFuture<String> action) {
        context.write(Unpooled.wrappedBuffer(action.join().getBytes(StandardCharsets.UTF_8)));
    }

    /** The client has sent its last request; pending answers are still sent. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            ended = true;
            session.hungUp();
            closeIfEnded(context);
        }
        if (event instanceof PolicyRequestDecoder.GivenUp givenUp) {
            meters.gaveUp();
            log.warn("A connection of {} is closed: {}", context.channel().remoteAddress(), givenUp.reason());
        } else if (event instanceof IdleStateEvent && owed.isEmpty()) {
            context.close();
        }
        context.fireUserEventTriggered(event);
    }

    private void closeIfEnded(ChannelHandlerContext context) {
        if (ended && owed.isEmpty()) {
            context.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            log.debug("Connection lost: {}", cause.getMessage());
        } else {
            log.error("A connection is closed after an error", cause);
        }
        context.close();
    }
}
