package org.sekimori.intake.milter;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.SubmissionAnswer;
import org.sekimori.mail.Verdict;

/** Formats an answer as packets. The client reads the text of a refusal as it is written here: no server puts anything before it. */
final class MilterReply {

    /** Longest line of a reply, in octets, with its CRLF (RFC 5321, 4.5.3.1.5). */
    private static final int MAX_LINE = 512;

    /** Most lines, as many as libmilter sends (smfi_setmlreply). */
    private static final int MAX_LINES = 32;

    private static final byte[] ACCEPT = packet(MilterProtocol.ACCEPT);
    private static final byte[] CONTINUE = packet(MilterProtocol.CONTINUE);

    /**
     * For a message that is to wait, at a server without a quarantine (Sendmail before 8.13): the client keeps it and tries again.
     */
    private static final byte[] LATER = packet(MilterProtocol.TRY_LATER);

    /** What the server's log says about a message that waits; Postfix cuts it after 100 characters. */
    private static final String HELD = "quarantined by Sekimori";

    private MilterReply() {}

    /** Nothing against this message: no further steps of it are of interest. */
    static byte[] accept() {
        return ACCEPT.clone();
    }

    /** Nothing against this step. */
    static byte[] goOn() {
        return CONTINUE.clone();
    }

    /**
     * The reply to the end of a message.
     *
     * @param utf8 whether the client asked for SMTPUTF8 and so may be sent the text in the domain's language (RFC 6531, 3.7.4.2)
     * @param quarantines whether the server can keep a message in a quarantine
     */
    static byte[] of(SubmissionAnswer answer, boolean utf8, boolean quarantines) {
        Verdict verdict = answer.verdict();
        if (verdict instanceof Verdict.Accept) {
            return accept();
        }
        if (verdict instanceof Verdict.Quarantine) {
            return quarantines ? held(answer.reference()) : LATER.clone();
        }
        return refusal(verdict.code(), verdict.enhancedCode(), utf8 ? answer.text() : answer.plain());
    }

    /** The server keeps the message in its own queue, and tells the client the same as for an accept. */
    private static byte[] held(@Nullable String reference) {
        byte[] reason =
                packet(MilterProtocol.QUARANTINE, text(reference == null ? HELD : HELD + ", reference " + reference));
        return ByteBuffer.allocate(reason.length + ACCEPT.length)
                .put(reason)
                .put(ACCEPT)
                .array();
    }

    private static byte[] refusal(int code, String enhanced, String text) {
        List<String> lines = lines(oneLine(text), MAX_LINE - 2 - (code + " " + enhanced + " ").length());
        StringBuilder reply = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            boolean last = i == lines.size() - 1;
            // The server takes the text for a format, as printf(3) does (smfi_setreply).
            reply.append(code)
                    .append(last ? ' ' : '-')
                    .append(enhanced)
                    .append(' ')
                    .append(lines.get(i).replace("%", "%%"))
                    .append(last ? "" : "\r\n");
        }
        return packet(MilterProtocol.REPLY_CODE, text(reply.toString()));
    }

    /** Without control characters, which would end the line. */
    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(c -> line.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
        return line.toString().strip();
    }

    /**
     * A text in lines of so many octets, broken at words where there are any: Japanese has no spaces. What is beyond the last line
     * is left out.
     */
    private static List<String> lines(String text, int most) {
        List<String> lines = new ArrayList<>();
        String rest = text;
        while (!rest.isEmpty() && lines.size() < MAX_LINES) {
            int fits = fitting(rest, most);
            if (fits < rest.length()) {
                int space = rest.lastIndexOf(' ', fits);
                fits = space > fits / 2 ? space : fits;
            }
            lines.add(rest.substring(0, fits).stripTrailing());
            rest = rest.substring(fits).stripLeading();
        }
        return lines.isEmpty() ? List.of("") : lines;
    }

    /** How many characters of a text have at most so many octets in UTF-8; no character is cut. */
    private static int fitting(String text, int most) {
        int octets = 0;
        int to = 0;
        while (to < text.length()) {
            int c = text.codePointAt(to);
            octets += Character.toString(c).getBytes(StandardCharsets.UTF_8).length;
            if (octets > most) {
                return to;
            }
            to += Character.charCount(c);
        }
        return to;
    }

    private static byte[] text(String text) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        data.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        data.write(0);
        return data.toByteArray();
    }

    /** A packet. */
    static byte[] packet(char command, byte... data) {
        return ByteBuffer.allocate(5 + data.length)
                .putInt(1 + data.length)
                .put((byte) command)
                .put(data)
                .array();
    }
}
