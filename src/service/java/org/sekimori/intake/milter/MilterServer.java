package org.sekimori.intake.milter;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.flow.FlowControlHandler;
import java.net.InetSocketAddress;
import org.sekimori.intake.SubmissionEndpoint;
import org.sekimori.intake.SubmissionIntake;
import org.sekimori.intake.connection.ConnectionMeters;
import org.sekimori.intake.connection.TcpListener;
import org.sekimori.intake.limits.IncompleteRequestLimit;
import org.sekimori.intake.limits.RecipientCollector;

/** The milter for Postfix and Sendmail. */
public final class MilterServer implements AutoCloseable {

    /**
     * Libmilter's own default (smfi_settimeout): a client may take that long to send a message, and its mail server says nothing
     * meanwhile.
     */
    private static final int IDLE_SECONDS = 7_210;

    private final TcpListener listener;

    private MilterServer(TcpListener listener) {
        this.listener = listener;
    }

    /**
     * Opens the port.
     *
     * @param monitor receives what messages show of mail servers' configuration
     * @throws IllegalStateException if the port is taken, with the remedy
     */
    public static MilterServer open(MilterSettings settings, SubmissionIntake intake, MilterConfigMonitor monitor) {
        return open(settings, intake, monitor, ConnectionMeters.MOST_CONNECTIONS);
    }

    /** The same with a number of connections at a time. */
    static MilterServer open(
            MilterSettings settings, SubmissionIntake intake, MilterConfigMonitor monitor, int mostConnections) {
        RecipientCollector recipients = new RecipientCollector(RecipientCollector.budget(), intake.clock());
        IncompleteRequestLimit half = new IncompleteRequestLimit();
        MilterMeters meters = new MilterMeters(intake.registry(), monitor, recipients, half, mostConnections);
        SubmissionEndpoint endpoint = new SubmissionEndpoint("milter", settings.name(), settings.deadline(), intake);
        MilterService service = new MilterService(endpoint, settings.body(), recipients, monitor);
        TcpListener.Protocol protocol = new TcpListener.Protocol(
                "milter connections",
                "--milter-port",
                IDLE_SECONDS,
                false,
                pipeline -> addHandlers(pipeline, half, service, meters.connections()));
        return new MilterServer(TcpListener.open(settings.host(), settings.port(), protocol));
    }

    /** The handlers of a connection. */
    static void addHandlers(
            ChannelPipeline pipeline, IncompleteRequestLimit half, MilterService service, ConnectionMeters meters) {
        pipeline.addLast(
                new MilterPacketDecoder(half), new FlowControlHandler(), new MilterConnectionHandler(service, meters));
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return listener.address();
    }

    @Override
    public void close() {
        listener.close();
    }
}
