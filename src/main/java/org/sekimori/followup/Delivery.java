package org.sekimori.followup;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.sekimori.followup.Contacts.UnavailableException;
import org.sekimori.mail.Account;
import org.sekimori.stream.Ledger;
import org.sekimori.stream.Log;
import org.sekimori.stream.NoticeEntry;
import org.sekimori.stream.NoticeEntry.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends one notice at a time and writes down what became of it: first that it is being sent, then the result. */
final class Delivery {

    private static final Logger logger = LoggerFactory.getLogger(Delivery.class);

    static final String SMTP = "smtp";
    static final String CONTACTS = "contacts";

    private static final Duration LETTER_PATIENCE = Duration.ofSeconds(10);

    private final FollowupSettings settings;
    private final Ledger ledger;
    private final Log log;
    private final SafeContacts contacts;
    private final Composer composer;
    private final Pauses pauses;
    private final NoticeMeters meters;
    private final Clock clock;
    private final @Nullable Mailer mailer;
    private final Map<String, Webhook> webhooks = new HashMap<>();
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final Pauses unanswered;

    Delivery(
            FollowupSettings settings,
            Ledger ledger,
            Log log,
            SafeContacts contacts,
            Composer composer,
            Pauses pauses,
            NoticeMeters meters,
            Clock clock) {
        this.settings = settings;
        this.ledger = ledger;
        this.log = log;
        this.contacts = contacts;
        this.composer = composer;
        this.pauses = pauses;
        this.meters = meters;
        this.clock = clock;
        unanswered = new Pauses(settings.backoff(), random);
        mailer = settings.smtp() == null ? null : new Mailer(settings.smtp());
        settings.webhooks().forEach(webhook -> webhooks.put(webhook.to(), new Webhook(webhook, clock)));
    }

    /** This instance does not lead any more. */
    static final class StoppedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StoppedException() {
            super("another instance sends the notices now");
        }
    }

    /** Whether the way to a receiver works, as far as is known. */
    boolean passable(String to, Instant now) {
        boolean contact = !to.equals(Keys.CUSTOMER) || pauses.open(CONTACTS, now);
        return contact && pauses.open(way(to), now);
    }

    private static String way(String to) {
        return to.equals(Keys.CUSTOMER) || to.equals(Keys.DESK) ? SMTP : to;
    }

    /**
     * Sends a notice.
     *
     * @param budget one place of it is taken if anything is sent
     * @return the entry as it stands then; unchanged if it has to wait
     * @throws StoppedException if this instance does not lead any more
     */
    NoticeEntry deliver(NoticeEntry entry, Budget budget) {
        Instant now = clock.instant();
        Kind kind = Kind.of(entry.kind());
        if (kind == null || !unanswered.open(entry.key(), now)) {
            // Of a kind that a later version knows and will send; or its contact was just asked for in vain.
            return entry;
        }
        Optional<? extends Supplier<Sent>> attempt;
        try {
            attempt = entry.to().equals(Keys.CUSTOMER) ? toCustomer(entry, kind, now) : toDesk(entry, kind, now);
        } catch (UnavailableException e) {
            pauses.failed(CONTACTS, now, String.valueOf(e.getMessage()), null);
            // The next look asks for another one's first: the source may fail for this account alone.
            unanswered.failed(entry.key(), now, "", null);
            return entry;
        } catch (NoContactException e) {
            return end(entry, State.NO_CONTACT, now, "no safe contact");
        } catch (RuntimeException e) {
            return told(entry.sending(now), failed("it cannot be composed", e));
        }
        if (attempt.isEmpty()) {
            return end(entry, State.DROPPED, now, "what it was about is no more");
        }
        if (!ledger.lead(Duration.ZERO)) {
            throw new StoppedException();
        }
        NoticeEntry sending = entry.sending(now);
        ledger.write(List.of(sending), List.of());
        budget.take(now);
        return told(sending, sent(attempt.get()));
    }

    private static Sent sent(Supplier<Sent> attempt) {
        try {
            return attempt.get();
        } catch (RuntimeException e) {
            return failed("sending it failed", e);
        }
    }

    /** What nobody foresaw may pass, or be mended; if it does not, the notice ends as a dead letter like any other. */
    private static Sent failed(String what, RuntimeException e) {
        logger.warn("A notice was not sent, {}: {} {}", what, e.getClass().getSimpleName(), Troubles.where(e));
        return new Sent.Later(what + ": " + e.getClass().getSimpleName(), null, false);
    }

    private static final class NoContactException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private Optional<Supplier<Sent>> toCustomer(NoticeEntry entry, Kind kind, Instant now)
            throws UnavailableException, NoContactException {
        Contact contact =
                contacts.find(Account.of(String.valueOf(entry.account()))).orElseThrow(NoContactException::new);
        pauses.worked(CONTACTS);
        unanswered.worked(entry.key());
        Mailer through = Objects.requireNonNull(mailer);
        return composer.customer(entry, kind, contact, now).map(mail -> () -> through.send(mail));
    }

    private Optional<Supplier<Sent>> toDesk(NoticeEntry entry, Kind kind, Instant now) {
        Optional<Alert> alert = composer.alert(entry, kind, now);
        Webhook webhook = webhooks.get(entry.to());
        if (webhook != null) {
            return alert.map(told -> () -> webhook.send(told));
        }
        // A receiver that is no longer configured.
        return mailer == null
                        || !entry.to().equals(Keys.DESK)
                        || settings.desk().isEmpty()
                ? Optional.empty()
                : alert.map(told -> () -> mailer.send(composer.desk(told)));
    }

    private NoticeEntry told(NoticeEntry sending, Sent sent) {
        Instant now = clock.instant();
        String way = way(sending.to());
        if (sent instanceof Sent.Accepted) {
            pauses.worked(way);
            return end(sending, State.SENT, now, "");
        }
        if (sent instanceof Sent.Later later) {
            if (later.everything()) {
                pauses.failed(way, now, later.reason(), later.after());
            }
            Instant next = settings.backoff().next(sending.attempts(), sending.since(), now, later.after(), random);
            if (next != null) {
                NoticeEntry again = sending.again(now, next, later.reason());
                ledger.write(List.of(again), List.of());
                meters.postponed(sending);
                return again;
            }
            return giveUp(sending, now, later.reason() + "; tried " + sending.attempts() + " times");
        }
        return giveUp(sending, now, ((Sent.Refused) sent).reason());
    }

    /** First the dead letter, then the entry: after a crash between them there are two letters rather than none. */
    private NoticeEntry giveUp(NoticeEntry entry, Instant now, String reason) {
        String payload = "{\"kind\":\"" + entry.kind() + "\",\"to\":\"" + entry.to() + "\",\"about\":\"" + entry.about()
                + "\",\"attempts\":" + entry.attempts() + "}";
        try {
            log.deadLetter("notices/" + Keys.id(entry.key()), "a notice was not sent: " + reason, payload)
                    .get(LETTER_PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the log did not take the dead letter of a notice", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a dead letter was written", e);
        }
        return end(entry, State.FAILED, now, reason);
    }

    private NoticeEntry end(NoticeEntry entry, State end, Instant now, String reason) {
        NoticeEntry ended = entry.ended(end, now, reason);
        ledger.write(List.of(ended), List.of());
        meters.ended(ended);
        return ended;
    }
}
