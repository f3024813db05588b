package org.sekimori.follow.source;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.sekimori.follow.LogFormat;
import org.sekimori.follow.LogLine;
import org.sekimori.intake.CharacterValidator;

/**
 * Takes the headers off lines of one log. Octets that are no UTF-8 are read as Latin-1; NUL octets, which a file has after a crash
 * or after {@code copytruncate} under a writer that does not append, are dropped at the beginning of a line, and replaced
 * elsewhere. Not thread-safe: a time without a year or a zone depends on the time before it.
 */
public final class LogLineParser {

    private static final int MOST_PID = 9;

    private final LogFormat format;
    private final LocalTimes times;
    private final StampReader stamps;
    private final SyslogJsonReader json;

    /** @param zone of the server that stamps the lines, where stamps have none */
    public LogLineParser(LogFormat format, ZoneId zone) {
        this.format = format;
        this.times = new LocalTimes(zone);
        this.stamps = new StampReader(times);
        this.json = new SyslogJsonReader(this);
    }

    /** Time of the last line; {@link Instant#EPOCH} before the first. */
    public Instant lastTime() {
        return times.last();
    }

    /** Goes on after a restart behind a line of this time. */
    public void resume(Instant time) {
        times.resume(time);
    }

    /**
     * Parses a line.
     *
     * @return the line; null if it has no header of this format
     */
    public @Nullable LogLine parse(RawLine raw) {
        String text = text(raw.bytes());
        return switch (format) {
            case SYSLOG -> text.startsWith("{") ? json.read(text, raw) : syslog(text, raw);
            case EXIM -> exim(text, raw);
            case RECORDS -> text.startsWith("{") ? new LogLine(times.note(raw.notAfter()), "", "", 0, text) : null;
        };
    }

    static String text(byte[] bytes) {
        int from = 0;
        int to = bytes.length;
        while (from < to && bytes[from] == 0) {
            from++;
        }
        if (to > from && bytes[to - 1] == '\r') {
            to--;
        }
        boolean utf8 = CharacterValidator.firstNotUtf8(bytes) < 0;
        String text = new String(bytes, from, to - from, utf8 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
        return text.indexOf(0) < 0 ? text : text.replace('\0', '\ufffd');
    }

    /** A time at the beginning of a text; null without one. */
    @Nullable
    Instant stamp(String text, RawLine raw) {
        return stamps.read(text, 0, raw);
    }

    /** Takes the time of a line from elsewhere. */
    Instant note(Instant time) {
        return times.note(time);
    }

    /** A line with a syslog header in any of its forms. */
    @Nullable
    LogLine syslog(String text, RawLine raw) {
        int at = priority(text);
        if (text.startsWith("1 ", at)) {
            return rfc5424(text, at + 2, raw);
        }
        Instant time = stamps.read(text, at, raw);
        if (time == null || !blank(text, stamps.end())) {
            return null;
        }
        at = stamps.end() + 1;
        int end = wordEnd(text, at);
        if (end > at && text.charAt(end - 1) == ':') {
            return text.startsWith("]:", end - 2) ? tagged(time, "", text, at) : dovecot(text, at, time);
        }
        return tagged(time, text.substring(at, end), text, Math.min(end + 1, text.length()));
    }

    /** Length of {@code <22>} and the like; 0 without it. */
    private static int priority(String text) {
        int end = text.startsWith("<") ? text.indexOf('>') : -1;
        return end > 1 && end <= 4 ? end + 1 : 0;
    }

    /** Program and text behind the host. Without a colon there is no program, as in {@code last message repeated 2 times}. */
    LogLine tagged(Instant time, String host, String text, int from) {
        int at = from;
        while (at < text.length() && "[: ".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String program = text.substring(from, at);
        int pid = 0;
        if (at < text.length() && text.charAt(at) == '[') {
            int close = text.indexOf(']', at);
            pid = close < 0 ? 0 : pid(text.substring(at + 1, close));
            at = close < 0 ? at : close + 1;
        }
        if (at >= text.length() || text.charAt(at) != ':' || program.isEmpty()) {
            return new LogLine(time, host, "", 0, text.substring(from));
        }
        return new LogLine(time, host, program, pid, unspaced(text.substring(at + 1)));
    }

    /** RFC 5424: time, host, program, process, kind of message and structured data, each a word or {@code -}. */
    private @Nullable LogLine rfc5424(String text, int from, RawLine raw) {
        Instant time = stamps.read(text, from, raw);
        if (time == null || !blank(text, stamps.end())) {
            return null;
        }
        int at = stamps.end() + 1;
        String[] words = new String[4];
        for (int i = 0; i < words.length; i++) {
            int end = wordEnd(text, at);
            words[i] = text.substring(at, end);
            at = Math.min(end + 1, text.length());
        }
        at = structuredDataEnd(text, at);
        String message = at < text.length() ? unspaced(text.substring(at)) : "";
        message = message.startsWith("\ufeff") ? message.substring(1) : message;
        return new LogLine(time, absent(words[0]), absent(words[1]), pid(words[2]), message);
    }

    private static int structuredDataEnd(String text, int from) {
        int at = from;
        if (at < text.length() && text.charAt(at) == '-') {
            return at + 1;
        }
        while (at < text.length() && text.charAt(at) == '[') {
            boolean quoted = false;
            for (at++; at < text.length() && (quoted || text.charAt(at) != ']'); at++) {
                if (text.charAt(at) == '\\') {
                    at++;
                } else if (text.charAt(at) == '"') {
                    quoted = !quoted;
                }
            }
            at++;
        }
        return Math.min(at, text.length());
    }

    private static String absent(String word) {
        return word.equals("-") ? "" : word;
    }

    /** Dovecot's own file has no host: {@code imap-login: Info: Login: …}; syslog would have {@code dovecot: imap-login: Login: …}. */
    private static LogLine dovecot(String text, int from, Instant time) {
        int end = wordEnd(text, from);
        String rest = text.substring(Math.min(end + 1, text.length()));
        String plain = rest.startsWith("Info: ") ? rest.substring("Info: ".length()) : rest;
        return new LogLine(time, "", "dovecot", 0, text.substring(from, end) + " " + plain);
    }

    private @Nullable LogLine exim(String text, RawLine raw) {
        if (text.startsWith("{")) {
            return unstamped(json.read(text, raw), raw);
        }
        boolean itsOwn = text.length() > 10 && text.charAt(10) == ' ' && Character.isDigit(text.charAt(0));
        return itsOwn ? eximsOwn(text, raw) : unstamped(syslog(text, raw), raw);
    }

    /** Exim stamps what it gives to syslog, too, unless told otherwise ({@code syslog_timestamp}). */
    private @Nullable LogLine unstamped(@Nullable LogLine line, RawLine raw) {
        LogLine own = line == null ? null : eximsOwn(line.text(), raw);
        return own == null || line == null
                ? line
                : new LogLine(line.time(), line.host(), line.program(), line.pid(), own.text());
    }

    private @Nullable LogLine eximsOwn(String text, RawLine raw) {
        Instant time = stamps.read(text, 0, raw);
        if (time == null || !blank(text, stamps.end())) {
            return null;
        }
        int at = stamps.end() + 1;
        int close = text.startsWith("[", at) ? text.indexOf("] ", at) : -1;
        int pid = close < 0 ? 0 : pid(text.substring(at + 1, close));
        return new LogLine(time, "", "exim", pid, text.substring(pid > 0 ? close + 2 : at));
    }

    private static boolean blank(String text, int at) {
        return at < text.length() && text.charAt(at) == ' ';
    }

    private static int wordEnd(String text, int from) {
        int end = text.indexOf(' ', from);
        return end < 0 ? text.length() : end;
    }

    /** Without the blank that syslog puts between tag and text. */
    static String unspaced(String text) {
        return text.startsWith(" ") ? text.substring(1) : text;
    }

    /** A process id; 0 if it is none. */
    static int pid(String text) {
        if (text.isEmpty() || text.length() > MOST_PID) {
            return 0;
        }
        int pid = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return 0;
            }
            pid = pid * 10 + c - '0';
        }
        return pid;
    }
}
