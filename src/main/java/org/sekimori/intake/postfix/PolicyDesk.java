package org.sekimori.intake.postfix;

import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.sekimori.intake.Origins;
import org.sekimori.intake.Redaction;
import org.sekimori.intake.WaitingDoor;
import org.sekimori.mail.Account;
import org.sekimori.mail.Answer;
import org.sekimori.mail.Channel;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.Kind;
import org.sekimori.mail.MailEvent;

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
    private final Clock clock;
    private final boolean utf8Replies;
    private final RecipientCollector recipients = new RecipientCollector();

    PolicyDesk(
            WaitingDoor door,
            Account.Naming naming,
            Origins origins,
            Consumer<MailEvent> witness,
            UnaryOperator<String> recipientHash,
            Clock clock,
            boolean utf8Replies) {
        this.door = door;
        this.naming = naming;
        this.origins = origins;
        this.witness = witness;
        this.recipientHash = recipientHash;
        this.clock = clock;
        this.utf8Replies = utf8Replies;
    }

    /** The answer. Neither throws nor fails: what goes wrong becomes the door's own word, so that no answer is taken for another. */
    CompletableFuture<String> answer(PolicyRequest request) {
        try {
            return look(request).exceptionally(problem -> failed(request, problem));
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(failed(request, e));
        }
    }

    private String failed(PolicyRequest request, Throwable problem) {
        Answer own = door.failed("a request of Postfix at " + request.state(), problem);
        // A recipient that was not noted is no reason to refuse it: the message is still to be decided.
        return request.state().equals(END) ? PolicyAction.of(own, utf8Replies) : PolicyAction.PASS;
    }

    private CompletableFuture<String> look(PolicyRequest request) {
        if (request.username().isEmpty()) {
            return PASS;
        }
        if (request.state().equals("RCPT")) {
            if (!request.instance().isEmpty() && !request.recipient().isEmpty()) {
                recipients.add(request.instance(), recipientHash.apply(request.recipient()));
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
            return CompletableFuture.completedFuture(setAside(
                    "postfix",
                    String.valueOf(e.getMessage()),
                    Redaction.payload(
                            ("sasl_username=" + request.username() + " client_address=" + request.clientAddress())
                                    .getBytes(StandardCharsets.UTF_8))));
        }
        show(event);
        return door.answer(event, started).thenApply(answer -> PolicyAction.of(answer, utf8Replies));
    }

    private void show(MailEvent event) {
        try {
            witness.accept(event);
        } catch (RuntimeException e) {
            // Whoever only watches must not cost a decision.
            door.failed("the witness of " + event.id(), e);
        }
    }

    private MailEvent event(PolicyRequest request, Instant now) {
        ClientAddress address = address(request.clientAddress());
        return new MailEvent(
                id(request),
                now,
                Kind.ATTEMPT,
                cut(request.serverAddress()),
                request.context().equals("webmail") ? Channel.WEBMAIL : Channel.SUBMISSION,
                naming.account(request.username()),
                address == null ? null : address.text(),
                cutOrNull(known(request.clientName())),
                cutOrNull(known(request.helo())),
                cutOrNull(known(request.tls())),
                cut(request.sender()),
                gathered(request),
                request.recipientCount(),
                request.size(),
                cutOrNull(known(request.queueId())),
                cutOrNull(known(request.instance())),
                null,
                false,
                origins.locate(address, known(request.clientName())));
    }

    /** The same for every repetition of a request about one message. */
    private static String id(PolicyRequest request) {
        String message = request.instance() + ":" + request.queueId();
        if (message.length() == 1 || message.length() > MailEvent.MAX_ID_LENGTH - 8) {
            return "postfix:" + UUID.randomUUID();
        }
        return "postfix:" + message;
    }

    private List<String> gathered(PolicyRequest request) {
        List<String> all = request.instance().isEmpty() ? List.of() : recipients.take(request.instance());
        return all.isEmpty() && !request.recipient().isEmpty()
                ? List.of(recipientHash.apply(request.recipient()))
                : all;
    }

    private static @Nullable ClientAddress address(String literal) {
        return known(literal) == null ? null : ClientAddress.of(literal);
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
