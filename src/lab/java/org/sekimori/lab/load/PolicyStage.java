package org.sekimori.lab.load;

/** The protocol state of the load's requests. */
enum PolicyStage {
    /** Once per recipient: the recipient is named, their number is not known yet. */
    RCPT("RCPT"),
    /** Once per message: the number of recipients is known, and the recipient is named only if there is just one. */
    END_OF_MESSAGE("END-OF-MESSAGE");

    private final String word;

    PolicyStage(String word) {
        this.word = word;
    }

    /** The value of {@code protocol_state}. */
    String word() {
        return word;
    }
}
