package org.sekimori.follow;

import java.time.Instant;

/**
 * A line of a mail server's log, with its syslog header taken off.
 *
 * @param time when it was logged
 * @param host the logging host as the header names it; empty if the log has none, such as Exim's
 * @param program the program's tag without its process id, such as {@code postfix/submission/smtpd}; empty if the log has none
 * @param pid the process id; 0 if unknown
 * @param text the rest, as logged; may hold text that a client chose
 */
public record LogLine(Instant time, String host, String program, int pid, String text) {}
