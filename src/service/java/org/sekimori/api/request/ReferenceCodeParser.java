package org.sekimori.api.request;

import org.sekimori.mail.ReferenceCode;
import org.sekimori.text.QuotedText;

/** Parses a typed code, such as a reference or a case id. */
public final class ReferenceCodeParser {

    private static final int MAX = 40;

    private ReferenceCodeParser() {}

    /** The code as it is stored; any case, hyphen or not, I and L for 1 and O for 0 are read. */
    public static String read(String field, String typed) {
        String text = RequestFields.text(field, typed, MAX);
        String code = text == null ? "" : ReferenceCode.parseCode(text);
        if (!ReferenceCode.isCode(code)) {
            throw ApiProblems.field(field, QuotedText.of(typed) + " is no code such as K7QX-3M2P");
        }
        return code;
    }
}
