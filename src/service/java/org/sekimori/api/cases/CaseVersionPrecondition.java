package org.sekimori.api.cases;

import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.request.ApiProblems;
import org.sekimori.api.request.RequestFields;
import org.sekimori.text.QuotedText;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

/**
 * The version of a case that a change is based on: {@code version} in the body, or the header {@code If-Match} (RFC 9110, section
 * 13.1.1). Required (428, RFC 6585), or two people could undo each other's work.
 */
final class CaseVersionPrecondition {

    /** The field of the body. */
    static final String FIELD = "version";

    private static final String HEADER = "If-Match";
    private static final Pattern TAG = Pattern.compile("\"([1-9]\\d{0,8})\"");

    private CaseVersionPrecondition() {}

    static int required(HttpServletRequest request, RequestFields fields) {
        @Nullable Integer inBody = fields.number(FIELD, 1, Integer.MAX_VALUE);
        @Nullable String header = request.getHeader(HEADER);
        if (header == null) {
            if (inBody == null) {
                throw missing();
            }
            return inBody;
        }
        Matcher tag = TAG.matcher(header.strip());
        if (!tag.matches()) {
            throw ApiProblems.field(
                    HEADER, "must be the ETag of the case, such as \"3\", not " + QuotedText.of(header));
        }
        int version = Integer.parseInt(tag.group(1));
        if (inBody != null && inBody != version) {
            throw ApiProblems.field(
                    FIELD, "is " + inBody + ", but " + HEADER + " says " + version + "; send one of them");
        }
        return version;
    }

    /** A change must say upon what it was decided (RFC 6585, section 3). */
    private static ErrorResponseException missing() {
        ErrorResponseException e = ApiProblems.of(
                HttpStatus.PRECONDITION_REQUIRED,
                FIELD
                        + ": is missing; read the case with GET /v1/cases/{id}, and send the version that you have"
                        + " read: \"version\": 3 in the body, or the header If-Match: \"3\"");
        e.getBody().setProperty("field", FIELD);
        return e;
    }
}
