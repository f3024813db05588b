package org.sekimori.api.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Response;

/** Writes short RFC 9457 problems whose texts need no escaping. */
final class ProblemWriter {

    private static final String TYPE = "application/problem+json";

    private ProblemWriter() {}

    /** Writes one, unless the answer has begun. */
    static void write(Response response, int status, String title, String detail) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        byte[] body = of(status, title, detail).getBytes(StandardCharsets.US_ASCII);
        response.setStatus(status);
        response.setContentType(TYPE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static String of(int status, String title, String detail) {
        return "{\"detail\":\"" + detail + "\",\"status\":" + status + ",\"title\":\"" + title + "\"}";
    }
}
