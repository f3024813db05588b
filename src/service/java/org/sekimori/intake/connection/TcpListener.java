package org.sekimori.intake.connection;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.timeout.IdleStateHandler;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Listens for connections of mail servers, on two threads that never wait. */
public final class TcpListener implements AutoCloseable {

    private static final int THREADS = 2;
    private static final int BACKLOG = 1024;

    private final EventLoopGroup group;
    private final Channel channel;

    private TcpListener(EventLoopGroup group, Channel channel) {
        this.group = group;
        this.channel = channel;
    }

    /**
     * What a protocol asks of its connections.
     *
     * @param clients whom the port is for, such as {@code Postfix}
     * @param portOption option of {@code up} that names another port
     * @param idleSeconds how long a connection may be unused before an {@link io.netty.handler.timeout.IdleStateEvent}
     * @param halfClosed whether a client that has closed its side still reads
     * @param handlers adds the protocol's handlers
     */
    public record Protocol(
            String clients,
            String portOption,
            int idleSeconds,
            boolean halfClosed,
            Consumer<ChannelPipeline> handlers) {}

    /**
     * Opens a port.
     *
     * @param port 0: a free one
     * @throws IllegalStateException if the port is taken, with the remedy
     */
    public static TcpListener open(String host, int port, Protocol protocol) {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(THREADS, NioIoHandler.newFactory());
        var bound = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, protocol.halfClosed())
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel connection) {
                        connection.pipeline().addLast(new IdleStateHandler(0, 0, protocol.idleSeconds()));
                        protocol.handlers().accept(connection.pipeline());
                    }
                })
                .bind(new InetSocketAddress(host, port))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            group.shutdownGracefully();
            throw new IllegalStateException(
                    "cannot listen on " + host + ":" + port + " for " + protocol.clients() + ": "
                            + bound.cause().getMessage() + "; name another port with " + protocol.portOption(),
                    bound.cause());
        }
        return new TcpListener(group, bound.channel());
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    @Override
    public void close() {
        channel.close().awaitUninterruptibly();
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
