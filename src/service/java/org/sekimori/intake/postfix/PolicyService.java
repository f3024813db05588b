package org.sekimori.intake.postfix;

import io.netty.buffer.Unpooled;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.sekimori.intake.CharacterValidator;
import org.sekimori.intake.PayloadRedactor;
import org.sekimori.intake.SubmissionEndpoint;
import org.sekimori.intake.SynchronousEndpoint;
import org.sekimori.intake.UnreadableField;
import org.sekimori.intake.limits.RecipientCollector;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.ClientIdentity;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.QueueId;
import org.sekimori.mail.SaslLogin;
import org.sekimori.mail.SubmissionAnswer;
import org.sekimori.mail.SubmissionChannel;

/**
 * Handles requests: collects recipients at RCPT, decides the message at END-OF-MESSAGE, lets everything else pass. Only
 * authenticated clients and the operator's applications are handled; incoming mail is never touched.
 */
final class PolicyService {

    private static final CompletableFuture<String> PASS = CompletableFuture.completedFuture(PolicyAction.PASS);
    private static final String END = PostfixPolicyRequest.END;

    /** Longest recipient whose domain is kept, in characters. */
    private static final int MAX_RECIPIENT = 320;

    private final SubmissionEndpoint submissions;
    private final SynchronousEndpoint endpoint;
    private final boolean utf8Replies;
    private final PostfixConfigMonitor wiring;
    private final RecipientCollector recipients;

    PolicyService(
            SubmissionEndpoint submissions,
            boolean utf8Replies,
            PostfixConfigMonitor wiring,
            RecipientCollector recipients) {
        this.submissions = submissions;
        this.endpoint = submissions.answers();
        this.utf8Replies = utf8Replies;
        this.wiring = wiring;
        this.recipients = recipients;
    }

    /** Monitors a new connection. */
    PostfixConfigMonitor.Session connected() {
        return wiring.open();
    }

    /** Answers a request. Neither throws nor fails: after an error the fallback answers, so that answers stay in order. */
    CompletableFuture<String> answer(
            PostfixPolicyRequest request,
            PostfixConfigMonitor.Session session,
            RecipientCollector.Connection connection) {
        try {
            SaslLogin client = client(request);
            session.note(request, client != null, recipients.has(request.instance()));
            return (client == null ? PASS : look(request, client, connection))
                    .exceptionally(problem -> failed(request, problem));
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(failed(request, e));
        }
    }

    private String failed(PostfixPolicyRequest request, Throwable problem) {
        SubmissionAnswer own = endpoint.failed("a request of Postfix at " + request.state(), problem);
        // A recipient that was not recorded is no reason to refuse it: the message is still to be decided.
        return request.state().equals(END) ? PolicyAction.of(own, utf8Replies) : PolicyAction.PASS;
    }

    private @Nullable SaslLogin client(PostfixPolicyRequest request) {
        return submissions.submitter(
                request.nameless(),
                request.username(),
                () -> new ClientIdentity(
                        address(request, new ArrayList<>()), request.certificates(), request.sender(), null));
    }

    private CompletableFuture<String> look(
            PostfixPolicyRequest request, SaslLogin client, RecipientCollector.Connection connection) {
        if (request.state().equals("RCPT")) {
            String instance = instance(request);
            if (instance != null && !request.recipient().isEmpty()) {
                recipients.add(
                        connection,
                        instance,
                        client.account().name(),
                        request.clientAddress(),
                        hash(request.recipient()));
            }
            return PASS;
        }
        return request.state().equals(END) ? decide(request, client) : PASS;
    }

    private CompletableFuture<String> decide(PostfixPolicyRequest request, SaslLogin client) {
        long started = System.nanoTime();
        List<UnreadableField> unread = new ArrayList<>(request.faults());
        MailEvent event = submissions.listed(event(request, client, unread, submissions.now()));
        if (!unread.isEmpty()) {
            endpoint.recordUnreadable("postfix", unread, payload(request));
        }
        submissions.show(event);
        return endpoint.answer(event, started).thenApply(answer -> PolicyAction.of(answer, utf8Replies));
    }

    private MailEvent event(PostfixPolicyRequest request, SaslLogin client, List<UnreadableField> unread, Instant now) {
        ClientAddress address = address(request, unread);
        List<String> gathered = gathered(request, unread);
        return MailEvent.builder(id(request), now, EventKind.ATTEMPT, client.account())
                .server(request.serverAddress())
                .channel(request.context().equals("webmail") ? SubmissionChannel.WEBMAIL : SubmissionChannel.SUBMISSION)
                .clientAddress(address == null ? null : address.text())
                .clientName(known(request.clientName()))
                .helo(known(request.helo()))
                .tls(known(request.tls()))
                .sender(request.sender())
                .recipients(gathered)
                // Whatever the number says, a message has recipients.
                .recipientCount(Math.max(request.recipientCount(), Math.max(1, gathered.size())))
                .size(request.size())
                .queueId(queueId(request))
                .instance(instance(request))
                .origin(submissions.origin(address, known(request.clientName())))
                .login(client.shown())
                .build();
    }

    /** The same for every repetition of a request about one message, and for no other message. */
    private static String id(PostfixPolicyRequest request) {
        String instance = instance(request);
        String queueId = queueId(request);
        if (instance == null && queueId == null) {
            return "postfix:" + UUID.randomUUID();
        }
        String id = "postfix:" + Objects.toString(instance, "") + ":" + Objects.toString(queueId, "");
        return id.length() <= MailEvent.MAX_ID_LENGTH
                ? id
                : "postfix:" + UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable String queueId(PostfixPolicyRequest request) {
        return QueueId.of(request.queueId(), MailEvent.MAX_QUEUE_ID_LENGTH);
    }

    private static @Nullable String instance(PostfixPolicyRequest request) {
        return QueueId.of(request.instance(), MailEvent.MAX_INSTANCE_LENGTH);
    }

    private List<String> gathered(PostfixPolicyRequest request, List<UnreadableField> unread) {
        String instance = instance(request);
        List<String> all = instance == null ? List.of() : recipients.take(instance);
        if (!all.isEmpty() || request.recipient().isEmpty()) {
            return all;
        }
        if (!readable(request.recipient())) {
            unread.add(new UnreadableField("recipient", "has no domain that can be read"));
        }
        return List.of(hash(request.recipient()));
    }

    private String hash(String recipient) {
        return submissions.hash(recipient, readable(recipient));
    }

    private static boolean readable(String recipient) {
        return recipient.length() <= MAX_RECIPIENT
                && CharacterValidator.firstBad(recipient) < 0
                && recipient.indexOf('\ufffd') < 0;
    }

    /**
     * The client's address; null if unreadable. The submission is decided all the same, with an unknown origin, because other
     * rules do not need it. The zone of a link-local address (RFC 4007, 11) only names the server's interface.
     */
    private static @Nullable ClientAddress address(PostfixPolicyRequest request, List<UnreadableField> unread) {
        String literal = request.clientAddress();
        try {
            return known(literal) == null ? null : SubmissionEndpoint.address(literal);
        } catch (IllegalArgumentException e) {
            unread.add(new UnreadableField(
                    "client_address", "is " + PayloadRedactor.line(String.valueOf(e.getMessage()))));
            return null;
        }
    }

    private static String payload(PostfixPolicyRequest request) {
        String text = "sasl_username=" + request.username() + " client_address=" + request.clientAddress();
        return PayloadRedactor.payload(text.getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable String known(String value) {
        return value.isEmpty() || value.equals("unknown") ? null : value;
    }

    /**
     * Answers an input that could not be read as a whole. If it begins like a request, there is a message behind it, which is
     * decided as far as it was read; otherwise it is a dead letter.
     */
    CompletableFuture<String> unreadable(
            PostfixPolicyRequest.ParseError bad,
            SocketAddress from,
            PostfixConfigMonitor.Session session,
            RecipientCollector.Connection connection) {
        PostfixPolicyRequest request = bad.whole()
                ? PolicyRequestParser.readBeginning(Unpooled.wrappedBuffer(bad.beginning()), bad.reason())
                : null;
        if (request != null) {
            return answer(request, session, connection);
        }
        SubmissionAnswer own =
                endpoint.rejectMalformed("postfix " + from, bad.reason(), PayloadRedactor.payload(bad.beginning()));
        return CompletableFuture.completedFuture(PolicyAction.of(own, utf8Replies));
    }
}
