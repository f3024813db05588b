package org.sekimori.api.request;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.sekimori.rules.source.RulebookFiles;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** Reads a body: bounded, and of the expected type. */
public final class RequestBodyReader {

    /** Largest body that any controller takes as a whole: a rulebook, whose characters JSON may write as escapes. */
    public static final int MOST_BYTES = 4 * RulebookFiles.MAX_BYTES;

    private RequestBodyReader() {}

    /**
     * The whole body of a request, which may be empty.
     *
     * @param max largest body, in bytes
     */
    public static byte[] json(HttpServletRequest request, int max) {
        try {
            byte[] bytes = request.getContentLengthLong() > max
                    ? new byte[max + 1]
                    : request.getInputStream().readNBytes(max + 1);
            if (bytes.length > max) {
                throw tooLarge(max);
            }
            // Spring's form filter empties the body of a form, so a type that was sent counts even if nothing is left.
            if ((bytes.length > 0 || request.getContentType() != null) && !is(request, MediaType.APPLICATION_JSON)) {
                throw wrongType("'Content-Type: application/json'");
            }
            return bytes;
        } catch (IOException e) {
            throw ApiProblems.body("could not be read to its end");
        }
    }

    /** Whether the body's declared type matches. */
    public static boolean is(HttpServletRequest request, MediaType type) {
        @Nullable String sent = request.getContentType();
        try {
            return sent != null && type.isCompatibleWith(MediaType.parseMediaType(sent));
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }

    public static RuntimeException wrongType(String due) {
        return ApiProblems.of(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "body: must be sent as " + due);
    }

    public static RuntimeException tooLarge(int max) {
        return ApiProblems.of(HttpStatus.CONTENT_TOO_LARGE, "body: larger than " + max + " bytes");
    }
}
