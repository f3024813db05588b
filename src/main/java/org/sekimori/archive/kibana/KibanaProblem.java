package org.sekimori.archive.kibana;

/** Why saved objects could not be read, or not be put into Kibana; the message is one line that says what to do. */
public final class KibanaProblem extends Exception {

    private static final long serialVersionUID = 1L;

    KibanaProblem(String message) {
        super(message);
    }
}
