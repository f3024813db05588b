package org.sekimori.cli.rulebook;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.sekimori.cli.support.CommandProgress;
import org.sekimori.cli.support.RulebookLoader;
import org.sekimori.cli.support.ServiceEndpoints;
import org.sekimori.cli.support.ServiceOptions;
import org.sekimori.engine.AccountState;
import org.sekimori.engine.LogEntry;
import org.sekimori.engine.StepEngine;
import org.sekimori.engine.StepOutput;
import org.sekimori.engine.StepResult;
import org.sekimori.mail.Account;
import org.sekimori.mail.Decision;
import org.sekimori.mail.Origin;
import org.sekimori.mail.Verdict;
import org.sekimori.server.LoadedRulebook;
import org.sekimori.server.UserFacingException;
import org.sekimori.server.explain.HomesBeforeLog;
import org.sekimori.stream.consumer.LogReplay;
import org.sekimori.text.CountPhrase;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Lists the accounts that a rulebook would have refused, before it is activated. */
@Command(
        name = "rollout",
        mixinStandardHelpOptions = true,
        description = "List the accounts that the rulebook would have refused, for the announcement that comes first.",
        footer = {
            "",
            "Example:  ./sekimori rollout --home JP --days 30",
            "The log is replayed through the rulebook in --rules as if it had been in force; nothing is changed."
        })
public final class RolloutCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final ServiceOptions service = new ServiceOptions();

    @Option(names = "--rules", paramLabel = "DIR", defaultValue = "rules", description = "Folder of the rulebook.")
    private Path rules = Path.of("rules");

    @Option(
            names = "--home",
            split = ",",
            paramLabel = "CC",
            description = "Home countries to try, where the rulebook names none.")
    private List<String> home = List.of();

    @Option(names = "--days", defaultValue = "30", description = "How far back to count. Default: 30")
    private int days = 30;

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean json;

    /** Refusals of one account. */
    private static final class RefusedAccount {
        private final SortedMap<String, Integer> rules = new TreeMap<>();
        private final SortedMap<String, Integer> places = new TreeMap<>();
        private int messages;
        private Instant last = Instant.EPOCH;

        void add(Decision decision) {
            messages++;
            last = decision.time().isAfter(last) ? decision.time() : last;
            rules.merge(decision.findings().get(0).rule(), 1, Integer::sum);
            Origin origin = decision.origin();
            places.merge(origin instanceof Origin.Country c ? c.country() : origin.kind(), 1, Integer::sum);
        }
    }

    @Override
    public Integer call() {
        ServiceEndpoints running = service.findWithLog(spec.commandLine().getErr());
        LoadedRulebook loaded = RulebookLoader.load(rules, home);
        if (loaded.rulebook().policies().defaults().observing()
                && loaded.rulebook().policies().domains().isEmpty()) {
            throw new UserFacingException("the rulebook names no home, so it would refuse nobody; try --home with your"
                    + " country, such as --home JP");
        }
        Instant from = Clock.systemUTC().instant().minus(Duration.ofDays(days));
        Map<Account, RefusedAccount> refused = new HashMap<>();
        CommandProgress progress = new CommandProgress(spec.commandLine().getErr(), "entries replayed");
        try (LogReplay log = new LogReplay(running.log());
                StepEngine engine = new StepEngine(loaded.rulebook())) {
            Map<Account, AccountState> states = new HashMap<>();
            HomesBeforeLog homes = HomesBeforeLog.of(log);
            Set<Account> known = new HashSet<>();
            log.entries(
                    (partition, entry) -> {
                        Account account = entry.account();
                        AccountState before = account == null || !known.add(account) ? null : homes.before(entry);
                        if (account != null && before != null) {
                            states.put(account, before);
                        }
                        step(engine, states, entry, from, refused);
                    },
                    progress::at);
        } catch (IllegalStateException e) {
            throw new UserFacingException(String.valueOf(e.getMessage()));
        } finally {
            progress.end();
            loaded.rulebook().close();
        }
        print(refused);
        return 0;
    }

    private static void step(
            StepEngine engine,
            Map<Account, AccountState> states,
            LogEntry entry,
            Instant from,
            Map<Account, RefusedAccount> refused) {
        Account account = entry.account();
        if (account == null) {
            return;
        }
        StepResult step = engine.step(states.get(account), entry);
        if (step.state() == null) {
            states.remove(account);
        } else {
            states.put(account, step.state());
        }
        for (StepOutput output : step.outputs()) {
            if (output instanceof StepOutput.DecisionMade decided
                    && !(decided.decision().verdict() instanceof Verdict.Accept)
                    && !decided.decision().time().isBefore(from)) {
                refused.computeIfAbsent(account, a -> new RefusedAccount()).add(decided.decision());
            }
        }
    }

    private void print(Map<Account, RefusedAccount> refused) {
        PrintWriter out = spec.commandLine().getOut();
        List<Map.Entry<Account, RefusedAccount>> sorted = refused.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<Account, RefusedAccount> e) -> -e.getValue().messages)
                        .thenComparing(Map.Entry::getKey))
                .toList();
        int messages = sorted.stream().mapToInt(e -> e.getValue().messages).sum();
        if (!json) {
            out.printf(
                    "%s would have been refused in the last %s, %s in all.%n",
                    CountPhrase.of(sorted.size(), "account"),
                    days == 1 ? "day" : days + " days",
                    CountPhrase.of(messages, "message"));
            if (!sorted.isEmpty()) {
                out.printf("%n%-36s %8s  %-20s  %-24s %s%n", "account", "messages", "last", "from", "by");
            }
        }
        for (Map.Entry<Account, RefusedAccount> one : sorted) {
            RefusedAccount what = one.getValue();
            if (json) {
                var line = JsonMapper.shared().createObjectNode();
                line.put("account", one.getKey().name()).put("messages", what.messages);
                line.put("last", what.last.toString());
                what.places.forEach(line.putObject("from")::put);
                what.rules.forEach(line.putObject("rules")::put);
                out.println(line);
            } else {
                out.printf(
                        "%-36s %8d  %-20s  %-24s %s%n",
                        one.getKey(),
                        what.messages,
                        what.last.truncatedTo(java.time.temporal.ChronoUnit.SECONDS),
                        String.join(" ", what.places.keySet()),
                        String.join(", ", what.rules.keySet()));
            }
        }
        out.flush();
    }
}
