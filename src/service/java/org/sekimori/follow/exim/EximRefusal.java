package org.sekimori.follow.exim;

import org.jspecify.annotations.Nullable;

/**
 * A line {@code H=… F=<…> A=… rejected after DATA: text}: the server refused a message at its end, before it queued it. Built in
 * {@code smtp_handle_acl_fail()} of {@code smtp_in.c}. Nothing quotes the text at its end, so the line is only read if the HELO name is
 * one that Exim takes without {@code helo_accept_junk_hosts}: a thief who could write this line would lift a limit by it.
 *
 * @param host the client; null for a local one
 * @param fields the fields behind it
 * @param temporary whether the client was asked to try again
 */
record EximRefusal(@Nullable EximHost host, EximFields fields, boolean temporary) {

    private static final String REJECTED = " rejected after DATA";
    private static final String TEMPORARILY = " temporarily rejected after DATA";

    /** Whether the text may be such a line. */
    static boolean announced(String text) {
        return (text.startsWith("H=") || text.startsWith("U=") || text.startsWith("DS H="))
                && text.contains("rejected after DATA")
                && text.contains(" F=<");
    }

    /** Reads the line behind the message id; null if it is none, or one that a client may have written. */
    static @Nullable EximRefusal read(String text) {
        String line = text.startsWith("DS ") ? text.substring(3) : text;
        EximHost host = null;
        int start = -1;
        if (line.startsWith("H=")) {
            int open = line.indexOf('[');
            if (line.startsWith("H=([") || open > 0 && line.charAt(open - 1) == '(') {
                open = line.indexOf('[', open + 1);
            }
            host = open < 0 ? null : EximHost.read(line, 2, open);
            if (host == null || host.helo() != null && !plain(host.helo()) || another(line, host)) {
                return null;
            }
            start = host.end();
        } else {
            start = line.indexOf(' ');
        }
        EximFields fields = start < 0 ? null : EximFields.read(line, start);
        if (fields == null || !fields.has("F")) {
            return null;
        }
        boolean temporary = line.startsWith(TEMPORARILY, fields.end());
        int end = fields.end() + (temporary ? TEMPORARILY : REJECTED).length();
        boolean refused = temporary || line.startsWith(REJECTED, fields.end());
        boolean whole = refused && (end == line.length() || line.startsWith(": ", end));
        return whole ? new EximRefusal(host, fields, temporary) : null;
    }

    /** Whether a client stands further behind, so that what is in between may be its HELO name. */
    private static boolean another(String line, EximHost host) {
        for (int open = line.indexOf('[', host.end()); open >= 0; open = line.indexOf('[', open + 1)) {
            if (EximHost.read(line, 2, open) != null) {
                return true;
            }
        }
        return false;
    }

    private static boolean plain(String helo) {
        return helo.chars().noneMatch(c -> c <= ' ' || c == '(' || c == ')' || c == '"' || c == '\\');
    }

    /** The envelope sender; null if not logged. */
    @Nullable
    String sender() {
        String sender = fields.get("F");
        return sender == null ? null : sender.substring(1, sender.length() - 1);
    }
}
