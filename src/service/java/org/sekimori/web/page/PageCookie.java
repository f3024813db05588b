package org.sekimori.web.page;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/** Cookies of the pages: for all paths, out of scripts' reach, and by TLS only where the browser came by it. */
public final class PageCookie {

    /** A browser takes a name with it only from this host itself, by TLS. */
    private static final String HOST = "__Host-";

    /** For a cookie that the browser forgets at its end. */
    public static final Duration UNTIL_BROWSER_ENDS = Duration.ofSeconds(-1);

    private PageCookie() {}

    /** Name of a cookie that no neighbouring host may set. */
    public static String hostOnly(HttpServletRequest request, String name) {
        return (PagePreferences.secure(request) ? HOST : "") + "sekimori-" + name;
    }

    /**
     * Sets a cookie. Links from other sites send it, such as those of a notice or of an identity provider.
     *
     * @param life how long the browser keeps it; zero takes it back; or {@link #UNTIL_BROWSER_ENDS}
     */
    public static void set(
            HttpServletRequest request, HttpServletResponse response, String name, String value, Duration life) {
        set(request, response, name, value, life, "Lax");
    }

    /** Sets a cookie that no link from another site sends, until the browser ends. */
    public static void setStrict(HttpServletRequest request, HttpServletResponse response, String name, String value) {
        set(request, response, name, value, UNTIL_BROWSER_ENDS, "Strict");
    }

    private static void set(
            HttpServletRequest request,
            HttpServletResponse response,
            String name,
            String value,
            Duration life,
            String sameSite) {
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(name, value)
                        .path("/")
                        .httpOnly(true)
                        .sameSite(sameSite)
                        .secure(PagePreferences.secure(request))
                        .maxAge(life)
                        .build()
                        .toString());
    }
}
