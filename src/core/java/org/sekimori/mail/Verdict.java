package org.sekimori.mail;

/** The verdict on a submission. Accept means no objection; the mail server's own checks still apply. */
public sealed interface Verdict {

    /** The word on the wire: {@code accept, defer, reject}. */
    String word();

    /** SMTP reply code; 250 for accept. */
    int code();

    /** Enhanced status code (RFC 3463); {@code 2.0.0} for accept. */
    String enhancedCode();

    /** Nothing against it. */
    Accept ACCEPT = new Accept();

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
