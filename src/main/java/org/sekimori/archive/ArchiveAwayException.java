package org.sekimori.archive;

/** Nothing could be looked up, because Elasticsearch does not answer or refuses; the message says why. */
public final class ArchiveAwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ArchiveAwayException(String message, Throwable cause) {
        super(message, cause);
    }
}
