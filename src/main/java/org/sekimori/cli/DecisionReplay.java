package org.sekimori.cli;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.AccountState;
import org.sekimori.engine.Engine;
import org.sekimori.engine.Entry;
import org.sekimori.engine.Output;
import org.sekimori.engine.Step;
import org.sekimori.lab.backtest.RecordedRulebooks;
import org.sekimori.mail.MailEvent;
import org.sekimori.rules.Explainer;
import org.sekimori.rules.Explanation;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.RulebookException;
import org.sekimori.stream.json.DecisionJson;
import tools.jackson.databind.JsonNode;

/**
 * Makes decisions again: steps one account through its past, with the rulebooks that were in force. What was compiled to explain a
 * rulebook is kept, because that takes longest. For one thread.
 */
final class DecisionReplay implements AutoCloseable {

    /**
     * A decision made again.
     *
     * @param recorded the decision on the log
     * @param event what was decided about, null if the log does not reach back so far
     * @param same whether deciding again gave the recorded decision, byte for byte
     * @param rules what each rule saw
     */
    record Why(JsonNode recorded, @Nullable MailEvent event, boolean same, List<Explanation> rules) {}

    private final RecordedRulebooks rulebooks;
    private final Map<String, Explainer> explainers = new HashMap<>();

    DecisionReplay(RecordedRulebooks rulebooks) {
        this.rulebooks = rulebooks;
    }

    /**
     * Makes a decision again.
     *
     * @param recorded the decision, as it stands on the log
     * @param before what the account was before an entry if that is the first one of the account; null if nothing is known
     * @param entries of the account, and activations, in the order of the log
     */
    Why why(String recorded, Function<Entry, @Nullable AccountState> before, List<Entry> entries) {
        JsonNode decision = ApiClient.JSON.readTree(recorded);
        try (Stepping stepping = new Stepping(decision, recorded, before)) {
            for (Entry entry : entries) {
                Why why = stepping.step(entry);
                if (why != null) {
                    return why;
                }
            }
        }
        return new Why(decision, null, false, List.of());
    }

    private final class Stepping implements AutoCloseable {
        private final JsonNode decision;
        private final String recorded;
        private final Function<Entry, @Nullable AccountState> before;
        private Engine engine = rulebooks.engine(null);
        private Entry.@Nullable Activation pending;
        private @Nullable AccountState state;
        private boolean first = true;

        Stepping(JsonNode decision, String recorded, Function<Entry, @Nullable AccountState> before) {
            this.decision = decision;
            this.recorded = recorded;
            this.before = before;
        }

        @Nullable
        Why step(Entry entry) {
            if (entry instanceof Entry.Activation activation) {
                pending = activation;
                return null;
            }
            // Compiled only when something is decided under it.
            if (pending != null) {
                Engine next = rulebooks.engine(pending);
                engine.close();
                engine = next;
                pending = null;
            }
            AccountState known = first ? before.apply(entry) : state;
            first = false;
            Step step = engine.step(known, entry);
            state = step.state();
            for (Output output : step.outputs()) {
                if (output instanceof Output.Decided decided
                        && entry instanceof Entry.Mail mail
                        && decided.decision().id().equals(decision.path("id").asString())) {
                    String again = new String(DecisionJson.write(decided.decision()), StandardCharsets.UTF_8);
                    return new Why(decision, mail.event(), again.equals(recorded), explain(mail, known));
                }
            }
            return null;
        }

        private List<Explanation> explain(Entry.Mail mail, @Nullable AccountState before) {
            AccountState known = before == null ? AccountState.NEW : before;
            return explainer(engine.rulebook())
                    .explain(
                            mail.event(),
                            known.profile(),
                            known.grants(),
                            known.hold(),
                            known.caseSet(),
                            engine.rulebook().policies().of(mail.event().account(), known.home()));
        }

        @Override
        public void close() {
            engine.close();
        }
    }

    private Explainer explainer(Rulebook rulebook) {
        Explainer known = explainers.get(rulebook.id());
        if (known == null) {
            try {
                known = new Explainer(rulebook);
            } catch (RulebookException e) {
                throw new IllegalStateException("the rules cannot be explained: " + e.getMessage(), e);
            }
            explainers.put(rulebook.id(), known);
        }
        return known;
    }

    /** Gives up what was compiled; the rulebooks are whoever's they were. */
    @Override
    public void close() {
        explainers.values().forEach(Explainer::close);
        explainers.clear();
    }
}
