package org.sekimori.intake.postfix;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.SubmissionAnswer;
import org.sekimori.mail.Verdict;

/** Formats an answer as Postfix's action. */
final class PolicyAction {

    /** Postfix's text before an action's at END-OF-MESSAGE. */
    private static final String BEFORE = "550 5.7.1 <END-OF-MESSAGE>: End-of-data rejected: ";

    /** Longest text, in octets: a line of a reply has 512 at most with its CRLF (RFC 5321, 4.5.3.1.5). */
    static final int MAX_TEXT = 512 - 2 - BEFORE.length();

    static final String PASS = "action=DUNNO\n\n";

    /**
     * Postfix puts the message into its queue {@code hold} and goes on as after DUNNO; the text is for its log (access(5)).
     * The client is told that the message was queued.
     */
    private static final String HOLD = "action=HOLD quarantined by Sekimori";

    private PolicyAction() {}

    /**
     * @param utf8 whether the text is the one in the domain's language instead of the plain one
     */
    static String of(SubmissionAnswer answer, boolean utf8) {
        Verdict verdict = answer.verdict();
        if (verdict instanceof Verdict.Accept) {
            return PASS;
        }
        if (verdict instanceof Verdict.Quarantine) {
            return HOLD + (answer.reference() == null ? "" : ", reference " + answer.reference()) + "\n\n";
        }
        String text = fitting(oneLine(utf8 ? answer.text() : answer.plain()), answer.reference());
        return "action=" + verdict.code() + " " + verdict.enhancedCode() + " " + text + "\n\n";
    }

    /** Without control characters, which would end the action early. */
    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(c -> line.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
        return line.toString();
    }

    /** Cut at a word boundary if it is too long; the reference, which identifies the decision, is always kept. */
    private static String fitting(String text, @Nullable String reference) {
        if (octets(text) <= MAX_TEXT) {
            return text;
        }
        String end = reference == null ? "..." : "... Reference " + reference;
        int room = MAX_TEXT - end.length();
        int to = 0;
        int octets = 0;
        while (to < text.length()) {
            int c = text.codePointAt(to);
            octets += octets(Character.toString(c));
            if (octets > room) {
                break;
            }
            to += Character.charCount(c);
        }
        // Japanese has no spaces between words: a distant space is no reason to drop the text after it.
        int space = text.lastIndexOf(' ', to);
        return text.substring(0, space > to / 2 ? space : to).stripTrailing() + end;
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
