package org.sekimori.mail;

/** The Bidi Rule (RFC 5893, 2): a text with right-to-left letters must have one reading only. */
final class BidiRule {

    private BidiRule() {}

    /** Whether a text satisfies the rule; texts without such letters do. */
    static boolean isSatisfiedBy(String text) {
        if (text.codePoints().noneMatch(BidiRule::rightToLeft)) {
            return true;
        }
        byte first = Character.getDirectionality(text.codePointAt(0));
        byte last = Character.getDirectionality(text.codePointBefore(lastButMarks(text)));
        if (first == Character.DIRECTIONALITY_LEFT_TO_RIGHT) {
            // Conditions 5 and 6 allow no right-to-left letter here.
            return false;
        }
        boolean begins = first == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || first == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
        boolean ends = last == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || last == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC
                || last == Character.DIRECTIONALITY_EUROPEAN_NUMBER
                || last == Character.DIRECTIONALITY_ARABIC_NUMBER;
        return begins && ends && text.codePoints().allMatch(BidiRule::amongRightToLeft) && oneKindOfNumber(text);
    }

    private static boolean rightToLeft(int c) {
        byte direction = Character.getDirectionality(c);
        return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC
                || direction == Character.DIRECTIONALITY_ARABIC_NUMBER;
    }

    private static int lastButMarks(String text) {
        int end = text.length();
        while (end > 1
                && Character.getDirectionality(text.codePointBefore(end)) == Character.DIRECTIONALITY_NONSPACING_MARK) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        return Math.max(1, end);
    }

    /** Condition 2. */
    private static boolean amongRightToLeft(int c) {
        return switch (Character.getDirectionality(c)) {
            case Character.DIRECTIONALITY_RIGHT_TO_LEFT,
                    Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC,
                    Character.DIRECTIONALITY_ARABIC_NUMBER,
                    Character.DIRECTIONALITY_EUROPEAN_NUMBER,
                    Character.DIRECTIONALITY_EUROPEAN_NUMBER_SEPARATOR,
                    Character.DIRECTIONALITY_COMMON_NUMBER_SEPARATOR,
                    Character.DIRECTIONALITY_EUROPEAN_NUMBER_TERMINATOR,
                    Character.DIRECTIONALITY_OTHER_NEUTRALS,
                    Character.DIRECTIONALITY_BOUNDARY_NEUTRAL,
                    Character.DIRECTIONALITY_NONSPACING_MARK -> true;
            default -> false;
        };
    }

    /** Condition 4. */
    private static boolean oneKindOfNumber(String text) {
        boolean european = text.codePoints()
                .anyMatch(c -> Character.getDirectionality(c) == Character.DIRECTIONALITY_EUROPEAN_NUMBER);
        boolean arabic = text.codePoints()
                .anyMatch(c -> Character.getDirectionality(c) == Character.DIRECTIONALITY_ARABIC_NUMBER);
        return !(european && arabic);
    }
}
