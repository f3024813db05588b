package org.sekimori.followup;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.sekimori.followup.contacts.ContactSource;
import org.sekimori.followup.contacts.CsvContactSource;
import org.sekimori.followup.contacts.HttpContactSource;
import org.sekimori.followup.contacts.SafeContactSource;
import org.sekimori.mail.Account;
import org.sekimori.stream.AccountStatus;
import org.sekimori.stream.notice.NoticeOutbox;
import org.sekimori.stream.request.EventLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the notices of an installation from one instance at a time, in a thread of its own, and puts due commands on the log.
 * Without a mail server and webhooks it does only the latter.
 */
public final class FollowupService implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(FollowupService.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration KEPT = Duration.ofDays(35);
    private static final Duration BETWEEN_CLEANINGS = Duration.ofHours(1);

    private final FollowupSettings settings;
    private final NoticeOutbox ledger;
    private final Clock clock;
    private final ChannelCircuitBreaker breaker;
    private final NoticeMeters meters;
    private final NoticeDispatcher dispatcher;
    private final DueCommandScheduler scheduler;
    private final ContactSource contacts;
    private final FailureIsolation troubles = new FailureIsolation();
    private final Thread thread = new Thread(this::run, "sekimori-followup");
    private volatile boolean closing;
    private volatile boolean leading;
    private volatile String problem = "";
    private Instant cleaned = Instant.EPOCH;

    private FollowupService(
            FollowupSettings settings,
            NoticeOutbox ledger,
            EventLog log,
            AccountStatus status,
            ContactSource contacts,
            Account.LoginNormalizer naming,
            NoticeTextProvider wording,
            OwnerQuestionTokens tokens,
            MeterRegistry registry,
            Clock clock) {
        this.settings = settings;
        this.ledger = ledger;
        this.contacts = contacts;
        this.clock = clock;
        breaker = new ChannelCircuitBreaker(settings.backoff(), RandomGenerator.getDefault());
        meters = new NoticeMeters(registry);
        NoticeComposer composer = new NoticeComposer(settings, wording, status, tokens);
        SafeContactSource safe = new SafeContactSource(contacts, status, naming);
        NoticeDelivery delivery = new NoticeDelivery(settings, ledger, log, safe, composer, breaker, meters, clock);
        dispatcher = new NoticeDispatcher(settings, ledger, status, delivery, meters, troubles, clock);
        scheduler = new DueCommandScheduler(ledger, status, wording, log, troubles, clock);
        thread.setDaemon(true);
    }

    /**
     * Begins.
     *
     * @param ledger is closed with the follow-up
     * @param status has caught up with the log
     */
    public static FollowupService start(
            FollowupSettings settings,
            NoticeOutbox ledger,
            EventLog log,
            AccountStatus status,
            ContactSource contacts,
            Account.LoginNormalizer naming,
            NoticeTextProvider wording,
            OwnerQuestionTokens tokens,
            MeterRegistry registry,
            Clock clock) {
        FollowupService followup =
                new FollowupService(settings, ledger, log, status, contacts, naming, wording, tokens, registry, clock);
        if (!settings.on()) {
            logger.info("No notices are sent: neither sekimori.notices.smtp.host nor sekimori.notices.webhooks is set");
        }
        followup.thread.start();
        return followup;
    }

    /**
     * The sources of contact addresses.
     *
     * @param file with contacts; null: none
     * @param url with {@code {account}} in it; null: none
     * @param token file with a bearer token for it; null: none is sent
     */
    public static ContactSource contacts(
            @Nullable Path file, @Nullable String url, @Nullable Path token, Account.LoginNormalizer naming) {
        ContactSource contacts = ContactSource.NONE;
        if (file != null) {
            contacts = new CsvContactSource(file, naming, Clock.systemUTC());
        }
        return url == null ? contacts : contacts.or(new HttpContactSource(url, token));
    }

    private void run() {
        while (!closing) {
            try {
                leading = ledger.lead(BETWEEN_LOOKS);
                if (leading) {
                    look();
                }
                problem = "";
            } catch (NoticeDelivery.StoppedException | NoticeOutbox.LeadLostException e) {
                leading = false;
                logger.info("{}", e.getMessage());
            } catch (RuntimeException | LinkageError | StackOverflowError e) {
                if (!closing) {
                    problem = e.getClass().getSimpleName() + ", see the log";
                    logger.warn("The follow-up failed and tries again: {}", e.toString(), e);
                    pause();
                }
            }
        }
        ledger.close();
    }

    private void look() {
        // Before the notices: a mail server that takes its time must not keep a hold from ending.
        scheduler.run();
        if (settings.on()) {
            dispatcher.dispatch();
            clean();
        }
        troubles.endPass();
    }

    private void clean() {
        Instant now = clock.instant();
        if (cleaned.plus(BETWEEN_CLEANINGS).isAfter(now)) {
            return;
        }
        cleaned = now;
        List<String> stale = dispatcher.stale(now, KEPT);
        if (!stale.isEmpty()) {
            ledger.write(List.of(), stale);
        }
    }

    private synchronized void pause() {
        try {
            if (!closing) {
                wait(1000);
            }
        } catch (InterruptedException e) {
            closing = true;
        }
    }

    /**
     * Status of the service.
     *
     * @param on whether notices are sent at all
     * @param leading whether this instance sends
     * @param waiting pending notices, of this instance if it sends
     * @param problems by channel, those older than five minutes
     */
    public record Status(boolean on, boolean leading, long waiting, Map<String, String> problems) {}

    /** How it does at the moment. */
    public Status status() {
        Instant now = clock.instant();
        Map<String, String> problems = new TreeMap<>();
        breaker.all().forEach((way, pause) -> {
            if (pause.since().plus(LONG).isBefore(now)) {
                problems.put(way, pause.reason() + ", since " + pause.since());
            }
        });
        troubles.all().forEach(problems::put);
        if (!contacts.problem().isEmpty()) {
            problems.putIfAbsent(NoticeDelivery.CONTACTS, contacts.problem());
        }
        if (!problem.isEmpty()) {
            problems.put("log", problem);
        }
        if (!thread.isAlive() && !closing) {
            problems.put("thread", "has ended unexpectedly; restart the service");
        }
        return new Status(settings.on(), leading, meters.allWaiting(), problems);
    }

    @Override
    public void close() {
        synchronized (this) {
            closing = true;
            notifyAll();
        }
        try {
            thread.join(Duration.ofSeconds(30).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
