package org.sekimori.followup.channels;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP exchange with a deadline for all of it, and a size limit for the answer's body. The timeout of {@link HttpRequest} ends
 * with the head of the answer (JDK-8208693), so a body that drips would hold its thread for ever.
 */
public final class BoundedHttpExchange {

    private BoundedHttpExchange() {}

    /**
     * Sends a request and reads the answer.
     *
     * @param patience for connecting, sending, and the answer to its last byte
     * @param most bytes of the body that are read
     * @return its body is complete if it has at most that many bytes, else it has one more and is cut off there
     * @throws HttpTimeoutException if the answer was not complete in time
     * @throws IOException if the exchange failed
     */
    public static HttpResponse<byte[]> send(HttpClient http, HttpRequest request, Duration patience, int most)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> exchange = http.sendAsync(request, head -> new Capped(most));
        try {
            return exchange.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("no complete answer within " + patience.toMillis() + " ms");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IOException(e.getCause());
        } finally {
            exchange.cancel(
                    true); // Closes the connection of an exchange that goes on; does nothing to one that has ended.
        }
    }

    private static final class Capped implements BodySubscriber<byte[]> {
        private final int most;
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private final CompletableFuture<byte[]> body = new CompletableFuture<>();
        private @Nullable Subscription subscription;

        Capped(int most) {
            this.most = most;
        }

        @Override
        public CompletionStage<byte[]> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            this.subscription = subscription;
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            for (ByteBuffer buffer : buffers) {
                byte[] bytes = new byte[Math.min(buffer.remaining(), most + 1 - kept.size())];
                buffer.get(bytes);
                kept.writeBytes(bytes);
            }
            if (kept.size() > most && subscription != null) {
                subscription.cancel();
                body.complete(kept.toByteArray());
            }
        }

        @Override
        public void onError(Throwable problem) {
            body.completeExceptionally(problem);
        }

        @Override
        public void onComplete() {
            body.complete(kept.toByteArray());
        }
    }
}
