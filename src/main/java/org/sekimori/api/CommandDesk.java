package org.sekimori.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.sekimori.cases.CaseCommand;
import org.sekimori.cases.HoldCommand;
import org.sekimori.engine.Entry;
import org.sekimori.engine.Output.CommandDone;
import org.sekimori.grants.GrantCommand;
import org.sekimori.grants.HomeCommand;
import org.sekimori.stream.Log;
import org.sekimori.stream.LogAwayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Puts commands on the log and waits for what became of them. */
@Component
class CommandDesk {

    private static final Logger logger = LoggerFactory.getLogger(CommandDesk.class);

    private static final int AT_ONCE = 32;

    private final Log log;
    private final Duration patience;

    CommandDesk(Log log, ApiSettings settings) {
        this.log = log;
        this.patience = settings.patience();
    }

    CommandDone carryOut(GrantCommand command) {
        return await(log.ask(command, patience), command.id());
    }

    CommandDone carryOut(HomeCommand command) {
        return await(log.ask(command, patience), command.id());
    }

    CommandDone carryOut(HoldCommand command) {
        return await(log.ask(command, patience), command.id());
    }

    CommandDone carryOut(CaseCommand command) {
        return await(log.ask(command, patience), command.id());
    }

    CommandDone carryOut(Entry.Misjudged report) {
        return await(log.ask(report, patience), report.id());
    }

    /** How long a command waits for its answer. */
    Duration patience() {
        return patience;
    }

    private CommandDone await(CompletableFuture<CommandDone> answer, String command) {
        CommandDone done;
        try {
            done = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            logger.warn("A command got no answer from the log: {}", e.toString());
            throw e.getCause() instanceof LogAwayException
                    ? Problems.away(command)
                    : Problems.silent(patience, command);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problems.silent(patience, command);
        }
        if (!done.done()) {
            throw done.about() != null && done.about().conflict()
                    ? Problems.conflict(done.problem(), done.about())
                    : Problems.refused(done.problem());
        }
        return done;
    }

    /**
     * Carries many commands out, some of them at once, each for itself.
     *
     * @return what became of each, in their order; empty of those that got no answer, and of those that were not asked any more
     *     after that
     */
    List<Optional<CommandDone>> carryOutAll(List<? extends HoldCommand> commands) {
        List<Optional<CommandDone>> all = new ArrayList<>();
        boolean answering = true;
        for (int from = 0; from < commands.size(); from += AT_ONCE) {
            List<? extends HoldCommand> some = commands.subList(from, Math.min(from + AT_ONCE, commands.size()));
            if (!answering) {
                some.forEach(command -> all.add(Optional.empty()));
                continue;
            }
            List<CompletableFuture<CommandDone>> asked =
                    some.stream().map(command -> log.ask(command, patience)).toList();
            for (CompletableFuture<CommandDone> answer : asked) {
                Optional<CommandDone> done = answered(answer);
                answering &= done.isPresent();
                all.add(done);
            }
        }
        return all;
    }

    private Optional<CommandDone> answered(CompletableFuture<CommandDone> answer) {
        try {
            return Optional.of(answer.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException | ExecutionException e) {
            logger.warn("A command got no answer from the log: {}", e.toString());
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
