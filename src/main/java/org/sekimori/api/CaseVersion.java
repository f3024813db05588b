package org.sekimori.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Quoted;

/**
 * The version of a case that whoever asks for a change has read: {@code version} in the body, or the header {@code If-Match}
 * (RFC 9110, section 13.1.1). Without it two people undo each other's work, so it must be there (428, RFC 6585).
 */
final class CaseVersion {

    /** The field of the body. */
    static final String FIELD = "version";

    private static final String HEADER = "If-Match";
    private static final Pattern TAG = Pattern.compile("\"([1-9]\\d{0,8})\"");

    private CaseVersion() {}

    /** A version as an entity tag. */
    static String tag(int version) {
        return "\"" + version + "\"";
    }

    static int required(HttpServletRequest request, RequestFields fields) {
        @Nullable Integer inBody = fields.number(FIELD, 1, Integer.MAX_VALUE);
        @Nullable String header = request.getHeader(HEADER);
        if (header == null) {
            if (inBody == null) {
                throw Problems.versionMissing();
            }
            return inBody;
        }
        Matcher tag = TAG.matcher(header.strip());
        if (!tag.matches()) {
            throw Problems.field(HEADER, "must be the ETag of the case, such as \"3\", not " + Quoted.of(header));
        }
        int version = Integer.parseInt(tag.group(1));
        if (inBody != null && inBody != version) {
            throw Problems.field(FIELD, "is " + inBody + ", but " + HEADER + " says " + version + "; send one of them");
        }
        return version;
    }
}
