package org.sekimori.intake;

/**
 * A field of a submission that could not be read. The submission is decided without it.
 *
 * @param field its name on the wire; stands in a metric, so one of a few
 * @param reason what is wrong with it, as the end of a sentence that begins with the name
 */
public record UnreadableField(String field, String reason) {

    @Override
    public String toString() {
        return "\"" + field + "\" " + reason;
    }
}
