package org.sekimori.web.page;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Gives pages their headers, and keeps what the reader prefers. */
final class PageInterceptor implements HandlerInterceptor {

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method && method.getBeanType().isAnnotationPresent(PageController.class)) {
            PageHeaders.allow(response);
            if (request.getMethod().equals("GET")) {
                PagePreferences.keep(request, response);
            }
        }
        return true;
    }
}
