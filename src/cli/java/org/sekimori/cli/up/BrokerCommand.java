package org.sekimori.cli.up;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.sekimori.stream.broker.EmbeddedBroker;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the broker alone, so that tests and benchmarks can freeze and kill it without the service. */
@Command(
        name = "broker",
        hidden = true,
        mixinStandardHelpOptions = true,
        description = "Run the embedded broker in a process of its own, on loopback, until it is stopped.",
        footer = {"", "Example:  ./sekimori broker --data /tmp/broker --kafka-port 9092"})
public final class BrokerCommand implements Callable<Integer> {

    @Option(names = "--data", paramLabel = "DIR", required = true, description = "Folder of the log.")
    private Path data = Path.of("");

    @Option(names = "--kafka-port", paramLabel = "PORT", defaultValue = "9092", description = "Default: 9092")
    private int port;

    @Override
    public Integer call() {
        EmbeddedBroker broker = EmbeddedBroker.start(data, port);
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "sekimori-broker-stop"));
        System.out.println("Kafka " + broker.bootstrapServers());
        return UpCommand.STAYS_UP;
    }
}
