package org.sekimori.lab.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 with connections that are kept.
 *
 * @param operation what is asked
 * @param key of the API
 */
record HttpLoadProtocol(Operation operation, String key) implements LoadProtocol {

    private static final int MAX_BODY = 1024;
    private static final String END_OF_HEADERS = "\r\n\r\n";

    enum Operation {
        /** A decision about a submission. */
        DECISION("/v1/decisions"),
        /** An event {@code attempt}. */
        EVENT("/v1/events"),
        /** Dovecot's question before a log-in. */
        ALLOW("/?command=allow");

        private final String path;

        Operation(String path) {
            this.path = path;
        }
    }

    @Override
    public void writeGreeting(ByteBuffer into) {
        // The first octets are a request's.
    }

    @Override
    public void writeRequest(LoadSubmission submission, ByteBuffer into) {
        ByteBuffer body = ByteBuffer.allocate(MAX_BODY);
        if (operation == Operation.ALLOW) {
            writeLogIn(submission, body);
        } else {
            submission.writeEvent(Instant.now(), body);
        }
        body.flip();
        AsciiWriter.text(
                into, "POST " + operation.path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + key);
        AsciiWriter.text(into, "\r\nContent-Type: application/json\r\nContent-Length: " + body.remaining());
        AsciiWriter.text(into, END_OF_HEADERS);
        into.put(body);
    }

    private static void writeLogIn(LoadSubmission submission, ByteBuffer into) {
        AsciiWriter.text(into, "{\"login\":\"");
        submission.writeAccount(into);
        AsciiWriter.text(into, "\",\"protocol\":\"smtp\",\"pwhash\":\"03a1\",\"remote\":\"");
        AsciiWriter.address(into, submission.address());
        AsciiWriter.text(into, "\",\"tls\":true}");
    }

    /** The status; {@link #AGAIN} for 503. */
    @Override
    public @Nullable String answer(ByteBuffer received) {
        String text = text(received);
        int headers = text.indexOf(END_OF_HEADERS);
        if (headers < 0) {
            return null;
        }
        if (!text.startsWith("http/1.1 ")) {
            return "";
        }
        String status = text.substring(9, 12);
        if (!complete(text.substring(0, headers), text.substring(headers + END_OF_HEADERS.length()))) {
            return null;
        }
        return status.equals("503") ? AGAIN : status;
    }

    /** Tomcat ends a connection after a number of requests, and says so. */
    @Override
    public boolean endsConnection(ByteBuffer received) {
        return text(received).contains("\r\nconnection: close");
    }

    private static boolean complete(String headers, String body) {
        if (headers.contains("\r\ntransfer-encoding: chunked")) {
            return body.endsWith("0\r\n\r\n");
        }
        String name = "\r\ncontent-length: ";
        int at = headers.indexOf(name);
        if (at < 0) {
            return true;
        }
        int end = headers.indexOf("\r\n", at + name.length());
        return body.length()
                >= Integer.parseInt(headers.substring(at + name.length(), end < 0 ? headers.length() : end));
    }

    private static String text(ByteBuffer received) {
        return new String(received.array(), 0, received.position(), StandardCharsets.ISO_8859_1)
                .toLowerCase(Locale.ROOT);
    }
}
