package org.sekimori.web.session;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.request.ApiProblems;
import org.sekimori.web.page.FormFields;
import org.sekimori.web.page.PageController;
import org.sekimori.web.page.PageCookie;
import org.sekimori.web.page.PageHeaders;
import org.sekimori.web.page.PagePreferences;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Refuses forms that other sites made a browser send (CSRF). Every form has a token: that of the session, or, before there is one, that of
 * a cookie which the same answer set. What a browser says about where a request comes from is looked at as well.
 *
 * <p>An interceptor and not a filter: the body, with the token in it, is there only after authorisation.
 */
public final class FormGuard implements HandlerInterceptor {

    /** Attribute of a request with its {@link WebSession}. */
    static final String SESSION = "org.sekimori.web.session";

    /** Field of forms with the token. */
    public static final String FIELD = "form_token";

    /** Header with the token, of requests by script. */
    static final String HEADER = "X-Form-Token";

    private static final String COOKIE = "sekimori-form";
    private static final String FRESH = "org.sekimori.web.fresh-token";
    private static final List<String> READING = List.of("GET", "HEAD", "OPTIONS");
    private static final int TOKEN_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method && method.getBeanType().isAnnotationPresent(PageController.class)) {
            if (READING.contains(request.getMethod())) {
                prepare(request, response);
            } else {
                PageHeaders.allow(response);
                check(request);
            }
        }
        return true;
    }

    private static void check(HttpServletRequest request) {
        @Nullable String site = request.getHeader("Sec-Fetch-Site");
        boolean foreign = site != null && !site.equals("same-origin") && !site.equals("none");
        String expected = token(request);
        @Nullable String header = request.getHeader(HEADER);
        String sent = header != null ? header : FormFields.of(request).raw(FIELD);
        if (foreign || foreignOrigin(request) || expected.isEmpty() || !same(expected, sent)) {
            throw ApiProblems.of(
                    HttpStatus.FORBIDDEN,
                    "this form is out of date, or does not come from this page; open the page again");
        }
    }

    /** Whether the header Origin names another host than the one asked; a proxy may change scheme and port. */
    private static boolean foreignOrigin(HttpServletRequest request) {
        @Nullable String origin = request.getHeader(HttpHeaders.ORIGIN);
        @Nullable String host = request.getHeader(HttpHeaders.HOST);
        if (origin == null || host == null) {
            return false;
        }
        return !host(origin.replaceFirst("^https?://", "")).equals(host(host));
    }

    private static String host(String authority) {
        return authority.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
    }

    private static boolean same(String expected, String sent) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), sent.getBytes(StandardCharsets.UTF_8));
    }

    /** The token for the forms of an answer; empty if there is neither a session nor a cookie. */
    public static String token(HttpServletRequest request) {
        if (request.getAttribute(SESSION) instanceof WebSession<?> session) {
            return session.formToken();
        }
        if (request.getAttribute(FRESH) instanceof String fresh) {
            return fresh;
        }
        @Nullable String kept = PagePreferences.cookie(request, COOKIE);
        return kept == null ? "" : kept;
    }

    /** Sets the cookie for forms before a session, such as the log-in, unless the browser has it. */
    private static void prepare(HttpServletRequest request, HttpServletResponse response) {
        if (!token(request).isEmpty()) {
            return;
        }
        byte[] bytes = new byte[TOKEN_BYTES];
        RANDOM.nextBytes(bytes);
        String fresh = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        request.setAttribute(FRESH, fresh);
        PageCookie.setStrict(request, response, COOKIE, fresh);
    }

    /** The session of a request; null without one. */
    public static @Nullable WebSession<?> session(HttpServletRequest request) {
        return request.getAttribute(SESSION) instanceof WebSession<?> session ? session : null;
    }
}
