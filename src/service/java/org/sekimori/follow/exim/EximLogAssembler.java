package org.sekimori.follow.exim;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sekimori.follow.AskedMessages;
import org.sekimori.follow.EventText;
import org.sekimori.follow.LineIds;
import org.sekimori.follow.LogEvent;
import org.sekimori.follow.LogLine;
import org.sekimori.follow.LogLineAssembler;
import org.sekimori.mail.EventKind;

/**
 * Reads Exim's main log, as "Log files" of its specification describes it, of 4.80 and later. The account is the name behind {@code A=},
 * so authenticators need {@code server_set_id}; mail without it is of no account, and not followed.
 *
 * <p>An arrival is {@code accepted}, once; an {@code attempt} if this service was not asked. Deliveries add nothing to it. The first delay is {@code deferred}; each recipient that fails is {@code bounced}. A bounce message of Exim's own ({@code <= <>
 * R=…}) tells what {@code **} has told, and counts for nothing.
 */
public final class EximLogAssembler implements LogLineAssembler {

    /** How long outcomes of a message are waited for; {@code timeout_frozen_after} and retry rules rarely go further. */
    private static final Duration LONGEST_OPEN = Duration.ofDays(8);

    /** How long a submission waits for its deliveries to name its recipients. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    /** Most submissions that wait at a time; each may hold a thousand recipients. */
    private static final int MOST_WAITING = 10_000;

    private static final int LONGEST_ACCOUNT = 1_000;

    private final AskedMessages asked;
    private final OpenMessages open;
    private final LineIds lineIds = new LineIds();

    /** Ids of messages that wait, in the order of their arrival; some may be told or gone by now. */
    private final Deque<String> waiting = new ArrayDeque<>();

    /** Follows a log. {@code asked}: the messages that Exim asked this service about. */
    public EximLogAssembler(AskedMessages asked) {
        this(asked, OpenMessages.MOST);
    }

    EximLogAssembler(AskedMessages asked, int mostOpen) {
        this.asked = asked;
        this.open = new OpenMessages(mostOpen);
    }

    @Override
    public LineResult read(LogLine line, Consumer<LogEvent> events) {
        if (!line.program().isEmpty() && !line.program().startsWith("exim")) {
            return LineResult.FOREIGN;
        }
        open.advance(line.time());
        tellOverdue(line.time(), events);
        String text = EximLineStart.skip(line.text());
        String id = EximLineStart.messageId(text);
        if (id != null) {
            return ofMessage(id, text.substring(id.length() + 1), line, events);
        }
        if (text.contains(EximLogInFailure.MARK)) {
            return logInFailed(text, line, events);
        }
        return EximLineStart.known(text) ? LineResult.IGNORED : LineResult.NOT_UNDERSTOOD;
    }

    private LineResult ofMessage(String id, String text, LogLine line, Consumer<LogEvent> events) {
        if (text.startsWith("<= ") || text.startsWith("(= ")) {
            return arrived(id, text.substring(3), line, events);
        }
        if (EximRefusal.announced(text)) {
            return refused(id, text, line, events);
        }
        OpenMessage message = open.get(id);
        if (message == null) {
            return LineResult.IGNORED;
        }
        if (text.startsWith("=> ") || text.startsWith("-> ") || text.startsWith(">> ") || text.startsWith("*> ")) {
            if (message.waiting != null) {
                message.waiting.delivery(EximDelivery.read(text.substring(3)).recipient());
            }
            return LineResult.UNDERSTOOD;
        }
        if (text.startsWith("== ")) {
            deferred(id, message, EximDelivery.read(text.substring(3)), line.time(), events);
            return LineResult.UNDERSTOOD;
        }
        if (text.startsWith("** ")) {
            bounced(id, message, EximDelivery.read(text.substring(3)), line.time(), events);
            return LineResult.UNDERSTOOD;
        }
        if (text.equals("Completed") || text.startsWith("Completed ")) {
            tell(id, message, events);
            open.remove(id);
            return LineResult.UNDERSTOOD;
        }
        return LineResult.IGNORED;
    }

    private LineResult arrived(String id, String text, LogLine line, Consumer<LogEvent> events) {
        EximArrival arrival = EximArrival.read(text);
        if (arrival == null) {
            return LineResult.NOT_UNDERSTOOD;
        }
        String account = arrival.account();
        if (account == null || account.length() > LONGEST_ACCOUNT) {
            return LineResult.IGNORED;
        }
        AskedMessages.Answer answer = asked.find(logged(id, account, line, arrival.host()));
        String server = answer instanceof AskedMessages.Answer.Asked known ? known.server() : line.host();
        OpenMessage message = new OpenMessage(open.shared(account), open.shared(server), open.second(line.time()));
        message.waiting = new WaitingSubmission(line.time(), answer instanceof AskedMessages.Answer.NotAsked, arrival);
        open.put(id, message);
        Map.Entry<String, OpenMessage> forgotten = open.forgetOverflow();
        if (forgotten != null) {
            tell(forgotten.getKey(), forgotten.getValue(), events);
        }
        if (arrival.recipients().isEmpty() && !(answer instanceof AskedMessages.Answer.Asked)) {
            waiting.add(id);
        } else {
            tell(id, message, events);
        }
        return LineResult.UNDERSTOOD;
    }

    private LineResult refused(String id, String text, LogLine line, Consumer<LogEvent> events) {
        EximRefusal refusal = EximRefusal.read(text);
        if (refusal == null) {
            return text.contains(" rejected after DATA PRDR") ? LineResult.IGNORED : LineResult.NOT_UNDERSTOOD;
        }
        String account = EximArrival.account(refusal.fields());
        if (account == null || account.length() > LONGEST_ACCOUNT) {
            return LineResult.IGNORED;
        }
        AskedMessages.Answer answer = asked.find(logged(id, account, line, refusal.host()));
        if (answer instanceof AskedMessages.Answer.NotAsked) {
            events.accept(refusal(EventKind.AUTH_SUCCEEDED, id, account, line, refusal)
                    .build());
        }
        events.accept(refusal(EventKind.REJECTED, id, account, line, refusal)
                .server(answer instanceof AskedMessages.Answer.Asked known ? known.server() : line.host())
                .queueId(id)
                .sender(EventText.sender(refusal.sender()))
                .recipientCount(1)
                .statusCode(refusal.temporary() ? "4.7.1" : "5.7.1")
                .beforeQueue(true)
                .build());
        return LineResult.UNDERSTOOD;
    }

    private static AskedMessages.LoggedMessage logged(
            String id, String account, LogLine line, @Nullable EximHost host) {
        return new AskedMessages.LoggedMessage(
                line.host(), id, host == null ? null : host.address(), account, line.time());
    }

    private static LogEvent.Builder refusal(
            EventKind kind, String id, String account, LogLine line, EximRefusal refusal) {
        EximHost host = refusal.host();
        return LogEvent.of(kind, "exim:" + id + ":" + kind.word(), line.time(), account)
                .server(line.host())
                .clientAddress(host == null ? null : host.address())
                .clientName(host == null ? null : EventText.fit(host.name(), EventText.HOST_NAME))
                .helo(host == null ? null : EventText.fit(host.helo(), EventText.HOST_NAME));
    }

    private LineResult logInFailed(String text, LogLine line, Consumer<LogEvent> events) {
        EximLogInFailure.Reading reading = EximLogInFailure.read(text);
        if (reading instanceof EximLogInFailure.Reading.Failed failed) {
            String account = failed.failure().account();
            if (account == null || account.length() > LONGEST_ACCOUNT) {
                return LineResult.IGNORED;
            }
            events.accept(
                    LogEvent.of(EventKind.AUTH_FAILED, "exim:auth_failed:" + lineIds.of(line), line.time(), account)
                            .server(line.host())
                            .clientAddress(failed.failure().address())
                            .build());
            return LineResult.UNDERSTOOD;
        }
        return reading instanceof EximLogInFailure.Reading.Other ? LineResult.IGNORED : LineResult.NOT_UNDERSTOOD;
    }

    private void deferred(
            String id, OpenMessage message, EximDelivery delivery, Instant time, Consumer<LogEvent> events) {
        if (message.waiting != null) {
            message.waiting.delivery(delivery.recipient());
        }
        if (message.deferred) {
            return;
        }
        message.deferred = true;
        events.accept(outcome(EventKind.DEFERRED, "exim:" + id + ":deferred", id, message, delivery.recipient(), time)
                .statusCode(delivery.statusCode())
                .build());
    }

    private void bounced(
            String id, OpenMessage message, EximDelivery delivery, Instant time, Consumer<LogEvent> events) {
        WaitingSubmission submission = message.waiting;
        if (submission == null) {
            tellBounce(id, message, delivery.recipient(), delivery.statusCode(), time, events);
        } else {
            submission.delivery(delivery.recipient());
            submission.bounce(time, delivery);
        }
    }

    private static void tellBounce(
            String id,
            OpenMessage message,
            String recipient,
            @Nullable String statusCode,
            Instant time,
            Consumer<LogEvent> events) {
        message.bounces++;
        String event = "exim:" + id + ":bounced:" + message.bounces;
        events.accept(outcome(EventKind.BOUNCED, event, id, message, recipient, time)
                .statusCode(statusCode)
                .build());
    }

    private static LogEvent.Builder outcome(
            EventKind kind, String event, String id, OpenMessage message, String recipient, Instant time) {
        boolean fit = EventText.fit(recipient, EventText.ADDRESS) != null && !recipient.isBlank();
        return LogEvent.of(kind, event, time, message.account)
                .server(message.server)
                .queueId(id)
                .recipients(fit ? List.of(recipient) : List.of())
                .recipientCount(1);
    }

    /** Tells a submission, and the bounces that waited for it. */
    private static void tell(String id, OpenMessage message, Consumer<LogEvent> events) {
        WaitingSubmission submission = message.waiting;
        if (submission == null) {
            return;
        }
        message.waiting = null;
        events.accept(submission.event(id, message));
        for (WaitingSubmission.HeldBounce bounce : submission.bounces()) {
            tellBounce(id, message, bounce.recipient(), bounce.statusCode(), bounce.time(), events);
        }
    }

    private void tellOverdue(Instant now, Consumer<LogEvent> events) {
        long second = open.second(now);
        while (!waiting.isEmpty()) {
            OpenMessage message = open.get(waiting.element());
            // In either direction: the clock may have been set back.
            boolean young = message != null
                    && message.waiting != null
                    && Math.abs(second - message.second) < LONGEST_WAIT.toSeconds();
            if (young && waiting.size() <= MOST_WAITING) {
                return;
            }
            String id = waiting.remove();
            if (message != null) {
                tell(id, message, events);
            }
        }
    }

    @Override
    public void expire(Instant now) {
        open.forgetBefore(open.second(now.minus(LONGEST_OPEN)));
    }

    @Override
    public int open() {
        return open.size();
    }

    @Override
    public void save(DataOutput out) throws IOException {
        open.save(out);
        lineIds.save(out);
    }

    @Override
    public void restore(DataInput in) throws IOException {
        waiting.clear();
        try {
            open.restore(in);
            lineIds.restore(in);
        } catch (IOException e) {
            open.clear();
            lineIds.clear();
            throw e;
        }
        open.waiting().forEach(waiting::add);
    }
}
