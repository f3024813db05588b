package org.sekimori.intake.milter;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.sekimori.intake.FallbackAnswers;
import org.sekimori.intake.StubLog;
import org.sekimori.intake.SubmissionEndpoint;
import org.sekimori.intake.SubmissionIntake;
import org.sekimori.intake.connection.ConnectionMeters;
import org.sekimori.intake.limits.IncompleteRequestLimit;
import org.sekimori.intake.limits.RecipientCollector;
import org.sekimori.mail.Account;
import org.sekimori.mail.AccountAliases;
import org.sekimori.mail.ApplicationAccounts;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.mail.SubmissionAnswer;
import org.sekimori.mail.Verdict;

/** A milter over a log that answers as a test says, for conversations in memory and over a port. */
final class MilterFixture {

    static final SubmissionAnswer FALLBACK =
            new SubmissionAnswer(new Verdict.Defer(451, "4.3.0"), "Try later", null, SubmissionAnswer.Source.FALLBACK);

    final List<MailEvent> asked = new CopyOnWriteArrayList<>();
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final MilterConfigMonitor monitor = new MilterConfigMonitor(Clock.systemUTC());
    final IncompleteRequestLimit half = new IncompleteRequestLimit();
    final RecipientCollector recipients = new RecipientCollector(RecipientCollector.budget(), Clock.systemUTC());
    final StubLog log = new StubLog(this::ask);

    /** The operator's applications. */
    volatile ApplicationAccounts applications = ApplicationAccounts.NONE;

    private final Account.LoginNormalizer naming = new Account.LoginNormalizer(
            "isp.example",
            "",
            Account.LoginNormalizer.USUAL_SEPARATORS,
            "",
            () -> new AccountAliases(Map.of(), Map.of(), Map.of(), applications));

    /** What is decided about a submission. */
    volatile Function<MailEvent, CompletableFuture<SubmissionAnswer>> decide =
            event -> CompletableFuture.completedFuture(accept());

    private final FallbackAnswers fallback = new FallbackAnswers() {
        @Override
        public SubmissionAnswer answer(MailEvent event) {
            return FALLBACK;
        }

        @Override
        public SubmissionAnswer unreadable() {
            return FALLBACK;
        }
    };
    private final MilterMeters meters =
            new MilterMeters(new SimpleMeterRegistry(), monitor, recipients, half, ConnectionMeters.MOST_CONNECTIONS);

    private CompletableFuture<SubmissionAnswer> ask(MailEvent event) {
        asked.add(event);
        return decide.apply(event);
    }

    static SubmissionAnswer accept() {
        return new SubmissionAnswer(Verdict.ACCEPT, "", "7K3F-9Q2M", SubmissionAnswer.Source.LOG);
    }

    static SubmissionAnswer reject(String text, String plain) {
        return new SubmissionAnswer(
                new Verdict.Reject(550, "5.7.1"), text, plain, "7K3F-9Q2M", SubmissionAnswer.Source.LOG);
    }

    /** From now on all are refused with these words. */
    void refuse(String text) {
        decide = event -> CompletableFuture.completedFuture(reject(text, text));
    }

    /** The last submission that was asked about. */
    MailEvent last() {
        return asked.get(asked.size() - 1);
    }

    /** A conversation in memory. */
    MilterConversation converse() {
        return converse(true);
    }

    /** The same. @param body whether bodies are wanted */
    MilterConversation converse(boolean body) {
        SubmissionEndpoint endpoint = new SubmissionEndpoint("milter", "test", Duration.ofSeconds(1), intake());
        MilterService service = new MilterService(endpoint, body, recipients, monitor);
        return new MilterConversation(half, service, meters);
    }

    /** Opens a port on loopback. */
    MilterServer listen(Duration deadline) {
        return listen(deadline, ConnectionMeters.MOST_CONNECTIONS);
    }

    /** The same with a number of connections at a time. */
    MilterServer listen(Duration deadline, int mostConnections) {
        return MilterServer.open(
                new MilterSettings("127.0.0.1", 0, deadline, "test", true), intake(), monitor, mostConnections);
    }

    private SubmissionIntake intake() {
        return new SubmissionIntake(
                log,
                naming,
                (address, name) -> new Origin.Unknown("no_address", null, null),
                event -> {},
                recipient -> "#" + recipient,
                fallback,
                registry,
                Clock.systemUTC());
    }
}
