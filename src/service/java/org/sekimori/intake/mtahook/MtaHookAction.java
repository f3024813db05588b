package org.sekimori.intake.mtahook;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.SubmissionAnswer;
import org.sekimori.mail.Verdict;

/**
 * The action that answers a hook.
 *
 * @param word {@code accept}, {@code reject} or {@code quarantine}
 * @param status SMTP reply code; 0 without a reply of its own
 * @param enhancedStatus enhanced status code (RFC 3463); empty without a reply of its own
 * @param message text for the client, printable ASCII; empty without a reply of its own
 * @param header value of a header that marks the message; null without one
 */
public record MtaHookAction(
        String word,
        int status,
        String enhancedStatus,
        String message,
        @Nullable String header) {

    /** Longest text, so that the reply with its codes fits into a line (RFC 5321, 4.5.3.1.5). */
    static final int MAX_TEXT = 490;

    static final MtaHookAction ACCEPT = new MtaHookAction("accept", 0, "", "", null);

    /** What is answered where Sekimori says quarantine. */
    public enum QuarantineAs {
        /** The client is asked to try again: nothing is lost, nothing passes unseen. */
        DEFER,
        /** The message passes with a header that later filters can act on. */
        MARK,
        /** The hook's own word. Stalwart up to 0.16 takes the message with 250 and drops it. */
        QUARANTINE;

        /** The word in a request, such as {@code defer}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** What can be answered; it is recorded as the answer that was really given. */
        SubmissionAnswer expressed(SubmissionAnswer answer) {
            if (!(answer.verdict() instanceof Verdict.Quarantine) || this != DEFER) {
                return answer;
            }
            String text = "Your message is waiting to be checked. Please try again later";
            return new SubmissionAnswer(
                    new Verdict.Defer(451, "4.7.1"),
                    answer.reference() == null ? text : text + ". Reference " + answer.reference(),
                    answer.reference(),
                    answer.source());
        }
    }

    /** The action for an answer. */
    static MtaHookAction of(SubmissionAnswer answer, QuarantineAs quarantine) {
        Verdict verdict = answer.verdict();
        if (verdict instanceof Verdict.Quarantine) {
            String mark = answer.reference() == null ? "yes" : answer.reference();
            return quarantine == QuarantineAs.QUARANTINE
                    ? new MtaHookAction("quarantine", 0, "", "", null)
                    : new MtaHookAction("accept", 0, "", "", mark);
        }
        return verdict.refuses()
                ? new MtaHookAction("reject", verdict.code(), verdict.enhancedCode(), fitting(answer), null)
                : ACCEPT;
    }

    private static String fitting(SubmissionAnswer answer) {
        String text = answer.plain();
        if (text.length() <= MAX_TEXT) {
            return text;
        }
        String end = answer.reference() == null ? "..." : "... Reference " + answer.reference();
        return text.substring(0, MAX_TEXT - end.length()) + end;
    }
}
