package org.sekimori.web.my.code;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sekimori.followup.channels.DeliveryResult;
import org.sekimori.followup.channels.SmtpMailer;
import org.sekimori.followup.contacts.Contact;
import org.sekimori.followup.contacts.ContactSource.UnavailableException;
import org.sekimori.followup.contacts.SafeContactSource;
import org.sekimori.mail.Account;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends codes by mail, in a thread of its own; few wait, and what is too much is dropped. */
public final class MailedCodeDelivery implements CodeDelivery, AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(MailedCodeDelivery.class);
    private static final int MOST_WAITING = 50;

    private final SafeContactSource contacts;
    private final SmtpMailer mailer;
    private final Clock clock;
    private final ThreadPoolExecutor thread =
            new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), task -> {
                Thread worker = new Thread(task, "sekimori-codes");
                worker.setDaemon(true);
                return worker;
            });

    public MailedCodeDelivery(SafeContactSource contacts, SmtpMailer mailer, Clock clock) {
        this.contacts = contacts;
        this.mailer = mailer;
        this.clock = clock;
    }

    @Override
    public void send(Account account, String id, Locale domain, Wording wording) {
        try {
            thread.execute(() -> deliver(account, id, domain, wording));
        } catch (RejectedExecutionException e) {
            logger.warn("A code was not sent: {} others wait to be sent", MOST_WAITING);
        }
    }

    private void deliver(Account account, String id, Locale domain, Wording wording) {
        try {
            Optional<Contact> contact = contacts.find(account);
            if (contact.isEmpty()) {
                logger.info("No code was sent to {}: there is no safe contact", account.name());
                return;
            }
            Locale own = contact.get().language();
            Locale language = own == null ? domain : own;
            @Nullable Text text = wording.of(language);
            if (text == null) {
                logger.warn("A code for {} was not sent: too many were within the last hour", account.name());
                return;
            }
            DeliveryResult result = mailer.send(new SmtpMailer.Mail(
                    id,
                    text.from(),
                    List.of(contact.get().address()),
                    text.subject(),
                    text.body(),
                    language,
                    clock.instant()));
            if (!(result instanceof DeliveryResult.Accepted)) {
                logger.warn("A code for {} was not sent: {}", account.name(), result);
            }
        } catch (UnavailableException | RuntimeException e) {
            logger.warn("A code for {} was not sent: {}", account.name(), e.toString());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
