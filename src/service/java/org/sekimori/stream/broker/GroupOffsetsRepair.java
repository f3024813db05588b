package org.sekimori.stream.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.record.internal.FileRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repairs consumer groups' offsets that were written twice. When a full disk fails a write behind the octets of a batch, the broker may write
 * the batch again at the same offset; the group coordinator does not load a partition whose offsets do not rise ({@code
 * SnapshottableCoordinator.updateLastWrittenOffset} of Kafka 4), and no consumer of the groups in it starts any more. The first batch was
 * never acknowledged, so the second one stays. Offsets that fall in another way are left alone: what they lost is not known.
 */
final class GroupOffsetsRepair {

    private static final Logger logger = LoggerFactory.getLogger(GroupOffsetsRepair.class);

    private static final String PARTITIONS = "__consumer_offsets-";
    private static final String SEGMENT = ".log";

    private GroupOffsetsRepair() {}

    /** A batch's place in its segment. */
    private record Place(long from, int octets, long offset) {}

    /**
     * Repairs the segments under a folder in which no broker runs; a copy of each that is changed is left beside its partition.
     *
     * @return number of batches that were taken out
     */
    static int repair(Path folder) {
        try (Stream<Path> all = Files.walk(folder, 2)) {
            List<Path> segments = all.filter(file -> file.toString().endsWith(SEGMENT)
                            && folder.relativize(file).toString().startsWith(PARTITIONS))
                    .toList();
            int doubles = 0;
            for (Path segment : segments) {
                doubles += repairSegment(folder, segment);
            }
            return doubles;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot repair the group offsets in " + folder, e);
        }
    }

    private static int repairSegment(Path folder, Path segment) throws IOException {
        List<Place> kept = new ArrayList<>();
        int doubles = 0;
        long end = 0;
        try (FileRecords records = FileRecords.open(segment.toFile(), false)) {
            for (RecordBatch batch : records.batches()) {
                Place place = new Place(end, batch.sizeInBytes(), batch.baseOffset());
                if (!kept.isEmpty() && kept.get(kept.size() - 1).offset() == place.offset()) {
                    kept.remove(kept.size() - 1);
                    doubles++;
                }
                kept.add(place);
                end += place.octets();
            }
        } catch (KafkaException | IllegalArgumentException e) {
            // The broker itself deals with what is cut short or unreadable.
            return 0;
        }
        if (doubles > 0) {
            rewrite(folder, segment, kept);
        }
        return doubles;
    }

    private static void rewrite(Path folder, Path segment, List<Place> kept) throws IOException {
        Path fresh = segment.resolveSibling("repaired");
        try (FileChannel from = FileChannel.open(segment, StandardOpenOption.READ);
                FileChannel to = FileChannel.open(
                        fresh,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            for (Place place : kept) {
                copy(from, place, to);
            }
            to.force(true);
        }
        String name = segment.getFileName().toString();
        Path copy = folder.resolve(folder.relativize(segment.resolveSibling(name + ".damaged"))
                .toString()
                .replace('/', '-'));
        keep(segment, copy);
        String base = name.substring(0, name.length() - SEGMENT.length());
        for (String derived : List.of(".index", ".timeindex", ".txnindex")) {
            Files.deleteIfExists(segment.resolveSibling(base + derived));
        }
        // The last step, and one that is done or not: whenever the process dies, the next start finds a whole segment.
        Files.move(fresh, segment, StandardCopyOption.ATOMIC_MOVE);
        logger.warn(
                "{} held group offsets that were written twice, as a full disk may cause; it is repaired, and a copy is kept in {}",
                segment,
                copy);
    }

    /** Gives the damaged segment a second name, which takes no space on a disk that may still be full. */
    private static void keep(Path segment, Path copy) throws IOException {
        Files.deleteIfExists(copy);
        try {
            Files.createLink(copy, segment);
        } catch (UnsupportedOperationException | FileSystemException e) {
            // A file system without links.
            Files.copy(segment, copy, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void copy(FileChannel from, Place place, FileChannel to) throws IOException {
        long done = 0;
        while (done < place.octets()) {
            done += from.transferTo(place.from() + done, place.octets() - done, to);
        }
    }
}
