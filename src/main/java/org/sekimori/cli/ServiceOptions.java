package org.sekimori.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.ReadRights;
import org.sekimori.stream.LogConnection;
import org.sekimori.stream.UnreachableLogException;
import picocli.CommandLine.Option;

/** How a command finds the running service. */
final class ServiceOptions {

    private static final long MOMENT_MILLIS = 1_000;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data folder of the running service. Default: that of the one service that you run.")
    private @Nullable Path data;

    private RunningServices.@Nullable Running running;

    private RunningServices.Running running() {
        if (running == null) {
            running = RunningServices.find(data);
        }
        return running;
    }

    RunFile find() {
        return running().run();
    }

    /** Data folder that is meant, whether a service runs over it or not. */
    Path dataFolder() {
        return data == null ? Program.folder("data") : data;
    }

    /** Data folder of the service. */
    Path folder() {
        return running().data();
    }

    /**
     * The same for a command that reads or writes the log by itself, which must not wait for minutes if the log does not answer.
     *
     * @param err is told what is tried if that takes longer than a moment
     * @throws CommandFailed if Kafka does not answer
     */
    RunFile findWithLog(PrintWriter err) {
        return withLog(find(), err);
    }

    /** The same for a service that was found already. */
    static RunFile withLog(RunFile running, PrintWriter err) {
        CompletableFuture<Void> connected = new CompletableFuture<>();
        connected.orTimeout(MOMENT_MILLIS, TimeUnit.MILLISECONDS).exceptionally(late -> {
            err.println("Connecting to Kafka at " + running.kafka());
            err.flush();
            return null;
        });
        try {
            LogConnection.check(running.kafka(), running.log().client());
            return running;
        } catch (UnreachableLogException e) {
            Path closed = ClientSettings.of(Path.of(running.folder())).unreadable();
            throw new CommandFailed(e.getMessage()
                    + (closed == null
                            ? ""
                            : "; the service's configuration in " + closed + ", which may say how, "
                                    + ReadRights.why(closed)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed("interrupted while connecting to Kafka at " + running.kafka());
        } finally {
            connected.complete(null);
        }
    }
}
