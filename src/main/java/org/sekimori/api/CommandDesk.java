package org.sekimori.api;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.sekimori.cases.CaseCommand;
import org.sekimori.cases.HoldCommand;
import org.sekimori.engine.Entry;
import org.sekimori.engine.Output.CommandDone;
import org.sekimori.grants.GrantCommand;
import org.sekimori.stream.Log;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Puts commands on the log and waits for what became of them. */
@Component
class CommandDesk {

    private static final Logger logger = LoggerFactory.getLogger(CommandDesk.class);

    private final Log log;
    private final Duration patience;

    CommandDesk(Log log, ApiSettings settings) {
        this.log = log;
        this.patience = settings.patience();
    }

    CommandDone carryOut(GrantCommand command) {
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

    private CommandDone await(CompletableFuture<CommandDone> answer, String command) {
        CommandDone done;
        try {
            done = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            logger.warn("A command got no answer from the log: {}", e.toString());
            throw Problems.silent(patience, command);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problems.silent(patience, command);
        }
        if (!done.done()) {
            throw Problems.refused(done.problem());
        }
        return done;
    }
}
