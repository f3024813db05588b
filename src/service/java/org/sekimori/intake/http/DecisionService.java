package org.sekimori.intake.http;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.sekimori.intake.PayloadRedactor;
import org.sekimori.intake.SynchronousEndpoint;
import org.sekimori.intake.UnreadableField;
import org.sekimori.intake.event.EventReader;
import org.sekimori.intake.publishers.Publisher;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.SubmissionAnswer;
import org.sekimori.mail.Verdict;
import org.sekimori.stream.inbox.InboxDecoder.DecodeResult;
import org.sekimori.stream.inbox.InboxDecoder.DecodedEvent;
import org.sekimori.stream.inbox.InboxDecoder.RejectedRecord;

/** Decides submissions synchronously for mail servers. Thread-safe. */
public final class DecisionService {

    /**
     * The answer to a request that is too large to be read: the sender of the mail chooses its size, by recipients above all, and
     * must not pass by it. Without a rulebook's text, since the account is unknown.
     */
    static final SubmissionAnswer TOO_LARGE = new SubmissionAnswer(
            new Verdict.Reject(552, "5.3.4"),
            "Your message has more recipients or longer headers than can be checked. Please send it in smaller parts",
            null,
            SubmissionAnswer.Source.FALLBACK);

    private final SynchronousEndpoint endpoint;
    private final EventReader reader;
    private final Clock clock;
    private final BooleanSupplier observing;

    /**
     * A desk.
     *
     * @param endpoint asks the log and falls back
     * @param reader of the bodies
     * @param clock whose time counts as that of a submission
     * @param observing whether all domains are only observed at the moment, so that nothing is refused
     */
    public DecisionService(SynchronousEndpoint endpoint, EventReader reader, Clock clock, BooleanSupplier observing) {
        this.endpoint = endpoint;
        this.reader = reader;
        this.clock = clock;
        this.observing = observing;
    }

    /** Result of a request. */
    public sealed interface DecisionResult {}

    /**
     * The request is on its way to the log.
     *
     * @param eventId of the submission
     * @param answer completes within the endpoint's deadline, from the log or by fallback; never fails
     */
    public record Pending(String eventId, CompletableFuture<SubmissionAnswer> answer) implements DecisionResult {}

    /**
     * The request was unreadable, and is a dead letter.
     *
     * @param reason one sentence, naming the field
     * @param field the faulty field; null if it is not a single field
     * @param forbidden whether it was readable, but the publisher lacks the right
     * @param own the fallback answer, for a server that has to answer its client
     */
    public record Invalid(String reason, @Nullable String field, boolean forbidden, SubmissionAnswer own)
            implements DecisionResult {}

    /**
     * Requests a decision; returns at once.
     *
     * @param body one mail event, an attempt, as JSON
     * @param id id for an event without one; 1 to 200 characters
     * @param source the sender, for a dead letter
     * @param publisher the sender's rights
     */
    public DecisionResult decide(byte[] body, String id, String source, Publisher publisher) {
        return decide(body, id, source, publisher, UnaryOperator.identity());
    }

    /**
     * Requests a decision for a protocol that lacks a word; returns at once.
     *
     * @param expressed what the protocol can answer instead; this is recorded as the answer that was given
     */
    public DecisionResult decide(
            byte[] body, String id, String source, Publisher publisher, UnaryOperator<SubmissionAnswer> expressed) {
        long started = System.nanoTime();
        List<UnreadableField> unread = new ArrayList<>();
        DecodeResult outcome;
        try {
            outcome = reader.readAttempt(body, id, clock.instant(), publisher, unread);
        } catch (RuntimeException e) {
            return new Pending(id, CompletableFuture.completedFuture(endpoint.failed("a request of " + source, e)));
        }
        if (outcome instanceof RejectedRecord refused) {
            SubmissionAnswer own = endpoint.rejectMalformed(source, refused.reason(), refused.payload());
            return new Invalid(refused.reason(), refused.field(), refused.forbidden(), own);
        }
        var event = ((DecodedEvent) outcome).event();
        if (!unread.isEmpty()) {
            endpoint.recordUnreadable(source, unread, PayloadRedactor.payload(body));
        }
        return new Pending(event.id(), endpoint.answer(event, started, expressed));
    }

    /**
     * The id of a message for a server that names its messages; without a name an id of its own.
     *
     * @param prefix of the server, so that no other server's message has this id
     * @param name of the message at the server; may be empty
     * @return at most {@link MailEvent#MAX_ID_LENGTH} characters
     */
    public static String id(String prefix, String name) {
        String id = prefix + name;
        return name.isEmpty()
                ? UUID.randomUUID().toString()
                : id.length() <= MailEvent.MAX_ID_LENGTH
                        ? id
                        : UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8))
                                .toString();
    }

    /** Turns a request that is no question into a dead letter. */
    public void unreadable(String source, String reason, byte[] body) {
        endpoint.rejectMalformed(source, reason, PayloadRedactor.payload(body));
    }

    /**
     * Turns a request that is too large to be read into a dead letter, without its content.
     *
     * @param source the sender
     * @param reason one sentence, naming the bound
     * @return the refusal for the server's client; while nothing is refused, the fallback
     */
    public SubmissionAnswer tooLarge(String source, String reason) {
        SubmissionAnswer own = endpoint.rejectMalformed(source, reason, "");
        return observing.getAsBoolean() ? own : TOO_LARGE;
    }
}
