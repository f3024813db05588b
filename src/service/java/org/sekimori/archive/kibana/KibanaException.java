package org.sekimori.archive.kibana;

/** Why saved objects could not be read, or not be put into Kibana; the message is one line that says what to do. */
public final class KibanaException extends Exception {

    private static final long serialVersionUID = 1L;

    KibanaException(String message) {
        super(message);
    }
}
