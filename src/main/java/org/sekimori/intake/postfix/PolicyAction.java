package org.sekimori.intake.postfix;

import java.nio.charset.StandardCharsets;
import org.sekimori.mail.Answer;
import org.sekimori.mail.Verdict;

/** The answer in Postfix's words. */
final class PolicyAction {

    /** Longest text, in octets of UTF-8. RFC 5321 lets a client expect 512; Postfix passes longer ones on in one line. */
    static final int MAX_TEXT = 900;

    static final String PASS = "action=DUNNO\n\n";

    private PolicyAction() {}

    static String of(Answer answer) {
        Verdict verdict = answer.verdict();
        if (verdict instanceof Verdict.Accept) {
            return PASS;
        }
        return "action=" + verdict.code() + " " + verdict.enhancedCode() + " " + oneLine(answer.text()) + "\n\n";
    }

    /** Without control characters, which would end the action early, and cut between characters. */
    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        int octets = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            String shown = Character.isISOControl(c) ? " " : Character.toString(c);
            octets += shown.getBytes(StandardCharsets.UTF_8).length;
            if (octets > MAX_TEXT) {
                break;
            }
            line.append(shown);
        }
        return line.toString();
    }
}
