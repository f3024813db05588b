package org.sekimori.archive;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.sekimori.endtoend.ClassDataArchive;
import org.sekimori.rig.ElasticsearchNode;

/** An archive as a process of its own, which can be killed. */
final class ArchiveIndexerProcess implements AutoCloseable {

    private final Process process;

    private ArchiveIndexerProcess(Process process) {
        this.process = process;
    }

    /** Arguments: brokers, folder, address of Elasticsearch, by how much its clock is ahead. */
    public static void main(String[] arguments) throws InterruptedException {
        ArchiveIndexer.start(
                BrokerTestLog.settings(arguments[0], Path.of(arguments[1]), "archive"),
                new ElasticsearchAddress(URI.create(arguments[2]), null, null),
                0,
                new SimpleMeterRegistry(),
                Clock.offset(Clock.systemUTC(), Duration.parse(arguments[3])));
        Thread.currentThread().join();
    }

    /**
     * Starts one.
     *
     * @param ahead by how much its clock is ahead of ours
     */
    static ArchiveIndexerProcess start(BrokerTestLog log, Path folder, ElasticsearchNode node, Duration ahead)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"));
        command.addAll(ClassDataArchive.options());
        command.addAll(List.of(
                "-cp",
                ClassDataArchive.jarsFirst(System.getProperty("java.class.path")),
                ArchiveIndexerProcess.class.getName(),
                log.settings().bootstrapServers(),
                folder.toString(),
                node.url().toString(),
                ahead.toString()));
        return new ArchiveIndexerProcess(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("archive.out").toFile()))
                .start());
    }

    /** Kills it in the middle of whatever it does. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("process " + process.pid() + " does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
