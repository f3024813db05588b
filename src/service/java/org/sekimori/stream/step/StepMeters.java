package org.sekimori.stream.step;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.sekimori.engine.StepOutput;
import org.sekimori.mail.Decision;
import org.sekimori.mail.Finding;

/** Meters of the step. They count work done: a step repeated after a crash counts again. */
public final class StepMeters {

    private final MeterRegistry registry;
    private final Map<String, Counter> decisions = new ConcurrentHashMap<>();
    private final Map<String, Counter> findings = new ConcurrentHashMap<>();
    private final OutcomeMatchMonitor outcomes;
    private final Counter repeated;
    private final Counter deadLetters;
    private final Counter answersDiffer;
    private final Counter unreadableStates;

    public StepMeters(MeterRegistry registry) {
        this.registry = registry;
        outcomes = new OutcomeMatchMonitor(registry);
        repeated = Counter.builder("sekimori.events.duplicate")
                .description("Events that were seen before and did not count again")
                .register(registry);
        deadLetters = Counter.builder("sekimori.dead.letters")
                .description("Records that could not be used")
                .register(registry);
        unreadableStates = Counter.builder("sekimori.states.unreadable")
                .description("Entries set aside because the state of their account is of a later version, or damaged")
                .register(registry);
        answersDiffer = Counter.builder("sekimori.answers.mismatched")
                .description("Answers of synchronous endpoints that differ from the decision on the log")
                .register(registry);
    }

    void decided(Decision decision) {
        decisions
                .computeIfAbsent(decision.verdict().word(), verdict -> Counter.builder("sekimori.decisions")
                        .description("Submissions decided, by verdict")
                        .tag("verdict", verdict)
                        .register(registry))
                .increment();
        found(decision);
    }

    /** The findings of a decision, or of another event than a submission. */
    void found(Decision decision) {
        for (Finding finding : decision.findings()) {
            findings.computeIfAbsent(
                            finding.rule() + "/" + finding.mode().word(), key -> Counter.builder("sekimori.rule.hits")
                                    .description("Findings, by rule and mode")
                                    .tag("rule", finding.rule())
                                    .tag("mode", finding.mode().word())
                                    .register(registry))
                    .increment();
        }
    }

    void repeated() {
        repeated.increment();
    }

    void deadLetter() {
        deadLetters.increment();
    }

    void unreadableState() {
        unreadableStates.increment();
    }

    void answerDiffers() {
        answersDiffer.increment();
    }

    void outcome(StepOutput.OutcomeReported heard) {
        outcomes.note(heard.server(), heard.kind(), heard.match(), heard.bounded());
    }

    public OutcomeMatchMonitor outcomes() {
        return outcomes;
    }
}
