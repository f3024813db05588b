package org.sekimori.follow.postfix;

import java.time.Instant;
import org.sekimori.follow.LogEvent;
import org.sekimori.mail.EventKind;

/** Who submitted, as one text that is held with a message: a log-in name, or the address and envelope sender of a client without one. */
final class Submitter {

    /** Begins and divides the second kind: Postfix logs no such character. */
    private static final char MARK = 0;

    private Submitter() {}

    static String client(String address, String sender) {
        return MARK + address + MARK + sender;
    }

    /** The log-in name; empty for a client without one. */
    static String login(String submitter) {
        return submitter.isEmpty() || submitter.charAt(0) != MARK ? submitter : "";
    }

    /** An event of a submitter's: with the log-in as its account, or with what the account of the client is found by. */
    static LogEvent.Builder event(EventKind kind, String id, Instant time, String submitter) {
        if (submitter.isEmpty() || submitter.charAt(0) != MARK) {
            return LogEvent.of(kind, id, time, submitter);
        }
        int divide = submitter.indexOf(MARK, 1);
        return LogEvent.of(kind, id, time, "")
                .clientAddress(submitter.substring(1, divide))
                .sender(submitter.substring(divide + 1));
    }
}
