package org.sekimori.web.now;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open page, and the way to it. Nothing here waits for the reader: octets are given to the web server only while it takes them at once, so
 * one thread serves all pages, and a page that stops reading is known by that it is not ready. Thread-safe.
 *
 * <p>The web server may end a page and use its buffers for another request at any moment; it says so to the listener, which waits for what
 * is being written, and after which nothing is.
 */
final class LivePage implements WriteListener, AsyncListener {

    private static final Logger logger = LoggerFactory.getLogger(LivePage.class);

    private final AsyncContext context;
    private final ServletOutputStream out;
    private final Object session;
    private final BooleanSupplier lives;
    private final Consumer<LivePage> gone;
    private long last;
    private int quiet;
    private int waiting;
    private boolean flushed = true;
    private boolean over;

    /**
     * A page.
     *
     * @param last number of the latest decision that it has
     * @param session that opened it
     * @param lives whether its session goes on
     * @param gone is told once when it has ended
     */
    LivePage(AsyncContext context, long last, Object session, BooleanSupplier lives, Consumer<LivePage> gone)
            throws IOException {
        this.context = context;
        this.out = context.getResponse().getOutputStream();
        this.last = last;
        this.session = session;
        this.lives = lives;
        this.gone = gone;
    }

    /** Begins to write; called by the thread of its request, once. */
    void begin() {
        context.addListener(this);
        out.setWriteListener(this);
    }

    Object session() {
        return session;
    }

    boolean sessionLives() {
        return lives.getAsBoolean();
    }

    synchronized long last() {
        return last;
    }

    /** Turns in which nothing was sent. */
    synchronized int quiet() {
        return ++quiet;
    }

    /**
     * Turns in which the reader took nothing of what was sent, until now; 0: it has taken all, and more can be sent.
     *
     * @throws IOException if the connection is gone
     */
    synchronized int waiting() throws IOException {
        if (over || !out.isReady()) {
            return ++waiting;
        }
        if (!flushed) {
            flushed = true;
            out.flush();
            return out.isReady() ? 0 : ++waiting;
        }
        waiting = 0;
        return 0;
    }

    /**
     * Sends an event; only after {@link #waiting} has said 0.
     *
     * @param event as it is written, without the empty line at its end
     * @param number of the latest decision in it
     */
    synchronized void send(String event, long number) throws IOException {
        if (over) {
            return;
        }
        out.write((event + "\n\n").getBytes(StandardCharsets.UTF_8));
        last = number;

        flushed = out.isReady();
        if (flushed) {
            out.flush();
        }
    }

    /** Ends the page; the reader may open it again. */
    void end() {
        if (ended()) {
            context.complete();
        }
    }

    private boolean ended() {
        synchronized (this) {
            if (over) {
                return false;
            }
            over = true;
        }
        gone.accept(this);
        return true;
    }

    @Override
    public void onWritePossible() {
        // The next turn of the publisher writes.
    }

    @Override
    public void onError(Throwable problem) {
        logger.debug("A live page is gone: {}", problem.toString());
        end();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        ended();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        end();
    }

    @Override
    public void onError(AsyncEvent event) {
        end();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // Nothing begins anew here.
    }
}
