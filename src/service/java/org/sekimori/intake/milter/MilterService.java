package org.sekimori.intake.milter;

import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.sekimori.intake.PayloadRedactor;
import org.sekimori.intake.SubmissionEndpoint;
import org.sekimori.intake.SynchronousEndpoint;
import org.sekimori.intake.limits.RecipientCollector;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.ClientIdentity;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.QueueId;
import org.sekimori.mail.SaslLogin;
import org.sekimori.mail.SubmissionChannel;

/**
 * Makes an event of a message and asks about it. Only authenticated clients and the operator's applications are handled; incoming
 * mail is never touched.
 */
final class MilterService {

    private static final int MAX_NAME = 255;
    private static final int MAX_TLS = 64;
    private static final int MAX_RECIPIENT = 320;

    /** Largest whole number that every reader of JSON keeps exactly, 2^53 - 1. */
    private static final long MAX_SIZE = (1L << 53) - 1;

    private final SubmissionEndpoint submissions;
    private final SynchronousEndpoint endpoint;
    private final boolean body;
    private final RecipientCollector recipients;
    private final MilterConfigMonitor monitor;

    MilterService(
            SubmissionEndpoint submissions, boolean body, RecipientCollector recipients, MilterConfigMonitor monitor) {
        this.submissions = submissions;
        this.endpoint = submissions.answers();
        this.body = body;
        this.recipients = recipients;
        this.monitor = monitor;
    }

    /** Whether servers are to send the bodies of messages, which are counted and dropped. */
    boolean wantsBody() {
        return body;
    }

    /** Whether a message that begins is a submission, or may be one when its header From is known. */
    boolean concerns(MilterMessage message, MilterClient client, MilterMacros macros) {
        boolean submission =
                macros.authenticated() || submissions.mayBeApplication(() -> identity(message, client, macros));
        monitor.began(submission);
        return submission;
    }

    private static ClientIdentity identity(MilterMessage message, MilterClient client, MilterMacros macros) {
        ClientAddress address;
        try {
            address = SubmissionEndpoint.address(address(client, macros));
        } catch (IllegalArgumentException e) {
            address = null;
        }
        String certificate = macros.certificate();
        return new ClientIdentity(
                address, certificate.isEmpty() ? List.of() : List.of(certificate), message.sender(), message.from());
    }

    /** Takes note of a recipient. One that cannot be noted still counts. */
    void recipient(
            RecipientCollector.Connection connection,
            MilterMessage message,
            String address,
            MilterClient client,
            MilterMacros macros) {
        try {
            String from = address(client, macros);
            String account = macros.login().isEmpty() ? "client " + from : macros.login();
            recipients.add(connection, message.key(), account, from, hash(address));
        } catch (RuntimeException e) {
            endpoint.failed("a recipient of a milter", e);
        }
    }

    private String hash(String recipient) {
        return submissions.hash(recipient, MilterMessage.fault(recipient, MAX_RECIPIENT) == null);
    }

    /** Forgets a message that ended without a decision, or after it. */
    void forget(MilterMessage message) {
        recipients.take(message.key());
    }

    /** The reply to the end of a message. Neither throws nor fails: after an error the fallback answers. */
    CompletableFuture<byte[]> decide(
            MilterMessage message, MilterClient client, MilterMacros macros, MilterOptions options) {
        long started = System.nanoTime();
        boolean utf8 = message.utf8();
        try {
            SaslLogin submitter = submissions.submitter(
                    macros.authenticated() && macros.login().isEmpty(),
                    macros.login(),
                    () -> identity(message, client, macros));
            if (submitter == null) {
                return CompletableFuture.completedFuture(MilterReply.accept());
            }
            MailEvent event = submissions.listed(event(submitter, message, client, macros));
            if (!message.faults().isEmpty()) {
                endpoint.recordUnreadable("milter", message.faults(), payload(client, macros));
            }
            monitor.ended(event);
            submissions.show(event);
            return endpoint.answer(event, started)
                    .thenApply(answer -> MilterReply.of(answer, utf8, options.quarantines()))
                    .exceptionally(problem -> failed(problem, utf8, options));
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(failed(e, utf8, options));
        }
    }

    private byte[] failed(Throwable problem, boolean utf8, MilterOptions options) {
        return MilterReply.of(
                endpoint.failed("the end of a message of a milter", problem), utf8, options.quarantines());
    }

    private MailEvent event(SaslLogin submitter, MilterMessage message, MilterClient client, MilterMacros macros) {
        Instant now = submissions.now();
        ClientAddress address = clientAddress(message, address(client, macros));
        String name = readable(message, "client_name", client.name(), MAX_NAME);
        List<String> gathered = recipients.take(message.key());
        String server = server(message, macros);
        String queueId = QueueId.of(macros.value(MilterMacros.QUEUE_ID), MailEvent.MAX_QUEUE_ID_LENGTH);
        return MailEvent.builder(id(server, queueId), now, EventKind.ATTEMPT, submitter.account())
                .server(server)
                .channel(
                        macros.value(MilterMacros.DAEMON_NAME).equals("webmail")
                                ? SubmissionChannel.WEBMAIL
                                : SubmissionChannel.SUBMISSION)
                .clientAddress(address == null ? null : address.text())
                .clientName(name)
                .helo(readable(message, "helo_name", client.helo(), MAX_NAME))
                .tls(readable(message, "encryption_protocol", macros.value(MilterMacros.TLS), MAX_TLS))
                .sender(message.sender())
                .recipients(gathered)
                // Whatever was seen, a message has recipients.
                .recipientCount(Math.max(message.recipients(), 1))
                .size(size(message, macros))
                .queueId(queueId)
                .messageId(message.messageId())
                .origin(submissions.origin(address, name))
                .login(submitter.shown())
                .build();
    }

    /**
     * The same for one message at whatever instance it is asked about, and for no other message. A milter is asked once about a
     * message; a server that has two of them asks twice.
     */
    private static String id(String server, @Nullable String queueId) {
        if (queueId == null) {
            return "milter:" + UUID.randomUUID();
        }
        String id = "milter:" + server + ":" + queueId;
        return id.length() <= MailEvent.MAX_ID_LENGTH
                ? id
                : "milter:" + UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The address that the client connected to, as at the policy port; the server's host name where the address is that of all
     * interfaces, as in Sendmail, or is not told, as in Postfix before 3.2.
     */
    private static String server(MilterMessage message, MilterMacros macros) {
        String address = macros.value(MilterMacros.DAEMON_ADDRESS);
        boolean one = !address.isEmpty() && !address.equals("0.0.0.0") && !address.equals("::");
        String server = readable(message, "server", one ? address : macros.value(MilterMacros.HOST), MAX_NAME);
        return server == null ? "" : server;
    }

    private static String address(MilterClient client, MilterMacros macros) {
        return client.addressOr(macros.value(MilterMacros.CLIENT_ADDRESS));
    }

    /**
     * The client's address; null if unreadable. The submission is decided all the same, with an unknown origin, because other rules
     * do not need it. The zone of a link-local address (RFC 4007, 11) only names the server's interface.
     */
    private static @Nullable ClientAddress clientAddress(MilterMessage message, String literal) {
        try {
            return SubmissionEndpoint.address(literal);
        } catch (IllegalArgumentException e) {
            message.fault("client_address", "is " + PayloadRedactor.line(String.valueOf(e.getMessage())));
            return null;
        }
    }

    /** A text; null if there is none, or none that can be read. */
    private static @Nullable String readable(MilterMessage message, String field, @Nullable String text, int most) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        String fault = MilterMessage.fault(text, most);
        if (fault != null) {
            message.fault(field, fault);
            return null;
        }
        return text;
    }

    /** What was counted; without the body, the server's own count, which Sendmail has and Postfix has not. */
    private long size(MilterMessage message, MilterMacros macros) {
        if (body) {
            return message.size();
        }
        try {
            long size = Long.parseLong(macros.value(MilterMacros.SIZE));
            return size < 0 || size > MAX_SIZE ? 0 : size;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static String payload(MilterClient client, MilterMacros macros) {
        String text = "auth_authen=" + macros.login() + " client_address=" + address(client, macros);
        return PayloadRedactor.payload(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Octets that are not the milter protocol become a dead letter. */
    void malformed(SocketAddress from, String reason, byte[] beginning) {
        endpoint.rejectMalformed("milter " + from, reason, PayloadRedactor.payload(beginning));
    }
}
