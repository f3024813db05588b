package org.sekimori.intake;

import org.sekimori.mail.Answer;
import org.sekimori.mail.MailEvent;

/** What a waiting door says when the log does not answer in time. */
public interface Fallback {

    /** The door's own word about a submission. */
    Answer answer(MailEvent event);

    /** The door's own word about something that is no request, or about which nothing else is to be had. Never fails. */
    Answer unreadable();
}
