package org.sekimori.server.explain;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.AccountState;
import org.sekimori.engine.LogEntry;
import org.sekimori.engine.ReplayEngines;
import org.sekimori.engine.StepEngine;
import org.sekimori.engine.StepOutput;
import org.sekimori.engine.StepResult;
import org.sekimori.mail.Decision;
import org.sekimori.mail.MailEvent;
import org.sekimori.rules.RuleExplainer;
import org.sekimori.rules.RuleExplanation;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.stream.json.DecisionJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes decisions again: steps one account through its past, with the rulebooks that were active. Compiled explanations are
 * cached, because compiling takes longest. Single-threaded.
 */
public final class DecisionReplay implements AutoCloseable {

    /**
     * A decision made again.
     *
     * @param recorded the decision on the log
     * @param event the decided event; null if the log does not reach back so far
     * @param same whether the repetition gave the recorded decision, byte for byte
     * @param rules evaluation of each rule
     * @param reasons what the findings say in other languages than English: language to reason to text, for the desk
     */
    public record ReplayedDecision(
            JsonNode recorded,
            @Nullable MailEvent event,
            boolean same,
            List<RuleExplanation> rules,
            Map<String, Map<String, String>> reasons) {}

    private final ReplayEngines rulebooks;
    private final Map<String, RuleExplainer> explainers = new HashMap<>();

    public DecisionReplay(ReplayEngines rulebooks) {
        this.rulebooks = rulebooks;
    }

    /**
     * Makes a decision again.
     *
     * @param recorded the decision on the log
     * @param before state before the account's first entry on the log; null if unknown
     * @param entries of the account, and activations, in the order of the log
     */
    public ReplayedDecision replay(
            String recorded, Function<LogEntry, @Nullable AccountState> before, List<LogEntry> entries) {
        JsonNode decision = JsonMapper.shared().readTree(recorded);
        try (Stepping stepping = new Stepping(decision, recorded, before)) {
            for (LogEntry entry : entries) {
                ReplayedDecision why = stepping.step(entry);
                if (why != null) {
                    return why;
                }
            }
        }
        return new ReplayedDecision(decision, null, false, List.of(), Map.of());
    }

    private final class Stepping implements AutoCloseable {
        private final JsonNode decision;
        private final String recorded;
        private final Function<LogEntry, @Nullable AccountState> before;
        private StepEngine engine = rulebooks.engine(null);
        private LogEntry.@Nullable RulebookActivation pending;
        private @Nullable AccountState state;
        private boolean first = true;

        Stepping(JsonNode decision, String recorded, Function<LogEntry, @Nullable AccountState> before) {
            this.decision = decision;
            this.recorded = recorded;
            this.before = before;
        }

        @Nullable
        ReplayedDecision step(LogEntry entry) {
            if (entry instanceof LogEntry.RulebookActivation activation) {
                pending = activation;
                return null;
            }
            // Compiled only when something is decided under it.
            if (pending != null) {
                StepEngine next = rulebooks.engine(pending);
                engine.close();
                engine = next;
                pending = null;
            }
            AccountState known = first ? before.apply(entry) : state;
            first = false;
            StepResult step = engine.step(known, entry);
            state = step.state();
            for (StepOutput output : step.outputs()) {
                Decision made = decision(output);
                if (made != null
                        && entry instanceof LogEntry.Mail mail
                        && made.id().equals(decision.path("id").asString())) {
                    String again = new String(DecisionJson.write(made), StandardCharsets.UTF_8);
                    return new ReplayedDecision(
                            decision,
                            mail.event(),
                            again.equals(recorded),
                            explain(mail, known, step.state()),
                            reasons(decision, engine.rulebook()));
                }
            }
            return null;
        }

        private static @Nullable Decision decision(StepOutput output) {
            if (output instanceof StepOutput.DecisionMade decided) {
                return decided.decision();
            }
            return output instanceof StepOutput.FindingsMade found ? found.decision() : null;
        }

        /** With the facts that the rules had: of most events but submissions those after the event, see {@code EventRules}. */
        private List<RuleExplanation> explain(
                LogEntry.Mail mail, @Nullable AccountState before, @Nullable AccountState after) {
            AccountState seen = StepEngine.rulesSeeAfter(mail.event().kind()) ? after : before;
            AccountState known = seen == null ? AccountState.NEW : seen;
            return explainer(engine.rulebook())
                    .explain(
                            mail.event(),
                            known.profile(),
                            known.grants(),
                            known.hold(),
                            known.caseSet(),
                            known.neighbours(),
                            engine.rulebook().policies().of(mail.event().account(), known.home()));
        }

        @Override
        public void close() {
            engine.close();
        }
    }

    private static Map<String, Map<String, String>> reasons(JsonNode decision, Rulebook rulebook) {
        Map<String, Map<String, String>> all = new TreeMap<>();
        for (JsonNode finding : decision.path("findings")) {
            String reason = finding.path("reason").asString("");
            rulebook.translations(finding.path("rule").asString(""), reason)
                    .forEach((language, said) -> all.computeIfAbsent(language, one -> new LinkedHashMap<>())
                            .put(reason, said));
        }
        return all;
    }

    private RuleExplainer explainer(Rulebook rulebook) {
        RuleExplainer known = explainers.get(rulebook.id());
        if (known == null) {
            try {
                known = new RuleExplainer(rulebook);
            } catch (RulebookException e) {
                throw new IllegalStateException("the rules cannot be explained: " + e.getMessage(), e);
            }
            explainers.put(rulebook.id(), known);
        }
        return known;
    }

    /** Closes the compiled explanations; the rulebooks belong to the caller. */
    @Override
    public void close() {
        explainers.values().forEach(RuleExplainer::close);
        explainers.clear();
    }
}
