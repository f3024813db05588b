package org.sekimori.stream.json;

/** A record of the log that is not what its topic carries. Its message can be shown: it holds no personal data. */
public final class UnreadableRecordException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With the reason, in words for whoever sent it. */
    public UnreadableRecordException(String message) {
        super(message);
    }
}
