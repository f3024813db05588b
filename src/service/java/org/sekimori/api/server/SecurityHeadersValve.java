package org.sekimori.api.server;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Security headers that restrict browsers to showing an answer (OWASP ASVS 5.0.0, V3.4 and V14.3). Set before anything else, so
 * that refusals of the web server and the firewall have them, too.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class SecurityHeadersValve extends ValveBase
        implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    private static final String POLICY = "Content-Security-Policy";

    SecurityHeadersValve() {
        super(true);
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addEngineValves(this);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        response.setHeader(POLICY, policy("form-action 'none'"));
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cache-Control", "no-store");
        getNext().invoke(request, response);
    }

    /**
     * Relaxes the policy for a page. Not a header of a {@code ResponseEntity}: that would add a second policy beside the one
     * above.
     *
     * @param directives the allowed directives, {@code form-action} included
     */
    public static void allow(HttpServletResponse response, String directives) {
        response.setHeader(POLICY, policy(directives));
    }

    private static String policy(String directives) {
        return "default-src 'none'; " + directives + "; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";
    }
}
