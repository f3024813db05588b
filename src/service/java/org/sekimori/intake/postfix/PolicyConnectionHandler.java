package org.sekimori.intake.postfix;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.sekimori.intake.connection.ConnectionMeters;
import org.sekimori.intake.connection.MailServerConnectionHandler;
import org.sekimori.intake.limits.RecipientCollector;
import org.sekimori.intake.postfix.PostfixPolicyRequest.ParseError;
import org.sekimori.intake.postfix.PostfixPolicyRequest.ParseResult;
import org.sekimori.intake.postfix.PostfixPolicyRequest.Parsed;

/** Handles one connection: answers in the order of the requests, however many were pipelined. */
final class PolicyConnectionHandler extends MailServerConnectionHandler<ParseResult> {

    /** Requests that may wait for their answers before no more are read. */
    private static final int MAX_AHEAD = 64;

    private final PolicyService service;
    private final PostfixConfigMonitor.Session session;
    private final RecipientCollector.Connection messages = new RecipientCollector.Connection();
    private final Deque<CompletableFuture<String>> owed = new ArrayDeque<>();
    private boolean ended;

    PolicyConnectionHandler(PolicyService service, ConnectionMeters meters) {
        super(meters);
        this.service = service;
        this.session = service.connected();
    }

    @Override
    protected boolean full() {
        return owed.size() >= MAX_AHEAD;
    }

    @Override
    protected boolean pending() {
        return !owed.isEmpty();
    }

    @Override
    protected void disconnected() {
        session.hungUp();
        session.close();
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
        super.userEventTriggered(context, event);
    }

    private void closeIfEnded(ChannelHandlerContext context) {
        if (ended && owed.isEmpty()) {
            context.close();
        }
    }
}
