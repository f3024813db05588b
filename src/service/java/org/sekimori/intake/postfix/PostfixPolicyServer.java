package org.sekimori.intake.postfix;

import java.net.InetSocketAddress;
import org.sekimori.intake.SubmissionEndpoint;
import org.sekimori.intake.SubmissionIntake;
import org.sekimori.intake.connection.TcpListener;
import org.sekimori.intake.limits.IncompleteRequestLimit;
import org.sekimori.intake.limits.RecipientCollector;

/** The policy server for Postfix. */
public final class PostfixPolicyServer implements AutoCloseable {

    /** Postfix closes a connection itself that it has not used for five minutes ({@code smtpd_policy_service_max_idle}). */
    private static final int IDLE_SECONDS = 900;

    private final TcpListener listener;

    private PostfixPolicyServer(TcpListener listener) {
        this.listener = listener;
    }

    /**
     * Opens the port.
     *
     * @param wiring receives every request
     * @throws IllegalStateException if the port is taken, with the remedy
     */
    public static PostfixPolicyServer open(
            PostfixPolicySettings settings, SubmissionIntake intake, PostfixConfigMonitor wiring) {
        RecipientCollector recipients = new RecipientCollector(RecipientCollector.budget(), intake.clock());
        IncompleteRequestLimit half = new IncompleteRequestLimit();
        PostfixPolicyMeters meters = new PostfixPolicyMeters(intake.registry(), wiring, recipients, half);
        SubmissionEndpoint endpoint = new SubmissionEndpoint("postfix", settings.name(), settings.deadline(), intake);
        PolicyService service = new PolicyService(endpoint, settings.utf8Replies(), wiring, recipients);
        TcpListener.Protocol protocol = new TcpListener.Protocol(
                "Postfix",
                "--policy-port",
                IDLE_SECONDS,
                true,
                pipeline -> pipeline.addLast(
                        new PolicyRequestDecoder(half), new PolicyConnectionHandler(service, meters.connections())));
        return new PostfixPolicyServer(TcpListener.open(settings.host(), settings.port(), protocol));
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
