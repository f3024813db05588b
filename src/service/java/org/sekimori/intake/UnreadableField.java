package org.sekimori.intake;

/**
 * An unreadable field of a submission, which is decided without it.
 *
 * @param field its name on the wire; a metric's label, so one of a few
 * @param reason the fault, as the end of a sentence that begins with the name
 */
public record UnreadableField(String field, String reason) {

    @Override
    public String toString() {
        return "\"" + field + "\" " + reason;
    }
}
