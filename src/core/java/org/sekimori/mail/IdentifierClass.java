package org.sekimori.mail;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.function.IntPredicate;

/**
 * Characters allowed in names: the IdentifierClass of PRECIS (RFC 8264, 8 and 9), derived from the Unicode data of the running
 * Java. Joiners (U+200C, U+200D) are refused even where RFC 5892, A.1 and A.2 allow them, because they are invisible.
 */
final class IdentifierClass {

    private static final String MIDDLE_DOT_RULE_LETTER = "l";

    private IdentifierClass() {}

    /**
     * Position of the first refused character of a text, -1 without one.
     *
     * @param text in Unicode NFC
     */
    static int firstRefused(String text) {
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (!allowed(text, i, c)) {
                return i;
            }
            i += Character.charCount(c);
        }
        return -1;
    }

    private static boolean allowed(String text, int at, int c) {
        if (c < 0x80) {
            return c > ' ' && c < 0x7f;
        }
        return switch (listed(c)) {
            case VALID -> true;
            case REFUSED -> false;
            case IN_CONTEXT -> inContext(text, at, c);
            case NONE -> letterOrDigit(c) && !oldHangul(c) && !ignorable(c) && !compatible(c);
        };
    }

    private enum Listed {
        VALID,
        REFUSED,
        IN_CONTEXT,
        NONE
    }

    /** RFC 8264, 9.6, which is RFC 5892, 2.6. */
    private static Listed listed(int c) {
        return switch (c) {
            case 0xdf, 0x3c2, 0x6fd, 0x6fe, 0xf0b, 0x3007 -> Listed.VALID;
            case 0xb7, 0x375, 0x5f3, 0x5f4, 0x30fb -> Listed.IN_CONTEXT;
            case 0x640, 0x7fa, 0x302e, 0x302f, 0x3031, 0x3032, 0x3033, 0x3034, 0x3035, 0x303b -> Listed.REFUSED;
            default -> arabicDigit(c) || extendedArabicDigit(c) ? Listed.IN_CONTEXT : Listed.NONE;
        };
    }

    /** RFC 5892, A.3 to A.9. */
    private static boolean inContext(String text, int at, int c) {
        return switch (c) {
            case 0xb7 ->
                text.startsWith(MIDDLE_DOT_RULE_LETTER, at - 1) && text.startsWith(MIDDLE_DOT_RULE_LETTER, at + 1);
            case 0x375 -> at + 1 < text.length() && UnicodeScript.of(text.codePointAt(at + 1)) == UnicodeScript.GREEK;
            case 0x5f3, 0x5f4 -> at > 0 && UnicodeScript.of(text.codePointBefore(at)) == UnicodeScript.HEBREW;
            case 0x30fb -> text.codePoints().anyMatch(IdentifierClass::japanese);
            default -> {
                IntPredicate others =
                        arabicDigit(c) ? IdentifierClass::extendedArabicDigit : IdentifierClass::arabicDigit;
                yield text.codePoints().noneMatch(others);
            }
        };
    }

    private static boolean japanese(int c) {
        UnicodeScript script = UnicodeScript.of(c);
        return script == UnicodeScript.HIRAGANA || script == UnicodeScript.KATAKANA || script == UnicodeScript.HAN;
    }

    private static boolean arabicDigit(int c) {
        return c >= 0x660 && c <= 0x669;
    }

    private static boolean extendedArabicDigit(int c) {
        return c >= 0x6f0 && c <= 0x6f9;
    }

    /** RFC 8264, 9.1. */
    private static boolean letterOrDigit(int c) {
        return switch (Character.getType(c)) {
            case Character.LOWERCASE_LETTER,
                    Character.UPPERCASE_LETTER,
                    Character.OTHER_LETTER,
                    Character.DECIMAL_DIGIT_NUMBER,
                    Character.MODIFIER_LETTER,
                    Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK -> true;
            default -> false;
        };
    }

    /** RFC 8264, 9.9: jamo that NFC made no syllable of. */
    private static boolean oldHangul(int c) {
        return (c >= 0x1100 && c <= 0x11ff)
                || (c >= 0xa960 && c <= 0xa97c)
                || (c >= 0xd7b0 && c <= 0xd7c6)
                || (c >= 0xd7cb && c <= 0xd7fb);
    }

    /** RFC 8264, 9.13: letters and marks with the property Default_Ignorable_Code_Point, which Java's expressions lack. */
    static boolean ignorable(int c) {
        return c == 0x34f
                || (c >= 0x115f && c <= 0x1160)
                || c == 0x3164
                || c == 0xffa0
                || (c >= 0x17b4 && c <= 0x17b5)
                || (c >= 0x180b && c <= 0x180f)
                || (c >= 0xfe00 && c <= 0xfe0f)
                || (c >= 0xe0000 && c <= 0xe0fff);
    }

    /** RFC 8264, 9.17. */
    private static boolean compatible(int c) {
        return !Normalizer.isNormalized(Character.toString(c), Normalizer.Form.NFKC);
    }
}
