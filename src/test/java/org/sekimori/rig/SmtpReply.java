package org.sekimori.rig;

import java.util.List;

/**
 * What an SMTP server answered.
 *
 * @param lines as they came, code included, without the line ends; at least one
 */
public record SmtpReply(List<String> lines) {

    public SmtpReply {
        lines = List.copyOf(lines);
        if (lines.isEmpty() || !lines.get(lines.size() - 1).matches("(?s)\\d{3}( .*)?")) {
            throw new IllegalArgumentException("not an SMTP reply: " + lines);
        }
    }

    /** The three digits. */
    public int code() {
        return Integer.parseInt(lines.get(lines.size() - 1).substring(0, 3));
    }

    /** Code 2xx or 3xx: the server goes on with us. */
    public boolean accepted() {
        return code() < 400;
    }

    /** All lines, with newlines between. */
    public String text() {
        return String.join("\n", lines);
    }
}
