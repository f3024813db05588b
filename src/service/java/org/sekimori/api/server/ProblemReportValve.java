package org.sekimori.api.server;

import java.io.IOException;
import java.util.Map;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests that Tomcat refuses before any filter, such as an invalid request line, with a problem instead of Tomcat's own
 * page with its version. Public because Tomcat instantiates it by name.
 */
public final class ProblemReportValve extends ErrorReportValve {

    private static final Logger logger = LoggerFactory.getLogger(ProblemReportValve.class);

    private static final Map<Integer, String> TITLES = Map.of(
            400, "Bad Request",
            404, "Not Found",
            405, "Method Not Allowed",
            408, "Request Timeout",
            413, "Content Too Large",
            414, "URI Too Long",
            431, "Request Header Fields Too Large",
            501, "Not Implemented",
            503, "Service Unavailable",
            505, "HTTP Version Not Supported");

    @Override
    protected void report(Request request, Response response, @Nullable Throwable problem) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        try {
            ProblemWriter.write(response, status, TITLES.getOrDefault(status, "Error"), detail(status));
            response.finishResponse();
        } catch (IOException | IllegalStateException e) {
            logger.debug("A refusal could not be sent: {}", e.toString());
        }
    }

    private static String detail(int status) {
        return status < 500
                ? "the request line, a header or the address is not valid HTTP, or is longer than allowed"
                : status == 501 || status == 505
                        ? "this server speaks HTTP/1.1 without extensions"
                        : "something went wrong here; the service's log says what";
    }
}
