package org.sekimori.intake;

import org.sekimori.mail.MailEvent;
import org.sekimori.mail.SubmissionAnswer;

/** What a waiting door says when the log does not answer in time. */
public interface FallbackAnswers {

    /** The door's own word about a submission. */
    SubmissionAnswer answer(MailEvent event);

    /** The door's own word about something that is no request, or about which nothing else is to be had. Never fails. */
    SubmissionAnswer unreadable();
}
