package org.sekimori.web.page;

import jakarta.servlet.http.HttpServletResponse;
import org.sekimori.api.server.SecurityHeadersValve;
import org.springframework.http.HttpHeaders;

/** Headers of pages, beside those that every answer has. */
public final class PageHeaders {

    /** Everything from this server, and nothing that is written into a page: no script, no style. */
    private static final String POLICY =
            "script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'";

    private PageHeaders() {}

    /** Allows an answer to be a page. */
    public static void allow(HttpServletResponse response) {
        SecurityHeadersValve.allow(response, POLICY);
        // With no-referrer a browser sends the forms of a page without the origin that they come from.
        response.setHeader("Referrer-Policy", "same-origin");
        response.setHeader("X-Robots-Tag", "noindex, nofollow");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader(HttpHeaders.VARY, "Cookie, Accept-Language, HX-Request");
    }
}
