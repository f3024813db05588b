package org.sekimori.intake.event;

import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/** Describes why bytes are not JSON. The parser's own words would quote the payload, which may be personal. */
final class JsonErrorText {

    static final int MAX_DEPTH = 32;
    static final int MAX_NAME_LENGTH = 1000;
    static final int MAX_NUMBER_LENGTH = 100;

    private JsonErrorText() {}

    static String sentence(JacksonException problem, byte[] payload) {
        long offset = problem.getLocation() == null ? -1 : problem.getLocation().getByteOffset();
        if (problem instanceof UnexpectedEndOfInputException || offset >= payload.length) {
            return "the JSON breaks off after " + payload.length + " bytes; publish whole objects, one per record";
        }
        if (problem instanceof StreamConstraintsException) {
            return "the JSON is deeper than " + MAX_DEPTH + " levels, or has a name of more than " + MAX_NAME_LENGTH
                    + " or a number of more than " + MAX_NUMBER_LENGTH + " characters";
        }
        if (offset < 0) {
            return "not JSON; publish one UTF-8 JSON object per record";
        }
        int found = payload[(int) offset] & 0xff;
        String shown = found > ' ' && found < 0x7f ? "'" + (char) found + "'" : String.format("0x%02x", found);
        return "not JSON: " + shown + " at or just before byte " + offset + " was not expected";
    }
}
