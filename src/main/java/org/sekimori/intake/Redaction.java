package org.sekimori.intake;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Makes what could not be used fit to be kept: bounded, printable, and without the local part of any address. It parses
 * nothing, because what comes here is broken.
 */
public final class Redaction {

    private static final int MAX_CHARACTERS = 2000;
    private static final int MAX_BINARY = 64;

    private Redaction() {}

    /** Bytes as text; what is not UTF-8 is shown as the hexadecimal digits of its beginning. */
    public static String of(byte[] payload) {
        int kept = Math.min(payload.length, 4 * MAX_CHARACTERS);
        for (int cut = 0; cut < 4 && kept - cut >= 0; cut++) {
            try {
                CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload, 0, kept - cut));
                return of(text.toString());
            } catch (CharacterCodingException e) {
                if (kept == payload.length) {
                    break;
                }
                // The cut may have gone through a character; try one octet less.
            }
        }
        String hex = HexFormat.of().formatHex(payload, 0, Math.min(payload.length, MAX_BINARY));
        return "binary, " + payload.length + " octets: " + hex + (payload.length > MAX_BINARY ? "…" : "");
    }

    /** Text with {@code ***} for what stands before each {@code @}, and {@code ?} for control characters. */
    public static String of(String text) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), MAX_CHARACTERS) + 16);
        int word = 0;
        for (int i = 0; i < text.length() && out.length() < MAX_CHARACTERS; i++) {
            char c = text.charAt(i);
            if (c == '@') {
                out.setLength(word);
                out.append("***@");
                word = out.length();
            } else if (separates(c)) {
                out.append(Character.isISOControl(c) && c != '\n' && c != '\t' ? '?' : c);
                word = out.length();
            } else {
                out.append(c);
            }
        }
        // A word that the cut or a missing @ leaves open may be a local part.
        return text.length() > out.length() + 16 && out.length() >= MAX_CHARACTERS
                ? out.substring(0, word) + "…"
                : out.toString();
    }

    private static boolean separates(char c) {
        return Character.isWhitespace(c) || Character.isISOControl(c) || "<>\"',;:=()[]{}".indexOf(c) >= 0;
    }
}
