package org.sekimori.intake;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Account;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.ClientIdentity;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.mail.SaslLogin;

/**
 * The part of a mail server's protocol that is the same for all: who submits, from where, and who is shown the submission. Answers are
 * those of its {@link SynchronousEndpoint}. Thread-safe.
 */
public final class SubmissionEndpoint {

    private final String kind;
    private final SubmissionIntake intake;
    private final SynchronousEndpoint endpoint;
    private final InvalidLoginCounter unnameable;

    /**
     * An endpoint.
     *
     * @param kind of the endpoint, such as {@code postfix}; a label of its metrics
     * @param name of the endpoint in its records, such as {@code postfix@mx1}
     * @param deadline of an answer before the fallback; 10 ms to 60 s
     */
    public SubmissionEndpoint(String kind, String name, Duration deadline, SubmissionIntake intake) {
        this.kind = kind;
        this.intake = intake;
        this.endpoint =
                new SynchronousEndpoint(kind, name, deadline, intake.log(), intake.fallback(), intake.registry());
        this.unnameable = new InvalidLoginCounter(intake.registry(), intake.clock());
    }

    /** Answers submissions, and records what was really answered. */
    public SynchronousEndpoint answers() {
        return endpoint;
    }

    public Instant now() {
        return intake.clock().instant();
    }

    /**
     * Who submits: the log-in, or the operator's application that the client is; null if neither, as for incoming mail.
     *
     * @param nameless whether the client logged in with a name that cannot be read
     * @param login the SASL username; empty without one
     * @param client is asked for only if it can be an application
     */
    public @Nullable SaslLogin submitter(boolean nameless, String login, Supplier<ClientIdentity> client) {
        if (nameless) {
            return new SaslLogin(Account.UNNAMEABLE, null);
        }
        if (!login.isEmpty()) {
            return intake.naming().resolve(login);
        }
        Account application =
                intake.naming().hasApplications() ? intake.naming().application(client.get()) : null;
        return application == null ? null : new SaslLogin(application, null);
    }

    /** Whether a client without a log-in may still turn out to be an application, when its message is known. */
    public boolean mayBeApplication(Supplier<ClientIdentity> client) {
        return intake.naming().hasApplications() && intake.naming().mayBeApplication(client.get());
    }

    /**
     * An address without its zone (RFC 4007, 11), which only names the server's interface; null without one.
     *
     * @throws IllegalArgumentException if it cannot be read
     */
    public static @Nullable ClientAddress address(String literal) {
        int zone = literal.indexOf('%');
        return literal.isEmpty() ? null : ClientAddress.of(zone < 0 ? literal : literal.substring(0, zone));
    }

    public Origin origin(@Nullable ClientAddress address, @Nullable String clientName) {
        return intake.origins().locate(address, clientName);
    }

    /** The event with the lists that it is on. */
    public MailEvent listed(MailEvent event) {
        return intake.origins().listed(event);
    }

    /** Of a recipient that cannot be read only the hash is kept: it is one recipient, and of no domain. */
    public String hash(String recipient, boolean readable) {
        return intake.recipientHash().apply(readable ? recipient : recipient.replace('@', ' '));
    }

    /** Shows a submission to those who only look. */
    public void show(MailEvent event) {
        try {
            intake.witness().accept(event);
            unnameable.note(kind, event);
        } catch (RuntimeException e) {
            // An observer must not cost a decision.
            endpoint.failed("the witness of " + event.id(), e);
        }
    }
}
