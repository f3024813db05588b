package org.sekimori.archive;

/** Nothing could be looked up, because Elasticsearch or the log does not answer or refuses; the message says why. */
public final class ArchiveAwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ArchiveAwayException(String message, Throwable cause) {
        super(message, cause);
    }

    ArchiveAwayException(String message) {
        super(message);
    }
}
