package org.sekimori.api.request;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.StepOutput;
import org.sekimori.mail.SubmissionAnswer;
import org.sekimori.rules.source.RulebookProblem;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** Faults of requests, as RFC 9457 problems. */
public final class ApiProblems {

    private ApiProblems() {}

    /** A field, parameter or header is not as it should be. */
    public static ErrorResponseException field(String field, String problem) {
        ErrorResponseException e = of(HttpStatus.BAD_REQUEST, field + ": " + problem);
        e.getBody().setProperty("field", field);
        return e;
    }

    /** The body as a whole is not as it should be. */
    public static ErrorResponseException body(String problem) {
        return of(HttpStatus.BAD_REQUEST, "body: " + problem);
    }

    /**
     * An event is not as it should be; the reason names the field.
     *
     * @param forbidden whether it could be read, and its publisher may not say it
     */
    public static ErrorResponseException event(String reason, @Nullable String field, boolean forbidden) {
        ErrorResponseException e = of(forbidden ? HttpStatus.FORBIDDEN : HttpStatus.BAD_REQUEST, reason);
        if (field != null) {
            e.getBody().setProperty("field", field);
        }
        return e;
    }

    /** The same with the fallback answer for the mail server's client. */
    public static ErrorResponseException question(
            String reason, @Nullable String field, boolean forbidden, SubmissionAnswer own) {
        ErrorResponseException e = event(reason, field, forbidden);
        verdict(e, own);
        return e;
    }

    /** Adds the mail server's answer to a problem. */
    public static void verdict(ErrorResponseException problem, SubmissionAnswer own) {
        problem.getBody().setProperty("verdict", own.verdict().word());
        problem.getBody().setProperty("code", own.verdict().code());
        problem.getBody().setProperty("enhanced_code", own.verdict().enhancedCode());
        problem.getBody().setProperty("text", own.text());
        problem.getBody().setProperty("plain", own.verdict().refuses() ? own.plain() : "");
    }

    /** The key of a request was used for another one. */
    public static ErrorResponseException idempotencyKeyReused() {
        return of(
                HttpStatus.UNPROCESSABLE_CONTENT,
                CommandMetadata.IDEMPOTENCY_KEY
                        + ": was used for another body, or by another API key; use a key of its own for"
                        + " each request, and the same only to repeat it");
    }

    /** The command was understood and refused. */
    public static ErrorResponseException refused(String sentence) {
        return of(HttpStatus.CONFLICT, sentence);
    }

    /** The version of a case as an entity tag. */
    public static String versionTag(int version) {
        return "\"" + version + "\"";
    }

    /** The case was changed since it was read. */
    static ErrorResponseException conflict(String sentence, StepOutput.CaseAfterCommand current) {
        ErrorResponseException e = of(HttpStatus.CONFLICT, sentence);
        e.getBody().setProperty("case", current.caseId());
        e.getBody().setProperty("current_version", current.version());
        e.getBody().setProperty("state", current.state());
        e.getHeaders().setETag(versionTag(current.version()));
        return e;
    }

    /** The log did not answer; the command's result is unknown. */
    static ErrorResponseException timedOut(Duration patience, String command) {
        ErrorResponseException e = of(
                HttpStatus.SERVICE_UNAVAILABLE,
                "the log did not answer within " + patience.toSeconds()
                        + " s; the command may still be carried out, and can be repeated with the same Idempotency-Key");
        e.getBody().setProperty("idempotency_key", command);
        e.getHeaders().set("Retry-After", "5");
        return e;
    }

    /** The log is known to be away; the command was not given to it. */
    static ErrorResponseException logUnavailable(String command) {
        ErrorResponseException e = of(
                HttpStatus.SERVICE_UNAVAILABLE,
                "the log is away at the moment; the command was not carried out and will not be, try again later");
        e.getBody().setProperty("idempotency_key", command);
        e.getHeaders().set("Retry-After", "5");
        return e;
    }

    /** Not found. */
    public static ErrorResponseException missing(String field, String problem) {
        return of(HttpStatus.NOT_FOUND, field + ": " + problem);
    }

    /** Nothing was changed, and trying again may help. */
    public static ErrorResponseException unavailable(String sentence) {
        ErrorResponseException e = of(HttpStatus.SERVICE_UNAVAILABLE, sentence);
        e.getHeaders().set("Retry-After", "5");
        return e;
    }

    /** Type of a permanent problem: there is no archive here. */
    static final URI NO_ARCHIVE = URI.create("urn:sekimori:no-archive");

    /** No look-ups, because there is no archive. */
    public static ErrorResponseException noArchive() {
        ErrorResponseException e = of(
                HttpStatus.SERVICE_UNAVAILABLE,
                "nothing is archived here, so nothing can be looked up over HTTP; name an Elasticsearch with"
                        + " sekimori.elasticsearch.url (SEKIMORI_ELASTICSEARCH_URL=https://host:9200), or search the log on this"
                        + " machine with './sekimori search'");
        e.getBody().setType(NO_ARCHIVE);
        return e;
    }

    /** Type of a temporary problem: the index of decisions is being built. */
    static final URI INDEX_BEHIND = URI.create("urn:sekimori:index-behind");

    /** No fast look-ups yet. */
    public static ErrorResponseException indexBehind(String sentence) {
        ErrorResponseException e = unavailable(
                sentence + ". Until then './sekimori why' and './sekimori search' on this machine read the whole log");
        e.getBody().setType(INDEX_BEHIND);
        return e;
    }

    /** A rulebook cannot be put in force. */
    public static ErrorResponseException rulebook(List<RulebookProblem> problems) {
        ErrorResponseException e = of(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "the rulebook is refused, the one in force stays: " + problems.get(0));
        e.getBody().setProperty("problems", problems);
        return e;
    }

    /** A problem that is told by its status and a sentence. */
    public static ErrorResponseException of(HttpStatus status, String detail) {
        return new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, detail), null);
    }
}
