package org.sekimori.api;

import java.time.Duration;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** What can be wrong with a request, as RFC 9457 problems. */
final class Problems {

    private Problems() {}

    /** A field, parameter or header is not as it should be. */
    static ErrorResponseException field(String field, String problem) {
        ErrorResponseException e = of(HttpStatus.BAD_REQUEST, field + ": " + problem);
        e.getBody().setProperty("field", field);
        return e;
    }

    /** The body as a whole is not as it should be. */
    static ErrorResponseException body(String problem) {
        return of(HttpStatus.BAD_REQUEST, "body: " + problem);
    }

    /** The command was understood and refused. */
    static ErrorResponseException refused(String sentence) {
        return of(HttpStatus.CONFLICT, sentence);
    }

    /** The log did not answer; what became of the command is not known. */
    static ErrorResponseException silent(Duration patience, String command) {
        ErrorResponseException e = of(
                HttpStatus.SERVICE_UNAVAILABLE,
                "the log did not answer within " + patience.toSeconds()
                        + " s; the command may still be carried out, and can be repeated with the same Idempotency-Key");
        e.getBody().setProperty("idempotency_key", command);
        e.getHeaders().set("Retry-After", "5");
        return e;
    }

    static ErrorResponseException of(HttpStatus status, String detail) {
        return new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, detail), null);
    }
}
