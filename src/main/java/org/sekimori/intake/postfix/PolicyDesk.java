package org.sekimori.intake.postfix;

import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.sekimori.intake.Origins;
import org.sekimori.intake.Redaction;
import org.sekimori.intake.UnnameableLogIns;
import org.sekimori.intake.WaitingDoor;
import org.sekimori.mail.Account;
import org.sekimori.mail.Answer;
import org.sekimori.mail.Channel;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.Kind;
import org.sekimori.mail.LogIn;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.QueueId;

/**
 * What is done with a request: recipients are gathered at RCPT, the message is decided at END-OF-MESSAGE, everything else
 * passes. Only authenticated clients are looked at; receiving mail is never touched.
 */
final class PolicyDesk {

    private static final CompletableFuture<String> PASS = CompletableFuture.completedFuture(PolicyAction.PASS);
    private static final String END = "END-OF-MESSAGE";
    private static final int MAX_NAME = 255;

    private final WaitingDoor door;
    private final Account.Naming naming;
    private final Origins origins;
    private final Consumer<MailEvent> witness;
    private final UnaryOperator<String> recipientHash;
    private final UnnameableLogIns unnameable;
    private final Clock clock;
    private final boolean utf8Replies;
    private final WiringWatch wiring;
    private final RecipientCollector recipients;

    PolicyDesk(
            WaitingDoor door,
            Account.Naming naming,
            Origins origins,
            Consumer<MailEvent> witness,
            UnaryOperator<String> recipientHash,
            UnnameableLogIns unnameable,
            Clock clock,
            boolean utf8Replies,
            WiringWatch wiring,
            RecipientCollector recipients) {
        this.door = door;
        this.naming = naming;
        this.origins = origins;
        this.witness = witness;
        this.recipientHash = recipientHash;
        this.unnameable = unnameable;
        this.clock = clock;
        this.utf8Replies = utf8Replies;
        this.wiring = wiring;
        this.recipients = recipients;
    }

    /** What is noticed about a new connection. */
    WiringWatch.Session connected() {
        return wiring.open();
    }

    /** The answer. Neither throws nor fails: what goes wrong becomes the door's own word, so that no answer is taken for another. */
    CompletableFuture<String> answer(
            PolicyRequest request, WiringWatch.Session session, RecipientCollector.Connection connection) {
        try {
            session.note(request, recipients.has(request.instance()));
            return look(request, connection).exceptionally(problem -> failed(request, problem));
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(failed(request, e));
        }
    }

    private String failed(PolicyRequest request, Throwable problem) {
        Answer own = door.failed("a request of Postfix at " + request.state(), problem);
        // A recipient that was not noted is no reason to refuse it: the message is still to be decided.
        return request.state().equals(END) ? PolicyAction.of(own, utf8Replies) : PolicyAction.PASS;
    }

    private CompletableFuture<String> look(PolicyRequest request, RecipientCollector.Connection connection) {
        if (request.username().isEmpty()) {
            return PASS;
        }
        if (request.state().equals("RCPT")) {
            String instance = instance(request);
            if (instance != null && !request.recipient().isEmpty()) {
                recipients.add(
                        connection,
                        instance,
                        cut(request.username()),
                        cut(request.clientAddress()),
                        recipientHash.apply(request.recipient()));
            }
            return PASS;
        }
        return request.state().equals(END) ? decide(request) : PASS;
    }

    private CompletableFuture<String> decide(PolicyRequest request) {
        long started = System.nanoTime();
        MailEvent event;
        try {
            event = event(request, clock.instant());
        } catch (IllegalArgumentException e) {
            return CompletableFuture.completedFuture(
                    setAside("postfix", String.valueOf(e.getMessage()), payload(request)));
        }
        show(event);
        return door.answer(event, started).thenApply(answer -> PolicyAction.of(answer, utf8Replies));
    }

    private void show(MailEvent event) {
        try {
            witness.accept(event);
            unnameable.note("postfix", event);
        } catch (RuntimeException e) {
            // Whoever only watches must not cost a decision.
            door.failed("the witness of " + event.id(), e);
        }
    }

    private MailEvent event(PolicyRequest request, Instant now) {
        ClientAddress address = address(request);
        LogIn logIn = naming.logIn(request.username());
        return new MailEvent(
                id(request),
                now,
                Kind.ATTEMPT,
                cut(request.serverAddress()),
                request.context().equals("webmail") ? Channel.WEBMAIL : Channel.SUBMISSION,
                logIn.account(),
                address == null ? null : address.text(),
                cutOrNull(known(request.clientName())),
                cutOrNull(known(request.helo())),
                cutOrNull(known(request.tls())),
                cut(request.sender()),
                gathered(request),
                request.recipientCount(),
                request.size(),
                queueId(request),
                instance(request),
                null,
                null,
                false,
                false,
                null,
                origins.locate(address, known(request.clientName())),
                logIn.shown());
    }

    /** The same for every repetition of a request about one message, and for no other message. */
    private static String id(PolicyRequest request) {
        String instance = instance(request);
        String queueId = queueId(request);
        return instance == null && queueId == null
                ? "postfix:" + UUID.randomUUID()
                : "postfix:" + Objects.toString(instance, "") + ":" + Objects.toString(queueId, "");
    }

    private static @Nullable String queueId(PolicyRequest request) {
        return QueueId.of(request.queueId(), MailEvent.MAX_QUEUE_ID_LENGTH);
    }

    private static @Nullable String instance(PolicyRequest request) {
        return QueueId.of(request.instance(), MailEvent.MAX_INSTANCE_LENGTH);
    }

    private List<String> gathered(PolicyRequest request) {
        String instance = instance(request);
        List<String> all = instance == null ? List.of() : recipients.take(instance);
        return all.isEmpty() && !request.recipient().isEmpty()
                ? List.of(recipientHash.apply(request.recipient()))
                : all;
    }

    /**
     * Where the client is; null if that cannot be read, which is set aside. The submission is decided all the same, with an unknown
     * origin: what the rules do not need to know must not keep them from deciding. The zone of a link-local address (RFC 4007, 11) says
     * only by which interface of the server it came.
     */
    private @Nullable ClientAddress address(PolicyRequest request) {
        String literal = request.clientAddress();
        int zone = literal.indexOf('%');
        try {
            return known(literal) == null ? null : ClientAddress.of(zone < 0 ? literal : literal.substring(0, zone));
        } catch (IllegalArgumentException e) {
            door.setAside(
                    "postfix", "\"client_address\" is " + e.getMessage() + "; decided without it", payload(request));
            return null;
        }
    }

    private static String payload(PolicyRequest request) {
        String text = "sasl_username=" + request.username() + " client_address=" + request.clientAddress();
        return Redaction.payload(text.getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable String known(String value) {
        return value.isEmpty() || value.equals("unknown") ? null : value;
    }

    private static String cut(String value) {
        return value.length() <= MAX_NAME ? value : value.substring(0, MAX_NAME);
    }

    private static @Nullable String cutOrNull(@Nullable String value) {
        return value == null ? null : cut(value);
    }

    /** The answer to what is no request, which is set aside. */
    String unreadable(PolicyRequest.Bad bad, SocketAddress from) {
        return setAside("postfix " + from, bad.reason(), Redaction.payload(bad.beginning()));
    }

    private String setAside(String source, String reason, String payload) {
        return PolicyAction.of(door.setAside(source, reason, payload), utf8Replies);
    }
}
