package org.sekimori.stream.request;

import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.LogEntry;
import org.sekimori.engine.StepOutput.CommandResult;
import org.sekimori.mail.Account;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.SubmissionAnswer;

/**
 * Lets a message that two endpoints are asked about count once: a mail server that uses both the policy server and the milter gives
 * both the same queue id. The second one gets the answer to the first, and is neither put on the log nor recorded. Holds for
 * endpoints of one instance, for the latest {@value #MOST} messages of a quarter of an hour. Thread-safe.
 */
public final class DoubleQuestionFilter {

    /** As long as other filters between the two may take. */
    static final Duration KEPT = Duration.ofMinutes(15);

    static final int MOST = 20_000;

    private final EventLog log;
    private final Clock clock;
    private final Runnable repeated;
    private final Map<Message, Question> questions = new LinkedHashMap<>();

    /**
     * @param repeated is told of each second question
     */
    public DoubleQuestionFilter(EventLog log, Clock clock, Runnable repeated) {
        this.log = log;
        this.clock = clock;
        this.repeated = repeated;
    }

    private record Message(String server, String queueId, Account account) {
        static @Nullable Message of(MailEvent event) {
            String queueId = event.queueId();
            return queueId == null ? null : new Message(event.server(), queueId, event.account());
        }
    }

    private record Question(String eventId, long asked, CompletableFuture<SubmissionAnswer> answer) {}

    private CompletableFuture<SubmissionAnswer> request(MailEvent event, Duration patience) {
        Message message = Message.of(event);
        if (message == null) {
            return log.request(event, patience);
        }
        Question before = before(message);
        if (before != null && !before.eventId().equals(event.id())) {
            repeated.run();
            return before.answer();
        }
        // Not under the lock: the log may answer at once, on this thread.
        CompletableFuture<SubmissionAnswer> answer = log.request(event, patience);
        keep(message, new Question(event.id(), clock.millis(), answer));
        return answer;
    }

    private synchronized @Nullable Question before(Message message) {
        return questions.get(message);
    }

    private synchronized void keep(Message message, Question question) {
        questions.remove(message);
        questions.put(message, question);
        long since = clock.millis() - KEPT.toMillis();
        Iterator<Question> oldest = questions.values().iterator();
        while (oldest.hasNext() && (oldest.next().asked() < since || questions.size() > MOST)) {
            oldest.remove();
        }
    }

    private boolean isSecond(MailEvent event) {
        Message message = Message.of(event);
        Question first = message == null ? null : before(message);
        return first != null && !first.eventId().equals(event.id());
    }

    /** The log for the endpoints that may be asked about the same messages. */
    public EventLog log() {
        return new EventLog() {
            @Override
            public CompletableFuture<SubmissionAnswer> request(MailEvent event, Duration patience) {
                return DoubleQuestionFilter.this.request(event, patience);
            }

            @Override
            public void answerSent(MailEvent event, SubmissionAnswer answer, String endpoint, Duration took) {
                if (!isSecond(event)) {
                    log.answerSent(event, answer, endpoint, took);
                }
            }

            @Override
            public CompletableFuture<Void> deadLetter(String source, String reason, String payload) {
                return log.deadLetter(source, reason, payload);
            }

            @Override
            public void logInRefused(MailEvent login, String rule, String by, String channel) {
                log.logInRefused(login, rule, by, channel);
            }

            @Override
            public CompletableFuture<Void> publish(MailEvent event) {
                return log.publish(event);
            }

            @Override
            public CompletableFuture<CommandResult> request(LogEntry.Command command, Duration patience) {
                return log.request(command, patience);
            }
        };
    }
}
