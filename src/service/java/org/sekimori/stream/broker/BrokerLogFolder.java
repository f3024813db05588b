package org.sekimori.stream.broker;

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
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.record.internal.FileRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.metadata.storage.Formatter;
import org.sekimori.stream.files.AtomicFileWriter;
import org.sekimori.stream.files.UnusableFolderException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of the embedded broker's log: formatted once, and never over an existing log. Files derived from segments may be
 * dropped; segments and the folder's identity may not.
 */
final class BrokerLogFolder {

    private static final Logger logger = LoggerFactory.getLogger(BrokerLogFolder.class);

    private static final String META = "meta.properties";

    /** Of {@link #META}, which is written once and is needed for ever. */
    private static final String COPY = "meta.properties.copy";

    private static final String DAMAGED = "meta.properties.damaged";

    private static final String METADATA = "__cluster_metadata-0";

    private static final String SEGMENT = ".log";

    /** Kafka leaves it when it stops in good order. */
    private static final String CLEAN = ".kafka_cleanshutdown";

    private BrokerLogFolder() {}

    /**
     * Formats an empty folder; ensures the identity of one with a log.
     *
     * @throws UnusableFolderException if there is a log without a usable {@code meta.properties} and without a copy of it
     */
    static void prepare(Path folder, int node) {
        try {
            Path meta = folder.resolve(META);
            if (usable(meta, node)) {
                requireMetadata(folder);
                return;
            }
            if (usable(folder.resolve(COPY), node)) {
                requireMetadata(folder);
                if (Files.exists(meta)) {
                    Files.move(meta, folder.resolve(DAMAGED), StandardCopyOption.REPLACE_EXISTING);
                }
                AtomicFileWriter.write(meta, Files.readString(folder.resolve(COPY)));
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
                    "cannot use " + folder + " for the log: " + e.getMessage()
                            + "; mend that, or name another folder with --data DIR",
                    e);
        }
    }

    /** Keeps a copy of the folder's identity. */
    static void started(Path folder) {
        try {
            String meta = Files.readString(folder.resolve(META));
            Path copy = folder.resolve(COPY);
            if (!Files.exists(copy) || !meta.equals(Files.readString(copy))) {
                AtomicFileWriter.write(copy, meta);
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

    /** Whether there is a partition, which is a folder such as {@code sekimori.events-7}. */
    private static boolean holdsLog(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.anyMatch(path ->
                    Files.isDirectory(path) && path.getFileName().toString().matches(".+-[0-9]+"));
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
     * Deletes files that the broker rebuilds from segments: indexes, producer snapshots, checkpoints.
     *
     * @return number of deleted files
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
            return name.endsWith("-checkpoint") || name.equals(CLEAN);
        }
        // A single voter's vote is not needed by others; the epochs are in the records, too.
        return name.endsWith("index")
                || name.endsWith(".snapshot")
                || name.equals("leader-epoch-checkpoint")
                || name.equals("quorum-state");
    }

    /**
     * Deletes checkpoints that cannot be read, and indexes that cannot be those of their segments. Kafka believes an index after an orderly stop, takes the end of the log from
     * it, and would write over the records behind that end.
     *
     * @throws UnusableFolderException if a segment of such an index is damaged, too
     */
    static void checkDerived(Path folder) {
        int damaged = 0;
        try (Stream<Path> all = Files.walk(folder, 2)) {
            List<Path> files = all.filter(Files::isRegularFile).toList();
            for (Path checkpoint : files.stream()
                    .filter(file -> file.toString().endsWith("-checkpoint"))
                    .toList()) {
                if (!isCheckpoint(checkpoint)) {
                    logger.warn("{} is damaged; it is made anew from the log", checkpoint);
                    Files.delete(checkpoint);
                }
            }
            for (Path segment : files.stream()
                    .filter(file -> file.toString().endsWith(SEGMENT))
                    .toList()) {
                if (SegmentIndexCheck.fits(sibling(segment, ".index"), SegmentIndexCheck.OFFSETS, segment)
                        && SegmentIndexCheck.fits(sibling(segment, ".timeindex"), SegmentIndexCheck.TIMES, segment)) {
                    continue;
                }
                requireWhole(segment, folder);
                damaged++;
                for (String derived : List.of(".index", ".timeindex", ".txnindex")) {
                    Files.deleteIfExists(sibling(segment, derived));
                }
            }
            if (damaged > 0) {
                logger.warn(
                        "The indexes of {} segments in {} are damaged; they are made anew from the segments",
                        damaged,
                        folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder, e);
        }
    }

    /** A version, the number of entries, and as many lines ({@code CheckpointFile} of Kafka). */
    private static boolean isCheckpoint(Path file) throws IOException {
        try {
            List<String> lines = Files.readAllLines(file);
            if (lines.isEmpty()) {
                // As it is made, until the first entry.
                return true;
            }
            return lines.size() >= 2
                    && lines.get(0).equals("0")
                    && lines.get(1).equals(Integer.toString(lines.size() - 2));
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /**
     * Makes sure that Kafka finds nothing to cut off when it reads the segments again.
     *
     * @throws UnusableFolderException if a record of a segment is damaged
     */
    static void requireWholeSegments(Path folder) {
        try (Stream<Path> all = Files.walk(folder, 2)) {
            for (Path segment :
                    all.filter(file -> file.toString().endsWith(SEGMENT)).toList()) {
                requireWhole(segment, folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder, e);
        }
    }

    /**
     * Ensures that the metadata log is readable. Kafka truncates it at damage, and then takes the folders of missing topics for
     * garbage.
     *
     * @throws UnusableFolderException if it is missing, or damaged beyond the effect of a power failure
     */
    private static void requireMetadata(Path folder) {
        Path metadata = folder.resolve(METADATA);
        boolean stopped = Files.exists(folder.resolve(CLEAN));
        try {
            List<Path> segments = List.of();
            if (Files.isDirectory(metadata)) {
                try (Stream<Path> all = Files.list(metadata)) {
                    segments = all.filter(file -> file.toString().endsWith(SEGMENT))
                            .toList();
                }
            }
            if (segments.isEmpty() && holdsLog(folder)) {
                throw new UnusableFolderException(
                        "the list of topics in " + metadata + " is missing, but there are topics beside it; put "
                                + folder
                                + " back from a backup (docs/production.md), or start anew with another --data DIR",
                        null);
            }
            for (Path segment : segments) {
                long damaged = firstDamage(segment);
                // An append that the power cut short is at the end, and was never acknowledged.
                if (damaged == 0 || damaged > 0 && stopped) {
                    throw new UnusableFolderException(damaged(segment, damaged, folder), null);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + metadata, e);
        }
    }

    private static void requireWhole(Path segment, Path folder) throws IOException {
        long damaged = firstDamage(segment);
        if (damaged >= 0) {
            throw new UnusableFolderException(damaged(segment, damaged, folder), null);
        }
    }

    /** Offset of the first damaged record in octets, -1 without one. */
    private static long firstDamage(Path segment) throws IOException {
        try (FileRecords records = FileRecords.open(segment.toFile(), false)) {
            long at = 0;
            try {
                for (RecordBatch batch : records.batches()) {
                    batch.ensureValid();
                    at += batch.sizeInBytes();
                }
            } catch (KafkaException | IllegalArgumentException e) {
                return at;
            }
            // A batch longer than the rest of the file is not iterated.
            return at == 0 && records.sizeInBytes() > 0 ? 0 : -1;
        }
    }

    /** A damaged log needs a person's decision. */
    private static String damaged(Path segment, long at, Path folder) {
        return "the log segment " + segment + " is damaged from octet " + at + " on; put " + folder
                + " back from a backup (docs/production.md), or start anew with another --data DIR";
    }

    private static Path sibling(Path segment, String ending) {
        String name = segment.getFileName().toString();
        return segment.resolveSibling(name.substring(0, name.length() - SEGMENT.length()) + ending);
    }
}
