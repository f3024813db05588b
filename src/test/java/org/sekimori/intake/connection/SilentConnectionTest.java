package org.sekimori.intake.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Strangers who connect and say nothing leave room for mail servers. */
class SilentConnectionTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ConnectionMeters meters =
            new ConnectionMeters(registry, "connections", "refused", Tags.empty(), ConnectionMeters.MOST_CONNECTIONS);

    private final class Connection extends MailServerConnectionHandler<String> {
        Connection() {
            super(meters);
        }

        @Override
        protected boolean full() {
            return false;
        }

        @Override
        protected boolean pending() {
            return false;
        }

        @Override
        protected void disconnected() {
            // Counted by the meters.
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, String received) {
            // Any request will do.
        }
    }

    private static void later(EmbeddedChannel channel) {
        channel.advanceTimeBy(MailServerConnectionHandler.SILENT_SECONDS + 1, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }

    @Test
    void whoeverSaysNothingIsHungUpOnAndWhoeverAskedOnceStays() {
        List<EmbeddedChannel> silent = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            silent.add(new EmbeddedChannel());
            silent.get(i).freezeTime();
            silent.get(i).pipeline().addLast(new Connection());
            silent.get(i).pipeline().fireChannelActive();
        }
        EmbeddedChannel server = new EmbeddedChannel();
        server.freezeTime();
        server.pipeline().addLast(new Connection());
        server.pipeline().fireChannelActive();
        server.writeInbound("a request");
        assertThat(registry.get("connections").gauge().value()).isEqualTo(501);

        silent.forEach(SilentConnectionTest::later);
        later(server);

        assertThat(silent).noneMatch(EmbeddedChannel::isOpen);
        assertThat(server.isOpen()).isTrue();
        assertThat(registry.get("connections").gauge().value()).isEqualTo(1);
        assertThat(registry.get("refused").counter().count()).isEqualTo(500);
    }
}
