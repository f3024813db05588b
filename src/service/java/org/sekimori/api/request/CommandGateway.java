package org.sekimori.api.request;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.sekimori.engine.LogEntry;
import org.sekimori.engine.StepOutput.CommandResult;
import org.sekimori.stream.request.EventLog;
import org.sekimori.stream.request.LogUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Puts commands on the log and waits for their results. */
@Component
public class CommandGateway {

    private static final Logger logger = LoggerFactory.getLogger(CommandGateway.class);

    private static final int AT_ONCE = 32;

    private final EventLog log;
    private final Duration timeout;

    CommandGateway(EventLog log, ApiSettings settings) {
        this.log = log;
        this.timeout = settings.commandTimeout();
    }

    /** Carries out a command; a refusal becomes the problem that the client gets. */
    public CommandResult execute(LogEntry.Command command) {
        return await(log.request(command, timeout), command.id());
    }

    /** How long a command waits for its answer. */
    public Duration timeout() {
        return timeout;
    }

    private CommandResult await(CompletableFuture<CommandResult> answer, String command) {
        CommandResult done;
        try {
            done = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            logger.warn("A command got no answer from the log: {}", e.toString());
            throw e.getCause() instanceof LogUnavailableException
                    ? ApiProblems.logUnavailable(command)
                    : ApiProblems.timedOut(timeout, command);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ApiProblems.timedOut(timeout, command);
        }
        if (!done.done()) {
            throw done.about() != null && done.about().conflict()
                    ? ApiProblems.conflict(done.problem(), done.about())
                    : ApiProblems.refused(done.problem());
        }
        return done;
    }

    /**
     * Carries out many commands independently, some in parallel.
     *
     * @return results in order; empty for commands without an answer, and for those not sent any more after that
     */
    public List<Optional<CommandResult>> executeAll(List<? extends LogEntry.Command> commands) {
        List<Optional<CommandResult>> all = new ArrayList<>();
        boolean answering = true;
        for (int from = 0; from < commands.size(); from += AT_ONCE) {
            List<? extends LogEntry.Command> some = commands.subList(from, Math.min(from + AT_ONCE, commands.size()));
            if (!answering) {
                some.forEach(command -> all.add(Optional.empty()));
                continue;
            }
            List<CompletableFuture<CommandResult>> answers =
                    some.stream().map(command -> log.request(command, timeout)).toList();
            for (CompletableFuture<CommandResult> answer : answers) {
                Optional<CommandResult> done = answered(answer);
                answering &= done.isPresent();
                all.add(done);
            }
        }
        return all;
    }

    private Optional<CommandResult> answered(CompletableFuture<CommandResult> answer) {
        try {
            return Optional.of(answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException | ExecutionException e) {
            logger.warn("A command got no answer from the log: {}", e.toString());
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
