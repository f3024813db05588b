package org.sekimori.web.session;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sekimori.text.HtmlWriter;
import org.sekimori.web.page.PageHeaders;
import org.sekimori.web.page.PagePreferences;
import org.springframework.context.MessageSource;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

/**
 * Answers those who may not see a page: without a session a reader is led to the log-in, and whoever sends a form, or reads by script, is told
 * that the session is over. With a session too weak for the path the answer is 403.
 */
public final class PageRefusal implements AuthenticationEntryPoint, AccessDeniedHandler {

    private final SessionRealm<?> realm;
    private final MessageSource messages;
    private final String renewal;
    private final String renewalAuthority;

    /**
     * @param renewalAuthority authority of those who must first do something, such as choose a password
     * @param renewal where they do it
     */
    public PageRefusal(SessionRealm<?> realm, MessageSource messages, String renewalAuthority, String renewal) {
        this.realm = realm;
        this.messages = messages;
        this.renewalAuthority = renewalAuthority;
        this.renewal = renewal;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException problem)
            throws IOException {
        boolean script = request.getHeader("HX-Request") != null;
        @Nullable String accepted = request.getHeader("Accept");
        boolean events = accepted != null && accepted.contains("text/event-stream");
        if (request.getMethod().equals("GET") && !script && !events) {
            // The page that chooses it is not shown, and the log-in is to be in the same language.
            PagePreferences.keep(request, response);
            @Nullable String query = request.getQueryString();
            String from = request.getRequestURI() + (query == null ? "" : "?" + query);
            String next = from.equals(realm.root() + "/") ? "" : "?next=" + encoded(from);
            redirect(response, realm.logIn() + next);
            return;
        }
        if (script) {
            response.setHeader("HX-Redirect", realm.logIn());
        }
        tell(request, response, 401, "refusal.session");
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException problem)
            throws IOException {
        @Nullable Authentication who = SecurityContextHolder.getContext().getAuthentication();
        boolean renew = who != null
                && who.getAuthorities().stream().anyMatch(one -> renewalAuthority.equals(one.getAuthority()));
        if (renew && request.getMethod().equals("GET")) {
            redirect(response, renewal);
        } else {
            tell(request, response, 403, "refusal.role");
        }
    }

    private static void redirect(HttpServletResponse response, String path) {
        response.setStatus(303);
        response.setHeader("Location", path);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private void tell(HttpServletRequest request, HttpServletResponse response, int status, String key)
            throws IOException {
        PageHeaders.allow(response);
        Locale language = PagePreferences.language(request);
        HtmlWriter html = new HtmlWriter();
        html.doctype();
        html.element(
                "html",
                () -> {
                    html.element("head", () -> {
                        html.voidElement("meta", "charset", "utf-8");
                        html.voidElement("meta", "name", "viewport", "content", "width=device-width");
                        html.element("title", text(key + ".title", language));
                    });
                    html.element(
                            "body",
                            () -> html.element("main", () -> {
                                html.element("h1", text(key + ".title", language));
                                html.element("p", text(key, language));
                                html.element(
                                        "p",
                                        () -> html.element(
                                                "a", text(key + ".link", language), "href", realm.root() + "/"));
                            }));
                },
                "lang",
                language.getLanguage());
        byte[] page = html.toString().getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setHeader("Connection", "close");
        response.setContentType("text/html;charset=UTF-8");
        response.setContentLength(page.length);
        response.getOutputStream().write(page);
    }

    private String text(String key, Locale language) {
        return messages.getMessage(key, null, language);
    }
}
