package org.sekimori.mail;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bytes of UTF-8 as logs write them: in octal, as Exim does ({@code string_printing}: {@code \346\227\245}), or in hexadecimal, as the
 * journal and others do ({@code \xe6\x97\xa5}). Only whole characters beyond ASCII are read back; everything else, such as the {@code
 * \200} of {@code CORP\200user}, stays as it is.
 */
final class LogEscapeDecoder {

    /** Possessive, so that it is matched in a loop: a run of thousands would overflow the stack otherwise. */
    private static final Pattern RUN = Pattern.compile("(?:\\\\[23][0-7]{2}|\\\\x[89a-fA-F][0-9a-fA-F]){2,}+");

    private LogEscapeDecoder() {}

    static String decode(String text) {
        return text.indexOf('\\') < 0 ? text : RUN.matcher(text).replaceAll(LogEscapeDecoder::characters);
    }

    private static String characters(MatchResult run) {
        String escapes = run.group();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String escape : escapes.substring(1).split("\\\\")) {
            bytes.write(escape.charAt(0) == 'x' ? Integer.parseInt(escape, 1, 3, 16) : Integer.parseInt(escape, 8));
        }
        try {
            return Matcher.quoteReplacement(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString());
        } catch (CharacterCodingException e) {
            return Matcher.quoteReplacement(escapes);
        }
    }
}
