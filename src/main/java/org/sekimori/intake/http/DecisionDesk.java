package org.sekimori.intake.http;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.sekimori.intake.EventReader;
import org.sekimori.intake.Publisher;
import org.sekimori.intake.Redaction;
import org.sekimori.intake.UnreadField;
import org.sekimori.intake.WaitingDoor;
import org.sekimori.mail.Answer;
import org.sekimori.mail.Verdict;
import org.sekimori.stream.Admission.Admitted;
import org.sekimori.stream.Admission.Outcome;
import org.sekimori.stream.Admission.Refused;

/** Where a mail server asks about a submission and waits. Safe for use by many threads. */
public final class DecisionDesk {

    /**
     * What a question that is too large to be read is answered: what makes it large, recipients above all, is chosen by whoever sends
     * the mail, and must not make it pass. In no rulebook's words, since nothing is known of the account.
     */
    static final Answer TOO_LARGE = new Answer(
            new Verdict.Reject(552, "5.3.4"),
            "Your message has more recipients or longer headers than can be checked. Please send it in smaller parts",
            null,
            Answer.Source.FALLBACK);

    private final WaitingDoor door;
    private final EventReader reader;
    private final Clock clock;
    private final BooleanSupplier observing;

    /**
     * A desk.
     *
     * @param door asks the log and falls back
     * @param reader of the bodies
     * @param clock whose time counts as that of a submission
     * @param observing whether all domains are only observed at the moment, so that nothing is refused
     */
    public DecisionDesk(WaitingDoor door, EventReader reader, Clock clock, BooleanSupplier observing) {
        this.door = door;
        this.reader = reader;
        this.clock = clock;
        this.observing = observing;
    }

    /** What became of a question. */
    public sealed interface Asked {}

    /**
     * It is on its way to the log.
     *
     * @param eventId of the submission
     * @param answer comes within the door's deadline, from the log or by fallback; never fails
     */
    public record Waiting(String eventId, CompletableFuture<Answer> answer) implements Asked {}

    /**
     * It could not be read, and is a dead letter.
     *
     * @param reason one sentence, naming the field
     * @param field the field at fault, null if it is not one field
     * @param forbidden whether it could be read, and whoever asks may not say it
     * @param own the door's own word about it, for a server that has to answer its client
     */
    public record Broken(String reason, @Nullable String field, boolean forbidden, Answer own) implements Asked {}

    /**
     * Asks about a submission; returns at once.
     *
     * @param body one mail event, an attempt, as JSON
     * @param id of the event if the body brings none; 1 to 200 characters
     * @param source who asks, for a dead letter
     * @param publisher who asks, for what it may say
     */
    public Asked ask(byte[] body, String id, String source, Publisher publisher) {
        long started = System.nanoTime();
        List<UnreadField> unread = new ArrayList<>();
        Outcome outcome;
        try {
            outcome = reader.readAttempt(body, id, clock.instant(), publisher, unread);
        } catch (RuntimeException e) {
            return new Waiting(id, CompletableFuture.completedFuture(door.failed("a request of " + source, e)));
        }
        if (outcome instanceof Refused refused) {
            Answer own = door.setAside(source, refused.reason(), refused.payload());
            return new Broken(refused.reason(), refused.field(), refused.forbidden(), own);
        }
        var event = ((Admitted) outcome).event();
        if (!unread.isEmpty()) {
            door.decidedWithout(source, unread, Redaction.payload(body));
        }
        return new Waiting(event.id(), door.answer(event, started));
    }

    /**
     * Makes a dead letter of a question that was too large to be read, without what came of it.
     *
     * @param source who asks
     * @param reason one sentence, naming the bound
     * @return the refusal that the server gives its client; while nothing is refused, the door's own word
     */
    public Answer tooLarge(String source, String reason) {
        Answer own = door.setAside(source, reason, "");
        return observing.getAsBoolean() ? own : TOO_LARGE;
    }
}
