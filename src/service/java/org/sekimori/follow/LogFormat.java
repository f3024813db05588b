package org.sekimori.follow;

/**
 * How the lines of a kind of log begin. {@link #SYSLOG} covers what syslog daemons write: traditional and RFC 3339 stamps, RFC 5424,
 * rsyslog's and journald's JSON; and Dovecot's own files, given as syslog would: program {@code dovecot}, text
 * {@code imap-login: Login: …} without {@code Info:}.
 */
public enum LogFormat {
    SYSLOG,
    /** Exim's own files: stamp, perhaps zone, perhaps {@code [pid]}, text. Host empty, program {@code exim}. */
    EXIM,
    /**
     * A JSON object a line, such as KumoMTA's and Haraka's records: the text is the line as it is; the time is when it arrived, since each
     * program names its own.
     */
    RECORDS
}
