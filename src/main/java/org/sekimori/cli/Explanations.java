package org.sekimori.cli;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.DecisionExplainer;
import org.sekimori.cli.DecisionReplay.Why;
import org.sekimori.engine.AccountCodec;
import org.sekimori.engine.AccountState;
import org.sekimori.engine.Entry;
import org.sekimori.grants.Home;
import org.sekimori.lab.backtest.RecordedRulebooks;
import org.sekimori.mail.Account;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.RulebookException;
import org.sekimori.rules.RulebookFiles;
import org.sekimori.stream.IndexedLog;
import org.sekimori.stream.LogAccess;
import org.sekimori.stream.LogReplay;
import org.sekimori.stream.Standing;
import org.sekimori.stream.StoredRecord;
import org.sekimori.stream.json.EntryJson;
import org.sekimori.stream.json.UnreadableException;
import org.sekimori.trial.RulebookTrial;
import org.sekimori.trial.RulebookTrial.Asked;
import org.sekimori.trial.TrialsBusyException;
import tools.jackson.databind.JsonNode;

/**
 * Explains decisions in the running service, where the rulebooks that decided stay compiled: that is what takes longest. One at a time,
 * because it is asked by people.
 */
final class Explanations implements DecisionExplainer, AutoCloseable {

    /** Rulebooks that are kept compiled; with one more all are given up. */
    private static final int MOST_RULEBOOKS = 4;

    private static final int MOST_NAMESAKES = 10;

    private final LogAccess log;
    private final RulebookTrial trial;
    private final Standing standing;
    private final Set<String> compiled = new HashSet<>();
    private RecordedRulebooks rulebooks;
    private DecisionReplay replay;

    /**
     * Explanations under the rulebooks of a log.
     *
     * @param log where their texts are read
     * @param trial tries each before it is compiled here: whoever can write to the log can have put it there
     * @param standing the homes of accounts, for those whose first entries the log has no more
     */
    Explanations(LogAccess log, RulebookTrial trial, Standing standing) {
        this.log = log;
        this.trial = trial;
        this.standing = standing;
        rulebooks = new RecordedRulebooks(this::text);
        replay = new DecisionReplay(rulebooks);
    }

    @Override
    public synchronized List<JsonNode> explain(IndexedLog open, String name) {
        if (compiled.size() > MOST_RULEBOOKS) {
            close();
            compiled.clear();
            rulebooks = new RecordedRulebooks(this::text);
            replay = new DecisionReplay(rulebooks);
        }
        List<Why> found = new ArrayList<>();
        Set<String> met = new HashSet<>();
        for (StoredRecord decision : open.decisions(name)) {
            String recorded = new String(decision.value(), StandardCharsets.UTF_8);
            // Decided twice, it counts once, as it was first.
            if (found.size() < MOST_NAMESAKES
                    && met.add(ApiClient.JSON.readTree(recorded).path("id").asString())) {
                found.add(why(recorded, open.past(decision)));
            }
        }
        return found.stream()
                .sorted(Comparator.comparing(
                                (Why why) -> why.recorded().path("time").asString())
                        .reversed())
                .map(why -> (JsonNode) WhyJson.of(why))
                .toList();
    }

    private Why why(String recorded, IndexedLog.@Nullable Past past) {
        JsonNode decision = ApiClient.JSON.readTree(recorded);
        if (past == null) {
            return new Why(decision, null, false, List.of());
        }
        List<Entry> entries = new ArrayList<>();
        past.entries().forEach(one -> {
            try {
                entries.add(EntryJson.read(one.value()));
            } catch (UnreadableException e) {
                // The step set it aside as a dead letter, with this reason; here there is nothing more to do with it.
                return;
            }
        });
        String rulebook = decision.path("rulebook").asString("");
        boolean told = !entries.isEmpty() && entries.get(0) instanceof Entry.Activation;
        if (!told && !rulebook.equals(Rulebook.NONE.id())) {
            // It was put in force before the log begins.
            entries.add(0, new Entry.Activation(rulebook, Instant.EPOCH, ""));
        }
        return replay.why(recorded, before(decision, past.state()), entries);
    }

    private Function<Entry, @Nullable AccountState> before(JsonNode decision, byte @Nullable [] state) {
        if (state != null) {
            AccountState known = AccountCodec.decode(state);
            return entry -> known;
        }
        Account account = Account.of(decision.path("account").asString());
        Map<String, Home> homes =
                standing.home(account).map(home -> Map.of(account.name(), home)).orElse(Map.of());
        return HomesBefore.of(homes)::before;
    }

    private RulebookFiles text(String id) {
        try (LogReplay open = new LogReplay(log)) {
            RulebookFiles files = open.rulebook(id);
            trial.pass(files, Asked.COMPILES);
            compiled.add(id);
            return files;
        } catch (RulebookException | TrialsBusyException e) {
            throw new IllegalStateException(
                    "rulebook " + id + " does not compile in this version: " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized void close() {
        replay.close();
        rulebooks.close();
    }
}
