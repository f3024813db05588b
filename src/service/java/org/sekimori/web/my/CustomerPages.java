package org.sekimori.web.my;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import org.sekimori.web.page.PageHeaders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.ui.Model;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;

/** Pages for customers: what fails is told in the provider's look and in plain words, without the sentence for programs. */
abstract class CustomerPages {

    private static final Logger logger = LoggerFactory.getLogger(CustomerPages.class);
    private static final int INTERNAL = 500;

    /** Of a parameter that is no number, and the like: whoever types an address must not fill the log. */
    private static final int WRONG = 400;

    private final CustomerFrame frame;

    CustomerPages(CustomerFrame frame) {
        this.frame = frame;
    }

    @ExceptionHandler
    public String failed(
            Exception problem, Locale language, HttpServletRequest request, HttpServletResponse response, Model model)
            throws Exception {
        if (response.isCommitted()) {
            throw problem;
        }
        int status = problem instanceof ErrorResponse known
                ? known.getStatusCode().value()
                : problem instanceof TypeMismatchException ? WRONG : INTERNAL;
        if (status >= INTERNAL) {
            logger.error("A page for customers failed", problem);
        }
        PageHeaders.allow(response);
        response.setStatus(status);
        frame.fill(model, request, language, null);
        model.addAttribute("kind", kind(status));
        return "my/failure";
    }

    private static String kind(int status) {
        return switch (status) {
            case 403 -> "my.failure.form";
            case 404, 405 -> "my.failure.missing";
            case 503 -> "my.failure.away";
            default -> status >= INTERNAL ? "my.failure.inside" : "my.failure.input";
        };
    }
}
