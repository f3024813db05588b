package org.sekimori.follow.dovecot;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sekimori.follow.LineIds;
import org.sekimori.follow.LogEvent;
import org.sekimori.follow.LogLine;
import org.sekimori.follow.LogLineAssembler;
import org.sekimori.mail.EventKind;

/**
 * Reads Dovecot's log, of 2.0 to 2.4, for log-ins by IMAP, POP3, submission and ManageSieve. A log-in is {@code auth_succeeded}, once in
 * ten minutes for an account and address, since many clients log in every minute. A failed attempt is {@code auth_failed}, once,
 * at the end of its connection: of an attempt each password database tells on its own, and one may refuse what the next accepts. A master user's log-in is nobody's:
 * the account did not do it. Servers that ask Dovecot for passwords, such as Postfix, tell of failures in their own logs.
 */
public final class DovecotLogAssembler implements LogLineAssembler {

    private static final int FORMAT = 2;

    /** Most places of accounts that are remembered. */
    private static final int MOST_PLACES = 100_000;

    /** Most attempts of one connection that are told at its end. */
    private static final int MOST_ATTEMPTS = 100;

    /** For so long, the same account at the same address is no news. */
    private static final Duration SAME_PLACE = Duration.ofMinutes(10);

    private static final int LONGEST_ACCOUNT = 1_000;

    /** A process, perhaps with a user and ids, before its message. */
    private static final Pattern PROCESS = Pattern.compile("[a-z][a-z0-9_-]*(?:\\([^()]*\\))?(?:<[^<> ]*>)*: .*");

    /** The level that files of {@code log_path} have before the message. */
    private static final Pattern LEVEL = Pattern.compile("^(?:Debug|Info|Warning|Error|Fatal|Panic): ");

    private static final String LOG_IN = "-login: ";

    /** Of the auth process, in 2.3 without the session; needs {@code auth_verbose = yes}. */
    private static final Pattern MASTER = Pattern.compile("auth: (?:Info: )?Master user logging in as (.*)");

    private static final int LONGEST_PROTOCOL = 20;

    private final OpenSessions sessions = new OpenSessions();
    private final Map<String, Long> places = new LinkedHashMap<>();
    private final MasterLogIns masters = new MasterLogIns();
    private final LineIds lineIds = new LineIds();

    @Override
    public LineResult read(LogLine line, Consumer<LogEvent> events) {
        String program = line.program();
        if (!program.isEmpty() && !program.equals("dovecot")) {
            return LineResult.FOREIGN;
        }
        String text = line.text();
        sessions.advance(line.time());
        tellOverdue(line, events);
        if (AuthLine.announced(text)) {
            Matcher master = MASTER.matcher(text);
            if (master.matches()) {
                masters.announce(master.group(1), line.time());
                return LineResult.UNDERSTOOD;
            }
            AuthLine read = AuthLine.read(text);
            if (read instanceof AuthLine.Request request) {
                return requested(request, line);
            }
            return read instanceof AuthLine.Unclear ? LineResult.NOT_UNDERSTOOD : LineResult.IGNORED;
        }
        int login = text.indexOf(LOG_IN);
        if (login > 0 && login < LONGEST_PROTOCOL) {
            return loggedIn(
                    LEVEL.matcher(text.substring(login + LOG_IN.length())).replaceFirst(""), line, events);
        }
        return PROCESS.matcher(text).matches() ? LineResult.IGNORED : LineResult.NOT_UNDERSTOOD;
    }

    private LineResult requested(AuthLine.Request request, LogLine line) {
        String id = request.session();
        if (id == null || !request.failed() && !request.master()) {
            return LineResult.IGNORED;
        }
        OpenSession session = sessions.begin(id, request.address(), line.time());
        if (request.master()) {
            session.byMaster();
        }
        if (request.failed()) {
            session.failed(request, line.time());
        }
        return LineResult.UNDERSTOOD;
    }

    private LineResult loggedIn(String text, LogLine line, Consumer<LogEvent> events) {
        LogInLine read = LogInLine.read(text);
        if (read instanceof LogInLine.Failed failed) {
            return failed(failed, line, events);
        }
        if (read instanceof LogInLine.Succeeded succeeded) {
            return succeeded(succeeded.elements(), line, events);
        }
        return read instanceof LogInLine.Unclear ? LineResult.NOT_UNDERSTOOD : LineResult.IGNORED;
    }

    private LineResult failed(LogInLine.Failed failed, LogLine line, Consumer<LogEvent> events) {
        LogInElements elements = failed.elements();
        OpenSessions.Found found = sessions.end(elements);
        String prefix = found == null ? id(elements, line) : found.id();
        List<FailedAttempt> attempts =
                found == null ? List.of() : found.session().attempts();
        int told = Math.min(attempts.size(), failed.attempts());
        tell(prefix, attempts.subList(0, told), line.host(), events);
        if (elements.named() && elements.user().length() <= LONGEST_ACCOUNT) {
            for (int i = told + 1; i <= Math.min(failed.attempts(), told + MOST_ATTEMPTS); i++) {
                fail(prefix + ":" + i, elements.user(), elements.address(), line.time(), line.host(), events);
            }
        } else if (told == 0) {
            return LineResult.IGNORED;
        }
        return LineResult.UNDERSTOOD;
    }

    private LineResult succeeded(LogInElements elements, LogLine line, Consumer<LogEvent> events) {
        OpenSessions.Found found = sessions.end(elements);
        if (found != null) {
            tell(found.id(), found.session().before(line.time()), line.host(), events);
        }
        boolean master = elements.byMaster()
                || found != null && found.session().master()
                || masters.announced(elements.user(), line.time());
        if (master || !elements.named() || elements.user().length() > LONGEST_ACCOUNT) {
            return LineResult.IGNORED;
        }
        String place = LineIds.hash(elements.user() + "\n" + elements.address());
        long second = line.time().getEpochSecond();
        Long before = places.get(place);
        if (before != null && second >= before && second - before < SAME_PLACE.toSeconds()) {
            return LineResult.UNDERSTOOD;
        }
        places.remove(place);
        put(place, second);
        String event = "dovecot:login:" + id(elements, line);
        events.accept(LogEvent.of(EventKind.AUTH_SUCCEEDED, event, line.time(), elements.user())
                .server(line.host())
                .clientAddress(elements.address())
                .tls(elements.tls())
                .build());
        return LineResult.UNDERSTOOD;
    }

    private String id(LogInElements elements, LogLine line) {
        return elements.session() == null ? lineIds.of(line) : elements.session();
    }

    private static void tell(String id, List<FailedAttempt> attempts, String host, Consumer<LogEvent> events) {
        for (int i = 0; i < attempts.size(); i++) {
            FailedAttempt one = attempts.get(i);
            if (one.named) {
                fail(id + ":" + (i + 1), one.user, one.address, one.time, host, events);
            }
        }
    }

    private static void fail(
            String id, String user, String address, Instant time, String host, Consumer<LogEvent> events) {
        events.accept(LogEvent.of(EventKind.AUTH_FAILED, "dovecot:failed:" + id, time, user)
                .server(host)
                .clientAddress(address)
                .build());
    }

    /** Tells of connections whose end is not in the log. */
    private void tellOverdue(LogLine line, Consumer<LogEvent> events) {
        for (OpenSessions.Found one = sessions.overdue(line.time()); one != null; one = sessions.overdue(line.time())) {
            tell(one.id(), one.session().attempts(), line.host(), events);
        }
    }

    private void put(String place, long second) {
        places.put(place, second);
        if (places.size() > MOST_PLACES) {
            Iterator<String> oldest = places.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    @Override
    public void expire(Instant now) {
        long place = now.minus(SAME_PLACE).getEpochSecond();
        forget(places.values().iterator(), second -> second < place);
    }

    /** Removes entries from the oldest on, until one is young enough. */
    private static <T> void forget(Iterator<T> oldest, Predicate<T> old) {
        while (oldest.hasNext() && old.test(oldest.next())) {
            oldest.remove();
        }
    }

    @Override
    public int open() {
        return sessions.size();
    }

    @Override
    public void save(DataOutput out) throws IOException {
        out.writeByte(FORMAT);
        sessions.save(out);
        out.writeInt(places.size());
        for (Map.Entry<String, Long> one : places.entrySet()) {
            out.writeUTF(one.getKey());
            out.writeLong(one.getValue());
        }
        masters.save(out);
        lineIds.save(out);
    }

    @Override
    public void restore(DataInput in) throws IOException {
        forgetAll();
        try {
            int format = in.readByte();
            if (format != FORMAT) {
                throw new IOException("the format of the open sessions is unknown: " + format);
            }
            sessions.restore(in);
            for (int i = in.readInt(); i > 0; i--) {
                put(in.readUTF(), in.readLong());
            }
            masters.restore(in);
            lineIds.restore(in);
        } catch (IOException e) {
            forgetAll();
            throw e;
        }
    }

    private void forgetAll() {
        sessions.clear();
        places.clear();
        masters.clear();
        lineIds.clear();
    }
}
