package org.sekimori.server.explain;

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
import org.sekimori.api.decisions.DecisionExplainer;
import org.sekimori.engine.AccountState;
import org.sekimori.engine.AccountStateCodec;
import org.sekimori.engine.LogEntry;
import org.sekimori.engine.ReplayEngines;
import org.sekimori.grants.AccountHomeOverride;
import org.sekimori.mail.Account;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.server.explain.DecisionReplay.ReplayedDecision;
import org.sekimori.stream.AccountStatus;
import org.sekimori.stream.LogClientSettings;
import org.sekimori.stream.consumer.LogReplay;
import org.sekimori.stream.consumer.PositionedRecord;
import org.sekimori.stream.json.EntryJson;
import org.sekimori.stream.json.UnreadableRecordException;
import org.sekimori.stream.lookup.IndexedLogReader;
import org.sekimori.trial.RulebookTrial;
import org.sekimori.trial.RulebookTrial.TrialLevel;
import org.sekimori.trial.TrialsBusyException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Explains decisions in the running service, where the rulebooks stay compiled, which takes longest. One at a time. */
public final class LogDecisionExplainer implements DecisionExplainer, AutoCloseable {

    /** Rulebooks that are kept compiled; with one more all are given up. */
    private static final int MOST_RULEBOOKS = 4;

    private static final int MOST_NAMESAKES = 10;

    private final LogClientSettings log;
    private final RulebookTrial trial;
    private final AccountStatus status;
    private final Set<String> compiled = new HashSet<>();
    private ReplayEngines rulebooks;
    private DecisionReplay replay;

    /**
     * Explanations under the rulebooks of a log.
     *
     * @param log where their texts are read
     * @param trial tries each before it is compiled here: whoever can write to the log can have put it there
     * @param status the homes of accounts, for those whose first entries the log has no more
     */
    public LogDecisionExplainer(LogClientSettings log, RulebookTrial trial, AccountStatus status) {
        this.log = log;
        this.trial = trial;
        this.status = status;
        rulebooks = new ReplayEngines(this::text);
        replay = new DecisionReplay(rulebooks);
    }

    @Override
    public synchronized List<JsonNode> explain(IndexedLogReader open, String name) {
        if (compiled.size() > MOST_RULEBOOKS) {
            close();
            compiled.clear();
            rulebooks = new ReplayEngines(this::text);
            replay = new DecisionReplay(rulebooks);
        }
        List<ReplayedDecision> found = new ArrayList<>();
        Set<String> met = new HashSet<>();
        for (PositionedRecord decision : open.decisions(name)) {
            String recorded = new String(decision.value(), StandardCharsets.UTF_8);
            // Decided twice, it counts once, as it was first.
            if (found.size() < MOST_NAMESAKES
                    && met.add(JsonMapper.shared().readTree(recorded).path("id").asString())) {
                found.add(why(recorded, open.past(decision)));
            }
        }
        return found.stream()
                .sorted(Comparator.comparing((ReplayedDecision why) ->
                                why.recorded().path("time").asString())
                        .reversed())
                .map(why -> (JsonNode) ExplanationJson.of(why))
                .toList();
    }

    private ReplayedDecision why(String recorded, IndexedLogReader.@Nullable AccountPast past) {
        JsonNode decision = JsonMapper.shared().readTree(recorded);
        if (past == null) {
            return new ReplayedDecision(decision, null, false, List.of(), Map.of());
        }
        List<LogEntry> entries = new ArrayList<>();
        past.entries().forEach(one -> {
            try {
                entries.add(EntryJson.read(one.value()));
            } catch (UnreadableRecordException e) {
                // The step made it a dead letter with this reason.
                return;
            }
        });
        String rulebook = decision.path("rulebook").asString("");
        boolean told = !entries.isEmpty() && entries.get(0) instanceof LogEntry.RulebookActivation;
        if (!told && !rulebook.equals(Rulebook.NONE.id())) {
            // It was put in force before the log begins.
            entries.add(0, new LogEntry.RulebookActivation(rulebook, Instant.EPOCH, ""));
        }
        return replay.replay(recorded, before(decision, past.state()), entries);
    }

    private Function<LogEntry, @Nullable AccountState> before(JsonNode decision, byte @Nullable [] state) {
        if (state != null) {
            AccountState known = AccountStateCodec.decode(state);
            return entry -> known;
        }
        Account account = Account.of(decision.path("account").asString());
        Map<String, AccountHomeOverride> homes =
                status.home(account).map(home -> Map.of(account.name(), home)).orElse(Map.of());
        return HomesBeforeLog.of(homes)::before;
    }

    private RulebookFiles text(String id) {
        try (LogReplay open = new LogReplay(log)) {
            RulebookFiles files = open.rulebook(id);
            trial.requirePass(files, TrialLevel.COMPILES);
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
