package org.sekimori.web.now;

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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.request.ApiProblems;
import org.sekimori.web.page.PageTimes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends the latest decisions to open pages once a second (server-sent events). A page that reads too slowly misses some, and holds up no other.
 * It ends with its session.
 */
final class LivePublisher implements AutoCloseable {

    /** Open pages in all. */
    static final int MOST_PAGES = 100;

    /** Of them, those of one session. */
    static final int MOST_OF_ONE = 10;

    private static final Logger logger = LoggerFactory.getLogger(LivePublisher.class);
    private static final int MOST_AT_ONCE = 25;
    private static final long LONGEST_MILLIS = Duration.ofMinutes(10).toMillis();
    private static final int THREADS = 2;
    private static final long QUIET_TICKS = 15;

    private final TrafficWindow window;
    private final PageTimes times;
    private final JsonMapper json;
    private final Set<Page> pages = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService senders = Executors.newScheduledThreadPool(THREADS, task -> {
        Thread thread = new Thread(task, "sekimori-console-live");
        thread.setDaemon(true);
        return thread;
    });
    private final ScheduledFuture<?> ticking;

    /** An open page. */
    private static final class Page {
        private final SseEmitter emitter;
        private final Object session;
        private final BooleanSupplier lives;
        private final AtomicBoolean busy = new AtomicBoolean();
        private long last;
        private long quiet;

        private Page(SseEmitter emitter, Object session, BooleanSupplier lives, long last) {
            this.emitter = emitter;
            this.session = session;
            this.lives = lives;
            this.last = last;
        }
    }

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
        this.ticking = senders.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    /**
     * Opens a stream.
     *
     * @param last number of the latest decision that the page has
     * @param session that opens it
     * @param lives whether its session goes on
     */
    SseEmitter open(long last, Object session, BooleanSupplier lives) {
        long own = pages.stream().filter(page -> page.session == session).count();
        if (own >= MOST_OF_ONE || pages.size() >= MOST_PAGES) {
            throw ApiProblems.unavailable("too many live pages are open; close one");
        }
        SseEmitter emitter = new SseEmitter(LONGEST_MILLIS);
        // After a restart numbers begin anew.
        Page page = new Page(emitter, session, lives, last > window.last() ? 0 : last);
        emitter.onCompletion(() -> pages.remove(page));
        emitter.onTimeout(emitter::complete);
        emitter.onError(problem -> pages.remove(page));
        pages.add(page);
        return emitter;
    }

    private void tick() {
        for (Page page : pages) {
            if (page.busy.compareAndSet(false, true)) {
                senders.execute(() -> {
                    try {
                        send(page);
                    } finally {
                        page.busy.set(false);
                    }
                });
            }
        }
    }

    private void send(Page page) {
        try {
            if (!page.lives.getAsBoolean()) {
                page.emitter.send(SseEmitter.event().name("over").data("session"));
                page.emitter.complete();
                return;
            }
            List<LiveDecision> fresh = window.after(page.last, MOST_AT_ONCE);
            if (fresh.isEmpty()) {
                if (++page.quiet % QUIET_TICKS == 0) {
                    page.emitter.send(SseEmitter.event().comment("quiet"));
                }
                return;
            }
            long last = fresh.get(0).number();
            page.emitter.send(SseEmitter.event()
                    .id(Long.toString(last))
                    .data(json.writeValueAsString(sent(fresh)), MediaType.TEXT_PLAIN));
            page.last = last;
        } catch (IOException | IllegalStateException e) {
            logger.debug("A live page is gone: {}", e.toString());
            pages.remove(page);
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
        ticking.cancel(false);
        pages.forEach(page -> page.emitter.complete());
    }

    @Override
    public void close() {
        senders.shutdownNow();
    }
}
