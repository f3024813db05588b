package org.sekimori.intake;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.sekimori.mail.Account;
import org.sekimori.mail.MailEvent;
import org.sekimori.stream.request.EventLog;

/**
 * What the protocols of mail servers have in common behind their ports.
 *
 * @param log decides
 * @param naming normalises log-ins
 * @param origins resolves the client's origin
 * @param witness receives every submission, on the answering thread; must not block
 * @param recipientHash hashes a recipient
 * @param fallback answers while the log does not
 */
public record SubmissionIntake(
        EventLog log,
        Account.LoginNormalizer naming,
        OriginLookup origins,
        Consumer<MailEvent> witness,
        UnaryOperator<String> recipientHash,
        FallbackAnswers fallback,
        MeterRegistry registry,
        Clock clock) {}
