package org.sekimori.stream;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of the embedded broker's log: formatted once, and never again over a log that is there. What the broker derives from its
 * segments may be dropped; the segments and what names the folder may not.
 */
final class LogFolder {

    private static final Logger logger = LoggerFactory.getLogger(LogFolder.class);

    private static final String META = "meta.properties";

    /** Of {@link #META}, which is written once and is needed for ever. */
    private static final String COPY = "meta.properties.copy";

    private static final String DAMAGED = "meta.properties.damaged";

    private static final String METADATA = "__cluster_metadata-0";

    private LogFolder() {}

    /**
     * Formats an empty folder; of one with a log it makes sure that it can be named.
     *
     * @throws UnusableFolderException if there is a log without a usable {@code meta.properties}, of which there is no copy either
     */
    static void prepare(Path folder, int node) {
        try {
            Path meta = folder.resolve(META);
            if (usable(meta, node)) {
                return;
            }
            if (usable(folder.resolve(COPY), node)) {
                if (Files.exists(meta)) {
                    Files.move(meta, folder.resolve(DAMAGED), StandardCopyOption.REPLACE_EXISTING);
                }
                SmallFile.write(meta, Files.readString(folder.resolve(COPY)));
                logger.warn("{} was missing or damaged; it is put back from {}", meta, COPY);
                return;
            }
            if (Files.exists(meta) || holdsLog(folder)) {
                throw new UnusableFolderException(
                        meta + (Files.exists(meta) ? " is damaged" : " is missing, but there is a log beside it")
                                + "; put the file back from a backup (docs/production.md), or start anew with another --data DIR",
                        null);
            }
            format(folder, node);
        } catch (IOException e) {
            throw new UnusableFolderException(
                    "cannot use " + folder + " for the log: " + e.getMessage() + "; mend that, or name another folder with --data DIR",
                    e);
        }
    }

    /** Keeps a copy of what names the folder. */
    static void started(Path folder) {
        try {
            String meta = Files.readString(folder.resolve(META));
            Path copy = folder.resolve(COPY);
            if (!Files.exists(copy) || !meta.equals(Files.readString(copy))) {
                SmallFile.write(copy, meta);
            }
        } catch (IOException e) {
            logger.warn("There is no copy of {}: {}", folder.resolve(META), e.toString());
        }
    }

    private static boolean usable(Path meta, int node) throws IOException {
        if (!Files.isRegularFile(meta)) {
            return false;
        }
        Properties p = new Properties();
        try {
            p.load(new StringReader(Files.readString(meta)));
            return Integer.toString(node).equals(p.getProperty("node.id"))
                    && !p.getProperty("cluster.id", "").isBlank()
                    && "1".equals(p.getProperty("version"))
                    && !Uuid.fromString(p.getProperty("directory.id", "")).equals(Uuid.ZERO_UUID);
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return false;
        }
    }

    private static boolean holdsLog(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.anyMatch(Files::isDirectory);
        }
    }

    private static void format(Path folder, int node) throws IOException {
        try {
            new Formatter()
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(node)
                    .setControllerListenerName("CONTROLLER")
                    .setMetadataLogDirectory(folder.toString())
                    .setDirectories(List.of(folder.toString()))
                    .setIgnoreFormatted(true)
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .run();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("it cannot be formatted: " + e.getMessage(), e);
        }
    }

    /**
     * Deletes what the broker can make anew from the segments of its topics: indexes, snapshots of producers, checkpoints.
     *
     * @return how many files that were
     */
    static int dropDerived(Path folder) {
        try (Stream<Path> all = Files.walk(folder, 2)) {
            List<Path> derived = all.filter(Files::isRegularFile)
                    .filter(file -> isDerived(folder, file))
                    .toList();
            for (Path file : derived) {
                Files.delete(file);
            }
            return derived.size();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder, e);
        }
    }

    private static boolean isDerived(Path folder, Path file) {
        String name = file.getFileName().toString();
        if (folder.equals(file.getParent())) {
            return name.endsWith("-checkpoint") || name.equals(".kafka_cleanshutdown");
        }
        return name.endsWith("index")
                || !METADATA.equals(String.valueOf(file.getParent().getFileName()))
                        && (name.endsWith(".snapshot") || name.equals("leader-epoch-checkpoint"));
    }
}
