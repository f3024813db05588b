package org.sekimori.intake.http;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.sekimori.intake.PayloadRedactor;
import org.sekimori.intake.SynchronousEndpoint;
import org.sekimori.intake.UnreadableField;
import org.sekimori.intake.event.EventReader;
import org.sekimori.intake.publishers.Publisher;
import org.sekimori.mail.SubmissionAnswer;
import org.sekimori.mail.Verdict;
import org.sekimori.stream.inbox.InboxDecoder.DecodeResult;
import org.sekimori.stream.inbox.InboxDecoder.DecodedEvent;
import org.sekimori.stream.inbox.InboxDecoder.RejectedRecord;

/** Where a mail server asks about a submission and waits. Safe for use by many threads. */
public final class DecisionService {

    /**
     * What a question that is too large to be read is answered: what makes it large, recipients above all, is chosen by whoever sends
     * the mail, and must not make it pass. In no rulebook's words, since nothing is known of the account.
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

    /** What became of a question. */
    public sealed interface DecisionResult {}

    /**
     * It is on its way to the log.
     *
     * @param eventId of the submission
     * @param answer comes within the door's deadline, from the log or by fallback; never fails
     */
    public record Pending(String eventId, CompletableFuture<SubmissionAnswer> answer) implements DecisionResult {}

    /**
     * It could not be read, and is a dead letter.
     *
     * @param reason one sentence, naming the field
     * @param field the field at fault, null if it is not one field
     * @param forbidden whether it could be read, and whoever asks may not say it
     * @param own the door's own word about it, for a server that has to answer its client
     */
    public record Invalid(String reason, @Nullable String field, boolean forbidden, SubmissionAnswer own)
            implements DecisionResult {}

    /**
     * Asks about a submission; returns at once.
     *
     * @param body one mail event, an attempt, as JSON
     * @param id of the event if the body brings none; 1 to 200 characters
     * @param source who asks, for a dead letter
     * @param publisher who asks, for what it may say
     */
    public DecisionResult decide(byte[] body, String id, String source, Publisher publisher) {
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
        return new Pending(event.id(), endpoint.answer(event, started));
    }

    /**
     * Makes a dead letter of a question that was too large to be read, without what came of it.
     *
     * @param source who asks
     * @param reason one sentence, naming the bound
     * @return the refusal that the server gives its client; while nothing is refused, the door's own word
     */
    public SubmissionAnswer tooLarge(String source, String reason) {
        SubmissionAnswer own = endpoint.rejectMalformed(source, reason, "");
        return observing.getAsBoolean() ? own : TOO_LARGE;
    }
}
