package org.sekimori.web.page;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** What a reader prefers, kept in cookies: the language, and light or dark. */
public final class PagePreferences {

    /** Parameter that chooses the language: {@code en} or {@code ja}. */
    static final String LANGUAGE = "language";

    /** Parameter that chooses the colours: {@code light}, {@code dark}, or {@code auto} for those of the system. */
    static final String THEME = "theme";

    private static final String USED = "org.sekimori.web.language";
    private static final List<String> LANGUAGES = List.of("en", "ja");
    private static final List<String> THEMES = List.of("light", "dark", "auto");
    private static final List<Locale> SHOWN = List.of(Locale.ENGLISH, Locale.JAPANESE);
    private static final Duration KEPT = Duration.ofDays(365);
    private static final int MOST_CHARACTERS = 500;

    private PagePreferences() {}

    /** Shows the answer to a request in a language, whatever the reader chose: a link that leads to a page may be in another. */
    public static void use(HttpServletRequest request, Locale language) {
        request.setAttribute(USED, language);
    }

    /** The language of a page: as chosen, else the browser's, else English. */
    public static Locale language(HttpServletRequest request) {
        if (request.getAttribute(USED) instanceof Locale used) {
            return used;
        }
        @Nullable String chosen = chosen(request, LANGUAGE, LANGUAGES);
        if (chosen != null) {
            return Locale.forLanguageTag(chosen);
        }
        @Nullable String accepted = request.getHeader(HttpHeaders.ACCEPT_LANGUAGE);
        if (accepted == null || accepted.length() > MOST_CHARACTERS) {
            return Locale.ENGLISH;
        }
        try {
            @Nullable Locale best = Locale.lookup(LanguageRange.parse(accepted), SHOWN);
            return best == null ? Locale.ENGLISH : best;
        } catch (IllegalArgumentException e) {
            // A malformed header is ignored rather than refused.
            return Locale.ENGLISH;
        }
    }

    /** {@code light}, {@code dark} or {@code auto}. */
    public static String theme(HttpServletRequest request) {
        @Nullable String chosen = chosen(request, THEME, THEMES);
        return chosen == null ? "auto" : chosen;
    }

    private static @Nullable String chosen(HttpServletRequest request, String name, List<String> known) {
        @Nullable String asked = request.getParameter(name);
        if (asked != null && known.contains(asked)) {
            return asked;
        }
        @Nullable String kept = cookie(request, "sekimori-" + name);
        return kept != null && known.contains(kept) ? kept : null;
    }

    /** Keeps what the address of a request chooses. */
    public static void keep(HttpServletRequest request, HttpServletResponse response) {
        keep(request, response, LANGUAGE, LANGUAGES);
        keep(request, response, THEME, THEMES);
    }

    private static void keep(
            HttpServletRequest request, HttpServletResponse response, String name, List<String> known) {
        @Nullable String asked = request.getParameter(name);
        if (asked != null && known.contains(asked)) {
            PageCookie.set(request, response, "sekimori-" + name, asked, KEPT);
        }
    }

    /**
     * Whether the browser came by TLS, here or at a proxy. A header that a client makes up binds only its own cookies.
     */
    public static boolean secure(HttpServletRequest request) {
        return request.isSecure() || "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto"));
    }

    /** The value of a cookie; null without one. */
    public static @Nullable String cookie(HttpServletRequest request, String name) {
        Cookie @Nullable [] all = request.getCookies();
        if (all != null) {
            for (Cookie one : all) {
                if (one.getName().equals(name)) {
                    return one.getValue();
                }
            }
        }
        return null;
    }
}
