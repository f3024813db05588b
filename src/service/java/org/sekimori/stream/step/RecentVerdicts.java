package org.sekimori.stream.step;

import java.util.LinkedHashMap;
import java.util.Map;
import org.sekimori.engine.LogEntry;
import org.sekimori.mail.Account;
import org.sekimori.mail.Decision;
import org.sekimori.mail.SubmissionAnswer;

/**
 * The verdicts that this step decided last, to recognise an {@code answered} entry that says the same: it changes nothing, and the
 * account's state need not be read and decoded to find that out. Whatever is not in here is compared with the state. Holds the latest
 * {@value #MOST}; not thread-safe.
 */
final class RecentVerdicts {

    static final int MOST = 1_024;

    private record Submission(Account account, String eventId) {}

    private final Map<Submission, String> verdicts = new LinkedHashMap<>();

    /** A submission was decided; an earlier decision with the same id was forgotten by the account. */
    void decided(Decision decision) {
        Submission submission = new Submission(decision.account(), decision.eventId());
        verdicts.remove(submission);
        verdicts.put(submission, decision.verdict().word());
        if (verdicts.size() > MOST) {
            verdicts.remove(verdicts.keySet().iterator().next());
        }
    }

    /** Whether an answer by the log is surely the one that was decided. */
    boolean confirmedBy(LogEntry entry) {
        return entry instanceof LogEntry.AnswerGiven answered
                && answered.source().equals(SubmissionAnswer.Source.LOG.word())
                && answered.verdict().equals(verdicts.get(new Submission(answered.account(), answered.eventId())));
    }

    /** Forgets everything: the state may have been put back to an earlier one. */
    void clear() {
        verdicts.clear();
    }
}
