package org.sekimori.cli;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.sekimori.cli.Settings.FallbackMode;
import org.sekimori.engine.Output;
import org.sekimori.intake.Fallback;
import org.sekimori.mail.Answer;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Verdict;
import org.sekimori.rules.Rulebook;
import org.sekimori.stream.Standing;
import org.sekimori.stream.StandingRules;

/**
 * What the doors say when the log does not answer, in the operator's choice. The local answer runs the same rules over the
 * grants, holds and homes as last read, without counts.
 */
final class DoorFallback implements Fallback, AutoCloseable {

    private static final Answer PASS = new Answer(Verdict.ACCEPT, "", null, Answer.Source.FALLBACK);
    private static final Verdict.Defer DEFER = new Verdict.Defer(451, "4.3.0");

    /** In no rulebook's words: for when these are not to be had. */
    private static final Answer PLAIN_DEFER = new Answer(
            DEFER,
            "Your message could not be checked just now. Please try again in a few minutes",
            null,
            Answer.Source.FALLBACK);

    private final FallbackMode mode;
    private final Supplier<Rulebook> inForce;
    private final StandingRules rules;

    /**
     * @param inForce the rulebook that decides at the moment
     */
    DoorFallback(FallbackMode mode, Supplier<Rulebook> inForce, Standing standing) {
        this.mode = mode;
        this.inForce = inForce;
        this.rules = new StandingRules(inForce, standing);
    }

    /** Whether nothing is refused at the moment, because no domain has a home. */
    boolean observing() {
        return inForce.get().policies().observingAll();
    }

    @Override
    public Answer answer(MailEvent event) {
        return switch (mode) {
            case PASS -> PASS;
            case DEFER -> later(event.account().domain());
            case LOCAL -> local(event);
        };
    }

    /** The same, counting how often it is asked. */
    Fallback counting(AtomicLong count) {
        return new Fallback() {
            @Override
            public Answer answer(MailEvent event) {
                count.incrementAndGet();
                return DoorFallback.this.answer(event);
            }

            @Override
            public Answer unreadable() {
                return DoorFallback.this.unreadable();
            }
        };
    }

    @Override
    public Answer unreadable() {
        if (mode != FallbackMode.DEFER) {
            return PASS;
        }
        try {
            return later("");
        } catch (RuntimeException e) {
            return PLAIN_DEFER;
        }
    }

    private Answer later(String domain) {
        return new Answer(
                DEFER,
                inForce.get().commonText("try_later", domain),
                inForce.get().plainCommonText("try_later"),
                null,
                Answer.Source.FALLBACK);
    }

    private Answer local(MailEvent event) {
        for (Output output : rules.submit(event)) {
            if (output instanceof Output.Told told) {
                Answer answer = told.answer();
                return new Answer(
                        answer.verdict(), answer.text(), answer.plain(), answer.reference(), Answer.Source.FALLBACK);
            }
        }
        throw new IllegalStateException("a submission was not answered");
    }

    @Override
    public void close() {
        rules.close();
    }
}
