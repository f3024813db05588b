package org.sekimori.intake;

import org.sekimori.mail.MailEvent;
import org.sekimori.mail.SubmissionAnswer;

/** The answers of a synchronous endpoint while the log does not answer in time. */
public interface FallbackAnswers {

    /** The fallback answer to a submission. */
    SubmissionAnswer answer(MailEvent event);

    /** The fallback answer to a malformed request, or after an error. Never fails. */
    SubmissionAnswer unreadable();
}
