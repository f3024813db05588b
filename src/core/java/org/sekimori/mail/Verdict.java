package org.sekimori.mail;

/**
 * The verdict on a submission. Accept means no objection; the mail server's own checks still apply. Accept and quarantine look
 * the same to the client, which is told 250.
 */
public sealed interface Verdict {

    /** The word on the wire: {@code accept, quarantine, defer, reject}, or {@code none}. */
    String word();

    /** SMTP reply code; 250 for accept and quarantine, 0 for none. */
    int code();

    /** Enhanced status code (RFC 3463); {@code 2.0.0} for accept and quarantine, empty for none. */
    String enhancedCode();

    /** Whether the client is refused: defer and reject. */
    default boolean refuses() {
        return code() >= 400;
    }

    /** Nothing against it. */
    Accept ACCEPT = new Accept();

    /** A doubt; see {@link Quarantine}. */
    Quarantine QUARANTINE = new Quarantine();

    /** Nobody asked; see {@link None}. */
    None NONE = new None();

    /** Nothing against it; see {@link #ACCEPT}. */
    record Accept() implements Verdict {
        @Override
        public String word() {
            return "accept";
        }

        @Override
        public int code() {
            return 250;
        }

        @Override
        public String enhancedCode() {
            return "2.0.0";
        }
    }

    /**
     * A doubt that deserves no refusal: the server takes the message and keeps it in its own queue until a person releases or
     * deletes it, such as Postfix's HOLD (access(5)). The client is told the same as for accept.
     */
    record Quarantine() implements Verdict {
        @Override
        public String word() {
            return "quarantine";
        }

        @Override
        public int code() {
            return 250;
        }

        @Override
        public String enhancedCode() {
            return "2.0.0";
        }
    }

    /** There is nothing to answer: the rules ran on something else than a submission. */
    record None() implements Verdict {
        @Override
        public String word() {
            return "none";
        }

        @Override
        public int code() {
            return 0;
        }

        @Override
        public String enhancedCode() {
            return "";
        }
    }

    /** Not now: the client may try again. Codes 4xx and 4.x.x. */
    record Defer(int code, String enhancedCode) implements Verdict {
        public Defer {
            requireClass(4, code, enhancedCode);
        }

        @Override
        public String word() {
            return "defer";
        }
    }

    /** Refused for good. Codes 5xx and 5.x.x. */
    record Reject(int code, String enhancedCode) implements Verdict {
        public Reject {
            requireClass(5, code, enhancedCode);
        }

        @Override
        public String word() {
            return "reject";
        }
    }

    private static void requireClass(int digit, int code, String enhancedCode) {
        if (code / 100 != digit || !isEnhanced(digit, enhancedCode)) {
            throw new IllegalArgumentException(
                    "codes " + code + " " + enhancedCode + " are not of class " + digit + " (RFC 3463)");
        }
    }

    /** Class, subject and detail, the latter two of one to three digits (RFC 3463, 2). */
    private static boolean isEnhanced(int digit, String code) {
        int second = code.indexOf('.', 2);
        return code.length() > 4
                && code.charAt(0) == '0' + digit
                && code.charAt(1) == '.'
                && isNumber(code, 2, second)
                && isNumber(code, second + 1, code.length());
    }

    private static boolean isNumber(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return to - from >= 1 && to - from <= 3;
    }
}
