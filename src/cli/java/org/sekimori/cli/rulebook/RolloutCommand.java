package org.sekimori.cli.rulebook;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.server.LoadedRulebook;
import org.sekimori.server.UserFacingException;
import org.sekimori.server.explain.HomesBeforeLog;
import org.sekimori.stream.consumer.LogReplay;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the accounts that a rulebook would have refused, before it is activated. */
@Command(
        name = "rollout",
        mixinStandardHelpOptions = true,
        description = "List the accounts that the rulebook would have refused, for the announcement that comes first.",
        footer = {
            "",
            "Example:  ./sekimori rollout --home JP --days 30",
            "          ./sekimori rollout --home JP --days 400 --history      after './sekimori import'",
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

    @Option(names = "--history", description = "Judge what was imported as history, too.")
    private boolean history;

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean json;

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
        RolloutTally tally = new RolloutTally(from, days);
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
                        if (!history && imported(entry)) {
                            tally.leaveOut();
                        }
                        step(engine, states, history ? judged(entry) : entry, tally);
                    },
                    progress::at);
        } catch (IllegalStateException e) {
            throw new UserFacingException(String.valueOf(e.getMessage()));
        } finally {
            progress.end();
            loaded.rulebook().close();
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            tally.json(out);
        } else {
            tally.table(out);
        }
        out.flush();
        PrintWriter err = spec.commandLine().getErr();
        tally.hints().forEach(hint -> err.println("sekimori: " + hint));
        err.flush();
        return 0;
    }

    private static boolean imported(LogEntry entry) {
        return entry instanceof LogEntry.Mail mail
                && mail.event().history()
                && mail.event().kind() == EventKind.ATTEMPT;
    }

    /**
     * Imported submissions as if they had been reported from a log: they were sent, so what would have been said about them is advice, and
     * they count all the same.
     */
    private static LogEntry judged(LogEntry entry) {
        if (!(entry instanceof LogEntry.Mail mail) || !mail.event().history()) {
            return entry;
        }
        MailEvent past = mail.event();
        return new LogEntry.Mail(
                past.toBuilder()
                        .history(false)
                        .afterQueue(past.kind() == EventKind.ATTEMPT)
                        .build(),
                past.time());
    }

    private static void step(StepEngine engine, Map<Account, AccountState> states, LogEntry entry, RolloutTally tally) {
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
            if (output instanceof StepOutput.DecisionMade decided) {
                tally.add(decided.decision());
            }
        }
    }
}
