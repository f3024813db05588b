package org.sekimori.api.body;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A request whose body is streamed, with a limit on the total time that its reader waits, however steadily it drips. */
public final class StreamingRequest extends HttpServletRequestWrapper {

    /** How long refused octets are still read, so that the refusal reaches the client. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final long nanos;
    private @Nullable Stream stream;

    /** @param deadline how long all reads together may wait */
    StreamingRequest(HttpServletRequest request, Duration deadline) {
        super(request);
        this.nanos = deadline.toNanos();
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        if (stream == null) {
            stream = new Stream(super.getInputStream(), nanos);
        }
        return stream;
    }

    /** Reads over the rest, for a moment. */
    public static void linger(ServletInputStream in) throws IOException {
        if (in instanceof Stream stream) {
            stream.left = Math.min(stream.left, LINGER.toNanos());
        }
        byte[] buffer = new byte[16 * 1024];
        for (long left = RequestBodyFilter.MOST_READ; left > 0; ) {
            int read = in.read(buffer);
            left = read < 0 ? 0 : left - read;
        }
    }

    private static final class Stream extends ServletInputStream {

        private final ServletInputStream in;
        private long left;

        Stream(ServletInputStream in, long nanos) {
            this.in = in;
            this.left = nanos;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            if (left <= 0) {
                throw new IOException("the body came too slowly");
            }
            long before = System.nanoTime();
            try {
                return in.read(into, from, length);
            } finally {
                left -= System.nanoTime() - before;
            }
        }

        @Override
        public int available() throws IOException {
            return in.available();
        }

        @Override
        public boolean isFinished() {
            return in.isFinished();
        }

        @Override
        public boolean isReady() {
            return in.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            in.setReadListener(listener);
        }
    }
}
