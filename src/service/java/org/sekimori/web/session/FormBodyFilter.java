package org.sekimori.web.session;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.sekimori.api.body.RequestBodyFilter;
import org.sekimori.web.page.FormFields;

/** Reads a form within the memory of those who are logged in, or within that of all others. */
final class FormBodyFilter implements Filter {

    private final RequestBodyFilter own;
    private final RequestBodyFilter strangers;

    FormBodyFilter(RequestBodyFilter own, RequestBodyFilter strangers) {
        this.own = own;
        this.strangers = strangers;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request instanceof HttpServletRequest http && FormGuard.session(http) != null) {
            own.doFilter(request, response, chain);
        } else {
            FormFields.shorten(request);
            strangers.doFilter(request, response, chain);
        }
    }
}
