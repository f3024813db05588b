package org.sekimori.archive.lookup;

/** Nothing could be looked up, because Elasticsearch or the log does not answer or refuses; the message says why. */
public final class ArchiveUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ArchiveUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    ArchiveUnavailableException(String message) {
        super(message);
    }
}
