package org.sekimori.intake.postfix;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.timeout.IdleStateHandler;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.sekimori.intake.FallbackAnswers;
import org.sekimori.intake.InvalidLoginCounter;
import org.sekimori.intake.OriginLookup;
import org.sekimori.intake.SynchronousEndpoint;
import org.sekimori.mail.MailEvent;
import org.sekimori.stream.request.EventLog;

/** The policy server for Postfix. */
public final class PostfixPolicyServer implements AutoCloseable {

    private static final int THREADS = 2;
    private static final int BACKLOG = 1024;

    /** Postfix closes a connection itself that it has not used for five minutes ({@code smtpd_policy_service_max_idle}). */
    private static final int IDLE_SECONDS = 900;

    private final EventLoopGroup group;
    private final Channel listener;

    private PostfixPolicyServer(EventLoopGroup group, Channel listener) {
        this.group = group;
        this.listener = listener;
    }

    /**
     * Opens the port.
     *
     * @param witness receives every submission, on the answering thread; must not block
     * @param recipientHash hashes a recipient
     * @param wiring receives every request
     * @throws IllegalStateException if the port is taken, with the remedy
     */
    public static PostfixPolicyServer open(
            PostfixPolicySettings settings,
            EventLog log,
            OriginLookup origins,
            Consumer<MailEvent> witness,
            UnaryOperator<String> recipientHash,
            FallbackAnswers fallback,
            PostfixConfigMonitor wiring,
            MeterRegistry registry,
            Clock clock) {
        RecipientCollector recipients = new RecipientCollector(RecipientCollector.budget(), clock);
        IncompleteRequestLimit half = new IncompleteRequestLimit();
        PostfixPolicyMeters meters = new PostfixPolicyMeters(registry, wiring, recipients, half);
        SynchronousEndpoint endpoint =
                new SynchronousEndpoint("postfix", settings.name(), settings.deadline(), log, fallback, registry);
        PolicyService service = new PolicyService(
                endpoint,
                settings.naming(),
                origins,
                witness,
                recipientHash,
                new InvalidLoginCounter(registry, clock),
                clock,
                settings.utf8Replies(),
                wiring,
                recipients);
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(THREADS, NioIoHandler.newFactory());
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline()
                                .addLast(
                                        new IdleStateHandler(0, 0, IDLE_SECONDS),
                                        new PolicyRequestDecoder(half),
                                        new PolicyConnectionHandler(service, meters));
                    }
                });
        var bound = bootstrap
                .bind(new InetSocketAddress(settings.host(), settings.port()))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            group.shutdownGracefully();
            throw new IllegalStateException(
                    "cannot listen on " + settings.host() + ":" + settings.port() + " for Postfix: "
                            + bound.cause().getMessage() + "; name another port with --policy-port",
                    bound.cause());
        }
        return new PostfixPolicyServer(group, bound.channel());
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    @Override
    public void close() {
        listener.close().awaitUninterruptibly();
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
