package org.sekimori.intake.milter;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import java.util.concurrent.CompletableFuture;
import org.sekimori.intake.connection.ConnectionMeters;
import org.sekimori.intake.connection.MailServerConnectionHandler;

/**
 * Handles one connection. While a decision is pending nothing more is read: a flow control handler before this one holds back what
 * was decoded already.
 */
final class MilterConnectionHandler extends MailServerConnectionHandler<MilterInput> {

    private final MilterService service;
    private final MilterSession session;
    private boolean pending;
    private boolean closing;

    MilterConnectionHandler(MilterService service, ConnectionMeters meters) {
        super(meters);
        this.service = service;
        this.session = new MilterSession(service);
    }

    @Override
    protected boolean full() {
        return pending;
    }

    @Override
    protected boolean pending() {
        return pending;
    }

    @Override
    protected void disconnected() {
        session.close();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, MilterInput received) {
        if (closing) {
            return;
        }
        if (received instanceof MilterInput.Garbage garbage) {
            giveUp(context, garbage.reason(), garbage.beginning());
            return;
        }
        MilterInput.Packet packet = (MilterInput.Packet) received;
        MilterStep step = session.take(packet);
        if (step instanceof MilterStep.Reply reply) {
            write(context, reply.packets());
        } else if (step instanceof MilterStep.Later later) {
            await(context, later.packets());
        } else if (step instanceof MilterStep.Quit) {
            close(context);
        } else if (step instanceof MilterStep.Broken broken) {
            giveUp(context, broken.reason(), packet.data());
        }
    }

    private void await(ChannelHandlerContext context, CompletableFuture<byte[]> packets) {
        if (packets.isDone()) {
            write(context, packets.join());
            return;
        }
        pending = true;
        readOn(context);
        packets.whenCompleteAsync(
                (reply, problem) -> {
                    pending = false;
                    write(context, reply);
                    readOn(context);
                },
                context.executor());
    }

    private static void write(ChannelHandlerContext context, byte[] packets) {
        context.writeAndFlush(Unpooled.wrappedBuffer(packets));
    }

    private void giveUp(ChannelHandlerContext context, String reason, byte[] beginning) {
        service.malformed(context.channel().remoteAddress(), reason, beginning);
        close(context);
    }

    private void close(ChannelHandlerContext context) {
        closing = true;
        context.close();
    }
}
