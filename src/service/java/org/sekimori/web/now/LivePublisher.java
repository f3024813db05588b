package org.sekimori.web.now;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.request.ApiProblems;
import org.sekimori.web.page.PageTimes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends the latest decisions to open pages once a second (server-sent events). No page holds up another: a page that reads too slowly misses
 * some, and one that takes nothing for {@value #MOST_WAITING} turns is ended. It ends with its session, too.
 */
final class LivePublisher implements AutoCloseable {

    /** Open pages in all. */
    static final int MOST_PAGES = 100;

    /** Of them, those of one session. */
    static final int MOST_OF_ONE = 10;

    /** Turns for which a page may take nothing. */
    static final int MOST_WAITING = 20;

    private static final Logger logger = LoggerFactory.getLogger(LivePublisher.class);
    private static final int MOST_AT_ONCE = 25;
    private static final long LONGEST_MILLIS = Duration.ofMinutes(10).toMillis();
    private static final int QUIET_TURNS = 15;

    private final TrafficWindow window;
    private final PageTimes times;
    private final JsonMapper json;
    private final Set<LivePage> pages = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "sekimori-console-live");
        thread.setDaemon(true);
        return thread;
    });
    private final ScheduledFuture<?> turns;

    /** A decision as it is sent; times are in the zone of the page. */
    private record Sent(
            long number,
            String time,
            String account,
            String verdict,
            String reference,
            @Nullable String country,
            @Nullable String rule,
            @Nullable String reason,
            boolean flagged) {}

    LivePublisher(TrafficWindow window, PageTimes times, JsonMapper json) {
        this.window = window;
        this.times = times;
        this.json = json;
        this.turns = sender.scheduleWithFixedDelay(this::turn, 1, 1, TimeUnit.SECONDS);
    }

    /**
     * Opens a stream.
     *
     * @param last number of the latest decision that the page has
     * @param session that opens it
     * @param lives whether its session goes on
     */
    synchronized void open(
            long last, Object session, BooleanSupplier lives, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        long own = pages.stream().filter(page -> page.session() == session).count();
        if (own >= MOST_OF_ONE || pages.size() >= MOST_PAGES) {
            throw ApiProblems.unavailable("too many live pages are open; close one");
        }
        response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
        response.setCharacterEncoding("UTF-8");
        AsyncContext context = request.startAsync(request, response);
        context.setTimeout(LONGEST_MILLIS);
        // After a restart numbers begin anew.
        LivePage page = new LivePage(context, last > window.last() ? 0 : last, session, lives, pages::remove);
        pages.add(page);
        page.begin();
    }

    /** Sends to all pages what they lack. */
    void turn() {
        for (LivePage page : pages) {
            try {
                turn(page);
            } catch (IOException | RuntimeException e) {
                // The web server may have ended it meanwhile; the others go on.
                logger.debug("A live page is gone: {}", e.toString());
                page.end();
            }
        }
    }

    private void turn(LivePage page) throws IOException {
        int waiting = page.waiting();
        if (waiting > MOST_WAITING) {
            logger.info("A live page that reads nothing is ended");
            page.end();
        } else if (waiting == 0 && !page.sessionLives()) {
            page.send("event: over\ndata: session", page.last());
            page.end();
        } else if (waiting == 0) {
            send(page);
        }
    }

    private void send(LivePage page) throws IOException {
        List<LiveDecision> fresh = window.after(page.last(), MOST_AT_ONCE);
        if (!fresh.isEmpty()) {
            long last = fresh.get(0).number();
            page.send("id: " + last + "\ndata: " + json.writeValueAsString(sent(fresh)), last);
        } else if (page.quiet() % QUIET_TURNS == 1) {
            // The first one brings the head of the answer to the page.
            page.send(": quiet", page.last());
        }
    }

    private List<Sent> sent(List<LiveDecision> fresh) {
        List<Sent> sent = new ArrayList<>();
        for (LiveDecision one : fresh) {
            sent.add(new Sent(
                    one.number(),
                    times.second(one.time()),
                    one.account(),
                    one.verdict(),
                    one.reference(),
                    one.country(),
                    one.rule(),
                    one.reason(),
                    one.flagged()));
        }
        return sent;
    }

    /** Open pages. */
    int open() {
        return pages.size();
    }

    /** Before the web server waits for its requests to end. */
    @EventListener(ContextClosedEvent.class)
    public void end() {
        turns.cancel(false);
        pages.forEach(LivePage::end);
    }

    @Override
    public void close() {
        sender.shutdownNow();
    }
}
