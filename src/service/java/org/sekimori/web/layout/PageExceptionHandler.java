package org.sekimori.web.layout;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.sekimori.web.page.PageController;
import org.sekimori.web.page.PageHeaders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.ProblemDetail;
import org.springframework.ui.Model;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/** Shows the failure of a page as a page, with the sentence that the API would answer with. */
@ControllerAdvice(annotations = PageController.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
final class PageExceptionHandler {

    private static final Logger logger = LoggerFactory.getLogger(PageExceptionHandler.class);
    private static final int INTERNAL = 500;
    private static final int WRONG = 400;

    private final PageFrameAdvice frames;

    PageExceptionHandler(PageFrameAdvice frames) {
        this.frames = frames;
    }

    @ExceptionHandler
    String failed(Exception problem, HttpServletRequest request, HttpServletResponse response, Model model)
            throws Exception {
        if (response.isCommitted()) {
            throw problem;
        }
        PageHeaders.allow(response);
        int status = INTERNAL;
        @Nullable String detail = null;
        if (problem instanceof ErrorResponse known) {
            ProblemDetail body = known.getBody();
            status = known.getStatusCode().value();
            detail = body.getDetail();
        } else if (problem instanceof TypeMismatchException wrong) {
            // Whoever types an address must not fill the log.
            status = WRONG;
            detail = (wrong.getPropertyName() == null ? "a parameter" : wrong.getPropertyName())
                    + ": is not as it must be";
        } else {
            logger.error("A page failed", problem);
        }
        response.setStatus(status);
        model.addAttribute("frame", frames.frame(request));
        model.addAttribute("assets", frames.assets());
        model.addAttribute("times", frames.times());
        model.addAttribute("sentences", frames.sentences());
        model.addAttribute("status", status);
        model.addAttribute("kind", kind(status));
        model.addAttribute("detail", detail);
        return request.getHeader("HX-Request") == null ? "layout/failure" : "layout/failure :: part";
    }

    private static String kind(int status) {
        return switch (status) {
            case 400, 413, 415, 422 -> "failure.input";
            case 403 -> "failure.refused";
            case 404, 410 -> "failure.missing";
            case 409, 412 -> "failure.conflict";
            case 503, 504 -> "failure.away";
            default -> "failure.inside";
        };
    }
}
