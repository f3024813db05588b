package org.sekimori.web.my;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.ReferenceCode;
import org.sekimori.web.page.PageCookie;
import org.sekimori.web.page.PagePreferences;

/**
 * The reference of a refusal that a link to the traveller's page names ({@code /my?reference=K7QX-3M2P}), kept in a cookie while its reader
 * logs in. The log-in may lead through other sites, which need not know of it. Nothing but a code is kept, so it leads nowhere else.
 */
final class AskedReference {

    /** Parameter with the code, as typed or as stored. */
    static final String PARAMETER = "reference";

    private static final String COOKIE = "sekimori-my-reference";
    private static final Duration KEPT = Duration.ofMinutes(15);
    private static final int MOST_TYPED = 20;

    /** The page that a reader without a session asked for. */
    private static final Pattern ASKED = Pattern.compile("/my/?\\?(?:[^#]*&)?reference=([A-Za-z0-9-]{8,9})(?:&.*)?");

    private AskedReference() {}

    /** A code as it is stored; empty if it is none. */
    static Optional<String> code(String typed) {
        return Optional.of(typed)
                .filter(text -> text.length() <= MOST_TYPED)
                .map(ReferenceCode::parseCode)
                .filter(ReferenceCode::isCode);
    }

    /**
     * Keeps the reference of the page that was asked for; without one, what was kept before stays.
     *
     * @param next path and query that a reader without a session asked for
     * @return the code that the log-in leads to; empty without one
     */
    static String keep(String next, HttpServletRequest request, HttpServletResponse response) {
        Matcher asked = ASKED.matcher(next);
        Optional<String> code = asked.matches() ? code(asked.group(1)) : Optional.empty();
        code.ifPresent(one -> PageCookie.set(request, response, COOKIE, one, KEPT));
        return code.or(() -> kept(request)).orElse("");
    }

    /** Where a reader who has logged in is led: to the refusal asked for, which is forgotten, or to the page. */
    static String take(HttpServletRequest request, HttpServletResponse response) {
        Optional<String> code = kept(request);
        if (code.isPresent()) {
            PageCookie.set(request, response, COOKIE, "", Duration.ZERO);
        }
        return code.map(one -> "/my?" + PARAMETER + "=" + one).orElse("/my");
    }

    private static Optional<String> kept(HttpServletRequest request) {
        @Nullable String kept = PagePreferences.cookie(request, COOKIE);
        return kept == null ? Optional.empty() : code(kept);
    }
}
