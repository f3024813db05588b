package org.sekimori.cli;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.AccountState;
import org.sekimori.engine.Engine;
import org.sekimori.engine.Entry;
import org.sekimori.engine.Output;
import org.sekimori.engine.Step;
import org.sekimori.lab.backtest.RecordedRulebooks;
import org.sekimori.mail.Account;
import org.sekimori.mail.MailEvent;
import org.sekimori.rules.Explainer;
import org.sekimori.rules.Explanation;
import org.sekimori.rules.RulebookException;
import org.sekimori.stream.LogReplay;
import org.sekimori.stream.json.DecisionJson;
import tools.jackson.databind.JsonNode;

/** Makes decisions again: steps one account from the beginning of the log, with the rulebooks that were in force. */
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

    private final LogReplay log;
    private final RecordedRulebooks rulebooks;
    private Engine engine;
    private Entry.@Nullable Activation pending;
    private final HomesBefore homes;
    private boolean first = true;
    private @Nullable AccountState state;
    private @Nullable Why why;

    DecisionReplay(LogReplay log) {
        this.log = log;
        this.homes = HomesBefore.of(log);
        this.rulebooks = CommandTrial.recorded(log::rulebook);
        this.engine = rulebooks.engine(null);
    }

    Why why(String recorded) {
        JsonNode decision = ApiClient.JSON.readTree(recorded);
        Account account = Account.of(decision.path("account").asString());
        List<Entry> entries = new ArrayList<>();
        log.entriesOf(account, entries::add, count -> {});
        state = null;
        first = true;
        why = null;
        pending = null;
        use(rulebooks.engine(null));
        for (Entry entry : entries) {
            step(entry, decision.path("id").asString(), decision, recorded);
            if (why != null) {
                return why;
            }
        }
        return new Why(decision, null, false, List.of());
    }

    private void step(Entry entry, String id, JsonNode decision, String recorded) {
        if (entry instanceof Entry.Activation activation) {
            pending = activation;
            return;
        }
        // Compiled only when something is decided under it.
        if (pending != null) {
            use(rulebooks.engine(pending));
            pending = null;
        }
        AccountState before = first && state == null ? homes.before(entry) : state;
        first = false;
        Step step = engine.step(before, entry);
        state = step.state();
        for (Output output : step.outputs()) {
            if (output instanceof Output.Decided decided
                    && entry instanceof Entry.Mail mail
                    && decided.decision().id().equals(id)) {
                String again = new String(DecisionJson.write(decided.decision()), StandardCharsets.UTF_8);
                why = new Why(decision, mail.event(), again.equals(recorded), explain(mail, before));
            }
        }
    }

    private List<Explanation> explain(Entry.Mail mail, @Nullable AccountState before) {
        AccountState known = before == null ? AccountState.NEW : before;
        try (Explainer explainer = new Explainer(engine.rulebook())) {
            return explainer.explain(
                    mail.event(),
                    known.profile(),
                    known.grants(),
                    known.hold(),
                    known.caseSet(),
                    engine.rulebook().policies().of(mail.event().account(), known.home()));
        } catch (RulebookException e) {
            throw new IllegalStateException("the rules cannot be explained: " + e.getMessage(), e);
        }
    }

    private void use(Engine next) {
        engine.close();
        engine = next;
    }

    @Override
    public void close() {
        engine.close();
        rulebooks.close();
    }
}
