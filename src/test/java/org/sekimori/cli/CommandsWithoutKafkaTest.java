package org.sekimori.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.cli.support.ServiceEndpoints;

/** Commands that read or write the log by themselves, while the broker of the running service is away. */
class CommandsWithoutKafkaTest {

    @Test
    void everyCommandSaysWhatItTriesAndFailsWithTheReason(@TempDir Path data) throws IOException {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }
        String kafka = "127.0.0.1:" + nobody;
        new ServiceEndpoints(
                        ProcessHandle.current().pid(),
                        "http://127.0.0.1:9",
                        kafka,
                        "sekimori.",
                        "127.0.0.1:9",
                        List.of("JP"),
                        "")
                .write(data);
        Path events = Files.writeString(data.resolve("events.ndjson"), "{}\n");

        // At once, since each tries for ten seconds.
        List<CommandRun> all = Stream.of(
                        List.of("why", "K7QX-3M2P"),
                        List.of("publish", events.toString()),
                        List.of("rollout", "--home", "JP"),
                        List.of("backtest"),
                        List.of("simulate", "--log", "--accounts", "10", "--days", "1"),
                        List.of("lab", "compare", "--live"))
                .parallel()
                .map(command -> CommandRun.run(Stream.concat(command.stream(), Stream.of("--data", data.toString()))
                        .toArray(String[]::new)))
                .toList();

        assertThat(all).allSatisfy(cli -> {
            assertThat(cli.code()).isEqualTo(1);
            assertThat(cli.err())
                    .contains("Connecting to Kafka at " + kafka)
                    .contains("sekimori: cannot reach Kafka: nothing listens at " + kafka)
                    .doesNotContain("\tat ");
        });
    }
}
