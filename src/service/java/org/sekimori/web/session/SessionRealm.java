package org.sekimori.web.session;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sekimori.web.page.PageCookie;
import org.sekimori.web.page.PagePreferences;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;

/**
 * People of one kind, such as staff: their sessions, their cookie, and where they log in. The cookie is for this server alone, hidden from
 * scripts, and over TLS it has the prefix {@code __Host-}, which no neighbour of a domain can set (RFC 6265bis, 4.1.3).
 *
 * @param <T> what a session knows of its person
 */
public final class SessionRealm<T> {

    /** Header of requests that a page sends by itself. */
    private static final String BACKGROUND = "X-Background";

    private final String name;
    private final String root;
    private final SessionStore<T> sessions;
    private final Function<T, @Nullable Authentication> people;

    /**
     * @param name of the realm, such as {@code console}; names the cookie
     * @param root of its paths, such as {@code /console}; the log-in is {@code log-in} below it
     * @param people who the owner of a session is at this moment; null if nobody any more, which ends the session
     */
    public SessionRealm(
            String name, String root, SessionStore<T> sessions, Function<T, @Nullable Authentication> people) {
        this.name = name;
        this.root = root;
        this.sessions = sessions;
        this.people = people;
    }

    /** Root of its paths, without a slash at the end. */
    public String root() {
        return root;
    }

    /** Where its people log in. */
    public String logIn() {
        return root + "/log-in";
    }

    public SessionStore<T> sessions() {
        return sessions;
    }

    /** Begins a session under a new id, whatever id the browser came with, which ends. */
    public void begin(T owner, HttpServletRequest request, HttpServletResponse response) {
        begin(owner, null, request, response);
    }

    /**
     * The same for a person whom an identity provider let in.
     *
     * @param provider its log-in; null: it was none
     */
    public void begin(
            T owner, @Nullable ProviderLogIn provider, HttpServletRequest request, HttpServletResponse response) {
        @Nullable WebSession<T> before = current(request);
        if (before != null) {
            sessions.end(before);
        }
        PageCookie.set(
                request, response, cookieName(request), sessions.begin(owner, provider), PageCookie.UNTIL_BROWSER_ENDS);
    }

    /** Ends the session of a request and takes its cookie back. */
    public void end(HttpServletRequest request, HttpServletResponse response) {
        @Nullable WebSession<T> session = current(request);
        if (session != null) {
            sessions.end(session);
        }
        PageCookie.set(request, response, cookieName(request), "", Duration.ZERO);
    }

    private String cookieName(HttpServletRequest request) {
        return PageCookie.hostOnly(request, name);
    }

    /** The session of a request; null without one. */
    public @Nullable WebSession<T> current(HttpServletRequest request) {
        @Nullable String id = PagePreferences.cookie(request, cookieName(request));
        return id == null || id.isEmpty()
                ? null
                : sessions.find(id, request.getHeader(BACKGROUND) == null && !events(request));
    }

    /** A page that stays open must not keep its session open, too. */
    private static boolean events(HttpServletRequest request) {
        @Nullable String accepted = request.getHeader(HttpHeaders.ACCEPT);
        return accepted != null && accepted.contains("text/event-stream");
    }

    /** Whether a session goes on and its person may still come; asking does not use it. */
    public boolean lives(WebSession<T> session) {
        return sessions.lives(session) && person(session) != null;
    }

    /** Who is behind a session now; null if nobody any more. */
    @Nullable
    Authentication person(WebSession<T> session) {
        return people.apply(session.owner());
    }
}
