package org.sekimori.intake.postfix;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects, by the requests that Postfix sends and never sends, mistakes in its restrictions. Only warns; no answer depends on it.
 *
 * <p>Each server, by the address and port that the client connected to, is judged by itself, by whole messages: one smtpd process
 * has one message at a time and asks over one connection, so a message is over when its connection asks about the next one or is
 * closed. Single messages prove nothing: clients give up after RCPT, another check refuses, recipients do not exist. At least
 * {@value RecentMessageWindow#LEAST} of the latest {@value RecentMessageWindow#REMEMBERED} messages must agree; a warning is gone when half of the last
 * {@value RecentMessageWindow#LEAST} were right. Mail without a log-in is incoming mail, and a mistake only at ports for submission.
 *
 * <p>Requests without a server's port are counted and not judged: Postfix names it since version 3.2, other programs do not.
 *
 * <p>Bounded in servers and messages. Thread-safe.
 */
public final class PostfixConfigMonitor {

    /** Servers that are watched; of more, those that were silent longest are forgotten. */
    static final int SERVERS = 64;

    /** A server without requests for this long is considered gone. */
    static final Duration SILENCE = Duration.ofHours(24);

    /** Messages without a log-in that prove that submission is missing. */
    static final int INCOMING = 50;

    private static final long LEAST_PATIENCE_MILLIS = 500;

    private static final Logger LOG = LoggerFactory.getLogger(PostfixConfigMonitor.class);
    private static final String ALL = "all servers";

    private final Clock clock;
    private final Set<Integer> submissionPorts;
    private final LinkedHashMap<String, Server> servers = new LinkedHashMap<>(16, 0.75f, true);
    private long asked;
    private int incoming;
    private boolean anyUser;

    /**
     * A watch that has seen nothing.
     *
     * @param submissionPorts where clients must log in, such as 587 and 465 (RFC 6409, RFC 8314)
     */
    public PostfixConfigMonitor(Clock clock, Set<Integer> submissionPorts) {
        this.clock = clock;
        this.submissionPorts = Set.copyOf(submissionPorts);
    }

    /** The observations of one server. */
    private static final class Server {
        private final RecentMessageWindow ended = new RecentMessageWindow();
        private final RecentMessageWindow recipientsNamed = new RecentMessageWindow();
        private final RecentMessageWindow loggedIn = new RecentMessageWindow();
        private final RecentMessageWindow inTime = new RecentMessageWindow();
        private final RecentMessageWindow answered = new RecentMessageWindow();
        private final Map<PostfixMisconfiguration, RecentMessageWindow> wrong =
                new EnumMap<>(PostfixMisconfiguration.class);
        private Instant last = Instant.EPOCH;
    }

    /**
     * A mistake that is seen now.
     *
     * @param server address and port that clients come to, or {@code all servers}
     * @param wrong how many of the latest messages show it
     * @param messages how many were looked at
     */
    public record Warning(String server, PostfixMisconfiguration mistake, int wrong, int messages) {

        /** One sentence with the line that mends it. */
        public String text() {
            return "Postfix at " + server + ": " + mistake.problem() + " (" + wrong + " of the last " + messages
                    + "); main.cf needs: " + mistake.fix();
        }
    }

    /**
     * The current observations.
     *
     * @param asked requests so far
     */
    public record Snapshot(long asked, List<Warning> warnings) {

        public Snapshot {
            warnings = List.copyOf(warnings);
        }
    }

    /** The current observations. */
    public synchronized Snapshot snapshot() {
        Instant since = clock.instant().minus(SILENCE);
        for (Iterator<Map.Entry<String, Server>> all = servers.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<String, Server> one = all.next();
            if (one.getValue().last.isBefore(since)) {
                one.getValue().wrong.keySet().forEach(mistake -> gone(one.getKey(), mistake, "asks no more"));
                all.remove();
            }
        }
        List<Warning> warnings = new ArrayList<>();
        servers.forEach((name, server) -> server.wrong.forEach((mistake, share) ->
                warnings.add(new Warning(name, mistake, share.size() - share.good(), share.size()))));
        if (onlyIncoming()) {
            warnings.add(new Warning(ALL, PostfixMisconfiguration.ONLY_INCOMING, incoming, incoming));
        }
        return new Snapshot(asked, warnings);
    }

    /** How many servers show a mistake now. */
    public long count(PostfixMisconfiguration mistake) {
        return snapshot().warnings().stream()
                .filter(warning -> warning.mistake() == mistake)
                .count();
    }

    private boolean onlyIncoming() {
        return !anyUser && incoming >= INCOMING;
    }

    /** A new connection. */
    Session open() {
        return new Session();
    }

    private Server server(String name) {
        Server server = servers.computeIfAbsent(name, key -> new Server());
        server.last = clock.instant();
        if (servers.size() > SERVERS) {
            Iterator<Server> silent = servers.values().iterator();
            silent.next();
            silent.remove();
        }
        return server;
    }

    private void assess(String name, Server server, PostfixMisconfiguration mistake, RecentMessageWindow share) {
        if (share.nearlyNone()) {
            appear(name, server, mistake, share);
        } else if (share.mended()) {
            mend(name, server, mistake);
        }
    }

    private static void appear(String name, Server server, PostfixMisconfiguration mistake, RecentMessageWindow share) {
        if (server.wrong.putIfAbsent(mistake, share) == null) {
            LOG.warn(
                    "{}; see docs/postfix.md, 'What health says'",
                    new Warning(name, mistake, share.size() - share.good(), share.size()).text());
        }
    }

    private static void mend(String name, Server server, PostfixMisconfiguration mistake) {
        if (server.wrong.remove(mistake) != null) {
            gone(name, mistake, "is mended");
        }
    }

    private static void gone(String name, PostfixMisconfiguration mistake, String how) {
        LOG.warn("Postfix at {} {} ({})", name, how, mistake.word());
    }

    /** One connection, which is one smtpd process: its messages come one after the other. Single-threaded. */
    final class Session {
        private String server = "";
        private String instance = "";
        private String who = "";
        private boolean user;
        private boolean data;
        private boolean ended = true;
        /** Since when a decision is pending; {@link Long#MIN_VALUE} if none is. */
        private long waitingSince = Long.MIN_VALUE;

        /**
         * A request.
         *
         * @param submits whether the client logged in, or is an application of the operator's
         * @param recipientsKnown whether recipients of this message were named at RCPT before
         */
        void note(PostfixPolicyRequest request, boolean submits, boolean recipientsKnown) {
            synchronized (PostfixConfigMonitor.this) {
                asked++;
                server = request.serverAddress() + ":" + request.serverPort();
                boolean message = isMessage(request.state());
                if (request.serverPort() == 0) {
                    anyUser |= submits;
                    return;
                }
                if (message && !request.instance().equals(instance)) {
                    finish();
                    begin(request, submits);
                }
                Server known = server(server);
                known.inTime.add(message, request.clientAddress());
                assess(server, known, PostfixMisconfiguration.TOO_EARLY, known.inTime);
                data |= request.state().equals("DATA");
                if (request.state().equals("END-OF-MESSAGE") && user) {
                    waitingSince = clock.millis();
                    end(known, recipientsKnown);
                }
            }
        }

        private boolean isMessage(String state) {
            return state.equals("RCPT") || state.equals("DATA") || state.equals("END-OF-MESSAGE");
        }

        private void begin(PostfixPolicyRequest request, boolean submits) {
            instance = request.instance();
            user = submits;
            who = request.authenticated() ? request.username() : request.clientAddress();
            data = false;
            ended = false;
            Server known = server(server);
            if (submissionPorts.contains(request.serverPort())) {
                known.loggedIn.add(user, request.clientAddress());
                assess(server, known, PostfixMisconfiguration.NO_USER, known.loggedIn);
            }
            boolean before = onlyIncoming();
            anyUser |= user;
            incoming = user ? 0 : Math.min(incoming + 1, INCOMING);
            if (onlyIncoming() && !before) {
                LOG.warn(
                        "{}; see docs/postfix.md, 'What health says'",
                        new Warning(ALL, PostfixMisconfiguration.ONLY_INCOMING, incoming, incoming).text());
            } else if (before && !onlyIncoming()) {
                gone(ALL, PostfixMisconfiguration.ONLY_INCOMING, "is mended");
            }
        }

        private void end(Server known, boolean recipientsKnown) {
            if (ended) {
                return;
            }
            ended = true;
            known.ended.add(true, who);
            judgeEnded(known);
            known.recipientsNamed.add(recipientsKnown, who);
            assess(server, known, PostfixMisconfiguration.NO_RECIPIENTS, known.recipientsNamed);
        }

        /** Finishes the previous message, which was given up, refused, or never asked about at its end. */
        private void finish() {
            if (user && !ended && !instance.isEmpty()) {
                Server known = server(server);
                known.ended.add(false, who);
                judgeEnded(known);
            }
            ended = true;
        }

        private void judgeEnded(Server known) {
            boolean bad = known.ended.nearlyNone();
            if (bad || known.ended.mended()) {
                // Only one of the two can be the way in which the end is missed.
                mendUnless(bad && !data, known, PostfixMisconfiguration.NO_END_OF_DATA);
                mendUnless(bad && data, known, PostfixMisconfiguration.DATA_INSTEAD_OF_END_OF_DATA);
            }
        }

        private void mendUnless(boolean bad, Server known, PostfixMisconfiguration mistake) {
            if (bad) {
                appear(server, known, mistake, known.ended);
            } else {
                mend(server, known, mistake);
            }
        }

        /** Everything that was owed was written. */
        void paid() {
            if (waitingSince != Long.MIN_VALUE) {
                answered(true);
            }
        }

        /** The client has closed its side; it does not wait for a pending answer any more. */
        void hungUp() {
            // Postfix waits whole seconds; a program that closes its side at once still reads.
            if (waitingSince != Long.MIN_VALUE && clock.millis() - waitingSince >= LEAST_PATIENCE_MILLIS) {
                answered(false);
            }
            // Later answers may not be read, so they prove nothing.
            waitingSince = Long.MIN_VALUE;
        }

        private void answered(boolean good) {
            waitingSince = Long.MIN_VALUE;
            synchronized (PostfixConfigMonitor.this) {
                Server known = server(server);
                known.answered.add(good, who);
                if (known.answered.noneLost()) {
                    mend(server, known, PostfixMisconfiguration.TIMEOUT);
                } else if (known.answered.manyLost()) {
                    appear(server, known, PostfixMisconfiguration.TIMEOUT, known.answered);
                }
            }
        }

        /** The connection is closed. */
        void close() {
            synchronized (PostfixConfigMonitor.this) {
                finish();
            }
        }
    }
}
