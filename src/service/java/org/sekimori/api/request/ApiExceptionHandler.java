package org.sekimori.api.request;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Answers every failure of a controller, and every unknown path, with an RFC 9457 problem. */
@RestControllerAdvice
public class ApiExceptionHandler extends ResponseEntityExceptionHandler {

    private static final Logger problems = LoggerFactory.getLogger(ApiExceptionHandler.class);

    /** A mistake of ours: the cause is for the log, not for the caller. */
    @ExceptionHandler
    public ProblemDetail unexpected(Exception e) {
        problems.error("A request failed", e);
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.INTERNAL_SERVER_ERROR, "something went wrong here; the service's log says what");
    }
}
