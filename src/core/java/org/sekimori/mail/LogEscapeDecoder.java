package org.sekimori.mail;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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

    /** Character by character: what follows a whole one and is none must not keep it from being read. */
    private static String characters(MatchResult run) {
        List<String> escapes = List.of(run.group().substring(1).split("\\\\"));
        byte[] bytes = new byte[escapes.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = octet(escapes.get(i));
        }
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < bytes.length; ) {
            int end = Math.min(bytes.length, at + length(bytes[at]));
            String character = character(ByteBuffer.wrap(bytes, at, end - at));
            if (character == null) {
                text.append('\\').append(escapes.get(at++));
            } else {
                text.append(character);
                at = end;
            }
        }
        return Matcher.quoteReplacement(text.toString());
    }

    private static byte octet(String escape) {
        return (byte) (escape.charAt(0) == 'x' ? Integer.parseInt(escape, 1, 3, 16) : Integer.parseInt(escape, 8));
    }

    /** Octets of the character that begins with this one (RFC 3629, 3). */
    private static int length(byte first) {
        int ones = Integer.numberOfLeadingZeros(~first << 24);
        return Math.max(1, ones);
    }

    private static @Nullable String character(ByteBuffer octets) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(octets).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
