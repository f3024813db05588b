package org.sekimori.cli.support;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sekimori.server.Installation;
import org.sekimori.server.UserFacingException;
import org.sekimori.stream.UnreachableLogException;
import org.sekimori.stream.broker.BrokerConnectionCheck;
import org.sekimori.text.FileAccessDiagnosis;
import picocli.CommandLine.Option;

/** Options that select the running service. */
public final class ServiceOptions {

    private static final long MOMENT_MILLIS = 1_000;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data folder of the running service. Default: that of the one service that you run.")
    private @Nullable Path data;

    private LocalServiceRegistry.@Nullable LocalService service;

    private LocalServiceRegistry.LocalService running() {
        if (service == null) {
            service = LocalServiceRegistry.find(data);
        }
        return service;
    }

    public ServiceEndpoints find() {
        return running().run();
    }

    /** Data folder that is meant, whether a service runs over it or not. */
    public Path dataFolder() {
        return data == null ? Installation.folder("data") : data;
    }

    /** Data folder that is named, else that of the one service that runs, else the usual one. */
    public Path folderOfServiceOrDefault() {
        return data != null || LocalServiceRegistry.all().size() != 1 ? dataFolder() : folder();
    }

    /** Data folder of the service. */
    public Path folder() {
        return running().data();
    }

    /**
     * The same for a command that uses the log directly, and must not wait for minutes if the log does not answer.
     *
     * @param err receives a message if connecting takes long
     * @throws UserFacingException if Kafka does not answer
     */
    public ServiceEndpoints findWithLog(PrintWriter err) {
        return withLog(find(), err);
    }

    /** The same for a service that was found already. */
    static ServiceEndpoints withLog(ServiceEndpoints running, PrintWriter err) {
        CompletableFuture<Void> connected = new CompletableFuture<>();
        connected.orTimeout(MOMENT_MILLIS, TimeUnit.MILLISECONDS).exceptionally(late -> {
            err.println("Connecting to Kafka at " + running.kafka());
            err.flush();
            return null;
        });
        try {
            BrokerConnectionCheck.check(running.kafka(), running.log().client());
            return running;
        } catch (UnreachableLogException e) {
            Path closed = KafkaClientSettings.of(Path.of(running.folder())).unreadable();
            throw new UserFacingException(e.getMessage()
                    + (closed == null
                            ? ""
                            : "; the service's configuration in " + closed + ", which may say how, "
                                    + FileAccessDiagnosis.explain(closed)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserFacingException("interrupted while connecting to Kafka at " + running.kafka());
        } finally {
            connected.complete(null);
        }
    }
}
