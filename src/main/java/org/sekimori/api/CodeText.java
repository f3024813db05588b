package org.sekimori.api;

import java.util.regex.Pattern;
import org.sekimori.mail.Quoted;
import org.sekimori.mail.Reference;

/** A short code, such as a reference or a case, as somebody typed it. */
final class CodeText {

    private static final int MAX = 40;
    private static final Pattern CODE = Pattern.compile("[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}");

    private CodeText() {}

    /** The code as it is stored; any case, hyphen or not, I and L for 1 and O for 0 are read. */
    static String read(String field, String typed) {
        String text = RequestFields.text(field, typed, MAX);
        String code = text == null ? "" : Reference.readCode(text);
        if (!CODE.matcher(code).matches()) {
            throw Problems.field(field, Quoted.of(typed) + " is no code such as K7QX-3M2P");
        }
        return code;
    }
}
