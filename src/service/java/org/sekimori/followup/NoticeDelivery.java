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
import org.sekimori.followup.channels.DeliveryResult;
import org.sekimori.followup.channels.DeskAlert;
import org.sekimori.followup.channels.NoticeKind;
import org.sekimori.followup.channels.SmtpMailer;
import org.sekimori.followup.channels.WebhookClient;
import org.sekimori.followup.contacts.Contact;
import org.sekimori.followup.contacts.ContactSource.UnavailableException;
import org.sekimori.followup.contacts.SafeContactSource;
import org.sekimori.mail.Account;
import org.sekimori.stream.notice.NoticeOutbox;
import org.sekimori.stream.notice.NoticeRecord;
import org.sekimori.stream.notice.NoticeRecord.State;
import org.sekimori.stream.request.EventLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends one notice at a time and records it: first the attempt, then the result. */
final class NoticeDelivery {

    private static final Logger logger = LoggerFactory.getLogger(NoticeDelivery.class);

    static final String SMTP = "smtp";
    static final String CONTACTS = "contacts";

    private static final Duration LETTER_PATIENCE = Duration.ofSeconds(10);

    private final FollowupSettings settings;
    private final NoticeOutbox ledger;
    private final EventLog log;
    private final SafeContactSource contacts;
    private final NoticeComposer composer;
    private final ChannelCircuitBreaker breaker;
    private final NoticeMeters meters;
    private final Clock clock;
    private final @Nullable SmtpMailer mailer;
    private final Map<String, WebhookClient> webhooks = new HashMap<>();
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final ChannelCircuitBreaker unanswered;

    NoticeDelivery(
            FollowupSettings settings,
            NoticeOutbox ledger,
            EventLog log,
            SafeContactSource contacts,
            NoticeComposer composer,
            ChannelCircuitBreaker breaker,
            NoticeMeters meters,
            Clock clock) {
        this.settings = settings;
        this.ledger = ledger;
        this.log = log;
        this.contacts = contacts;
        this.composer = composer;
        this.breaker = breaker;
        this.meters = meters;
        this.clock = clock;
        unanswered = new ChannelCircuitBreaker(settings.backoff(), random);
        mailer = settings.smtp() == null ? null : new SmtpMailer(settings.smtp());
        settings.webhooks().forEach(webhook -> webhooks.put(webhook.to(), new WebhookClient(webhook, clock)));
    }

    /** This instance does not lead any more. */
    static final class StoppedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StoppedException() {
            super("another instance sends the notices now");
        }
    }

    /** Whether the way to a receiver works, as far as is known. */
    boolean isChannelAvailable(String to, Instant now) {
        boolean contact = !to.equals(NoticeKeys.CUSTOMER) || breaker.allows(CONTACTS, now);
        return contact && breaker.allows(way(to), now);
    }

    private static String way(String to) {
        return to.equals(NoticeKeys.CUSTOMER) || to.equals(NoticeKeys.DESK) ? SMTP : to;
    }

    /**
     * Sends a notice.
     *
     * @param rateLimit one place of it is taken if anything is sent
     * @return the entry as it stands then; unchanged if it has to wait
     * @throws StoppedException if this instance does not lead any more
     */
    NoticeRecord deliver(NoticeRecord entry, NoticeRateLimit rateLimit) {
        Instant now = clock.instant();
        NoticeKind kind = NoticeKind.of(entry.kind());
        if (kind == null || !unanswered.allows(entry.key(), now)) {
            // A kind of a later version, which will send it; or its contact was just looked up without success.
            return entry;
        }
        Optional<? extends Supplier<DeliveryResult>> attempt;
        try {
            attempt = entry.to().equals(NoticeKeys.CUSTOMER) ? toCustomer(entry, kind, now) : toDesk(entry, kind, now);
        } catch (UnavailableException e) {
            breaker.recordFailure(CONTACTS, now, String.valueOf(e.getMessage()), null);
            // The next pass tries another one's contact first: the source may fail for this account only.
            unanswered.recordFailure(entry.key(), now, "", null);
            return entry;
        } catch (NoContactException e) {
            return end(entry, State.NO_CONTACT, now, "no safe contact");
        } catch (RuntimeException e) {
            return recorded(entry.sending(now), failed("it cannot be composed", e));
        }
        if (attempt.isEmpty()) {
            return end(entry, State.DROPPED, now, "what it was about is no more");
        }
        if (!ledger.lead(Duration.ZERO)) {
            throw new StoppedException();
        }
        NoticeRecord sending = entry.sending(now);
        ledger.write(List.of(sending), List.of());
        rateLimit.record(now);
        return recorded(sending, sent(attempt.get()));
    }

    private static DeliveryResult sent(Supplier<DeliveryResult> attempt) {
        try {
            return attempt.get();
        } catch (RuntimeException e) {
            return failed("sending it failed", e);
        }
    }

    /** An unexpected error may be temporary; otherwise the notice ends as a dead letter like any other. */
    private static DeliveryResult failed(String what, RuntimeException e) {
        logger.warn("A notice was not sent, {}: {} {}", what, e.getClass().getSimpleName(), FailureIsolation.where(e));
        return new DeliveryResult.RetryLater(what + ": " + e.getClass().getSimpleName(), null, false);
    }

    private static final class NoContactException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private Optional<Supplier<DeliveryResult>> toCustomer(NoticeRecord entry, NoticeKind kind, Instant now)
            throws UnavailableException, NoContactException {
        Contact contact =
                contacts.find(Account.of(String.valueOf(entry.account()))).orElseThrow(NoContactException::new);
        breaker.recordSuccess(CONTACTS);
        unanswered.recordSuccess(entry.key());
        SmtpMailer through = Objects.requireNonNull(mailer);
        return composer.customer(entry, kind, contact, now).map(mail -> () -> through.send(mail));
    }

    private Optional<Supplier<DeliveryResult>> toDesk(NoticeRecord entry, NoticeKind kind, Instant now) {
        Optional<DeskAlert> alert = composer.alert(entry, kind, now);
        WebhookClient webhook = webhooks.get(entry.to());
        if (webhook != null) {
            return alert.map(deskAlert -> () -> webhook.send(deskAlert));
        }
        // A receiver that is no longer configured.
        return mailer == null
                        || !entry.to().equals(NoticeKeys.DESK)
                        || settings.desk().isEmpty()
                ? Optional.empty()
                : alert.map(deskAlert -> () -> mailer.send(composer.desk(deskAlert)));
    }

    private NoticeRecord recorded(NoticeRecord sending, DeliveryResult sent) {
        Instant now = clock.instant();
        String way = way(sending.to());
        if (sent instanceof DeliveryResult.Accepted) {
            breaker.recordSuccess(way);
            return end(sending, State.SENT, now, "");
        }
        if (sent instanceof DeliveryResult.RetryLater later) {
            if (later.everything()) {
                breaker.recordFailure(way, now, later.reason(), later.after());
            }
            Instant next = settings.backoff().next(sending.attempts(), sending.since(), now, later.after(), random);
            if (next != null) {
                NoticeRecord again = sending.retryAt(now, next, later.reason());
                ledger.write(List.of(again), List.of());
                meters.postponed(sending);
                return again;
            }
            return giveUp(sending, now, later.reason() + "; tried " + sending.attempts() + " times");
        }
        return giveUp(sending, now, ((DeliveryResult.Refused) sent).reason());
    }

    /** First the dead letter, then the record: after a crash between them there are two dead letters rather than none. */
    private NoticeRecord giveUp(NoticeRecord entry, Instant now, String reason) {
        String payload = "{\"kind\":\"" + entry.kind() + "\",\"to\":\"" + entry.to() + "\",\"about\":\"" + entry.about()
                + "\",\"attempts\":" + entry.attempts() + "}";
        try {
            log.deadLetter("notices/" + NoticeKeys.id(entry.key()), "a notice was not sent: " + reason, payload)
                    .get(LETTER_PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the log did not take the dead letter of a notice", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a dead letter was written", e);
        }
        return end(entry, State.FAILED, now, reason);
    }

    private NoticeRecord end(NoticeRecord entry, State end, Instant now, String reason) {
        NoticeRecord ended = entry.ended(end, now, reason);
        ledger.write(List.of(ended), List.of());
        meters.ended(ended);
        return ended;
    }
}
