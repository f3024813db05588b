package org.sekimori.server;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.sekimori.engine.StepOutput;
import org.sekimori.intake.FallbackAnswers;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.SubmissionAnswer;
import org.sekimori.mail.Verdict;
import org.sekimori.rules.Rulebook;
import org.sekimori.server.SekimoriProperties.FallbackMode;
import org.sekimori.stream.AccountStatus;
import org.sekimori.stream.LocalDecisionMaker;

/**
 * The endpoints' answers while the log does not answer, by the operator's choice. The local answer runs the same rules on the
 * latest grants, holds and homes, without counts. It never quarantines: no case would list the message, and it would wait in the
 * server's queue for ever.
 */
public final class FallbackPolicy implements FallbackAnswers, AutoCloseable {

    private static final SubmissionAnswer PASS =
            new SubmissionAnswer(Verdict.ACCEPT, "", null, SubmissionAnswer.Source.FALLBACK);
    private static final Verdict.Defer DEFER = new Verdict.Defer(451, "4.3.0");

    /** In no rulebook's words: for when these are not to be had. */
    private static final SubmissionAnswer PLAIN_DEFER = new SubmissionAnswer(
            DEFER,
            "Your message could not be checked just now. Please try again in a few minutes",
            null,
            SubmissionAnswer.Source.FALLBACK);

    private final FallbackMode mode;
    private final Supplier<Rulebook> inForce;
    private final LocalDecisionMaker rules;

    /**
     * @param inForce the rulebook that decides at the moment
     */
    public FallbackPolicy(FallbackMode mode, Supplier<Rulebook> inForce, AccountStatus status) {
        this.mode = mode;
        this.inForce = inForce;
        this.rules = new LocalDecisionMaker(inForce, status);
    }

    /** Whether nothing is refused at the moment, because no domain has a home. */
    boolean observing() {
        return inForce.get().policies().observingAll();
    }

    @Override
    public SubmissionAnswer answer(MailEvent event) {
        return switch (mode) {
            case PASS -> PASS;
            case DEFER -> later(event.account().domain());
            case LOCAL -> local(event);
        };
    }

    /** The same, counting its uses. */
    public FallbackAnswers counting(AtomicLong count) {
        return new FallbackAnswers() {
            @Override
            public SubmissionAnswer answer(MailEvent event) {
                count.incrementAndGet();
                return FallbackPolicy.this.answer(event);
            }

            @Override
            public SubmissionAnswer unreadable() {
                return FallbackPolicy.this.unreadable();
            }
        };
    }

    @Override
    public SubmissionAnswer unreadable() {
        if (mode != FallbackMode.DEFER) {
            return PASS;
        }
        try {
            return later("");
        } catch (RuntimeException e) {
            return PLAIN_DEFER;
        }
    }

    private SubmissionAnswer later(String domain) {
        return new SubmissionAnswer(
                DEFER,
                inForce.get().commonText("try_later", domain),
                inForce.get().plainCommonText("try_later"),
                null,
                SubmissionAnswer.Source.FALLBACK);
    }

    private SubmissionAnswer local(MailEvent event) {
        for (StepOutput output : rules.submit(event)) {
            if (output instanceof StepOutput.AnswerSent sent) {
                SubmissionAnswer answer = sent.answer();
                return new SubmissionAnswer(
                        answer.verdict() instanceof Verdict.Quarantine ? Verdict.ACCEPT : answer.verdict(),
                        answer.text(),
                        answer.plain(),
                        answer.reference(),
                        SubmissionAnswer.Source.FALLBACK);
            }
        }
        throw new IllegalStateException("a submission was not answered");
    }

    @Override
    public void close() {
        rules.close();
    }
}
