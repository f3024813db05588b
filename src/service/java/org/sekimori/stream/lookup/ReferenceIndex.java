package org.sekimori.stream.lookup;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;
import org.sekimori.stream.BoundedRocksDbConfig;

/**
 * Index of decisions and entries on the log, by reference, id and account; derived from the log like the state. The rows of a day
 * are one column family, which is dropped when retention has removed that day from the log. Rows and the read positions are
 * written together, so after a crash nothing is missing. Thread-safe.
 */
final class ReferenceIndex implements AutoCloseable {

    static {
        RocksDB.loadLibrary();
    }

    private static final byte[] PLACES = RocksDB.DEFAULT_COLUMN_FAMILY;
    private static final long SECONDS_OF_A_DAY = 86_400;

    private final RocksDB db;
    private final DBOptions options;
    private final ColumnFamilyOptions rows;
    private final ColumnFamilyHandle places;
    private final TreeMap<Long, ColumnFamilyHandle> days = new TreeMap<>();
    private boolean closed;
    private volatile boolean damaged;

    private ReferenceIndex(Path folder) throws RocksDBException {
        options = new DBOptions()
                .setCreateIfMissing(true)
                .setDbWriteBufferSize(16L << 20)
                .setMaxOpenFiles(256)
                .setKeepLogFileNum(2)
                .setMaxTotalWalSize(32L << 20);
        rows = new ColumnFamilyOptions()
                .setWriteBufferSize(4L << 20)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setTableFormatConfig(new BlockBasedTableConfig()
                        .setBlockSize(16L << 10)
                        .setBlockCache(BoundedRocksDbConfig.cache())
                        .setCacheIndexAndFilterBlocks(true));
        List<ColumnFamilyDescriptor> known = new ArrayList<>();
        try (Options listing = new Options()) {
            for (byte[] name : RocksDB.listColumnFamilies(listing, folder.toString())) {
                known.add(new ColumnFamilyDescriptor(name, rows));
            }
        }
        if (known.isEmpty()) {
            known.add(new ColumnFamilyDescriptor(PLACES, rows));
        }
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        db = RocksDB.open(options, folder.toString(), known, handles);
        places = handles.get(0);
        for (int i = 1; i < handles.size(); i++) {
            days.put(Long.parseLong(new String(known.get(i).getName(), StandardCharsets.US_ASCII)), handles.get(i));
        }
    }

    /**
     * Opens the index in a folder; creates an empty one if there is none.
     *
     * @throws IllegalStateException if the folder holds something else
     */
    static ReferenceIndex open(Path folder) {
        try {
            Files.createDirectories(folder);
            return new ReferenceIndex(folder);
        } catch (RocksDBException | java.io.IOException | NumberFormatException e) {
            throw new IllegalStateException("the index in " + folder + " cannot be opened: " + e.getMessage(), e);
        }
    }

    /** Rows and read positions, written together. Single-threaded. */
    final class Batch implements AutoCloseable {
        private final WriteBatch batch = new WriteBatch();

        /** Adds a row to the day on which its record was appended. */
        void add(ReferenceIndexRow row, Instant appended, byte[] value) {
            try {
                batch.put(day(Math.floorDiv(appended.getEpochSecond(), SECONDS_OF_A_DAY)), row.key(), value);
            } catch (RocksDBException e) {
                throw unusable(e);
            }
        }

        /** Sets a partition's read position. */
        void read(String topic, int partition, long next) {
            try {
                batch.put(
                        places,
                        (topic + " " + partition).getBytes(StandardCharsets.UTF_8),
                        ByteBuffer.allocate(8).putLong(next).array());
            } catch (RocksDBException e) {
                throw unusable(e);
            }
        }

        void write() {
            synchronized (ReferenceIndex.this) {
                require();
                try (WriteOptions how = new WriteOptions()) {
                    db.write(how, batch);
                } catch (RocksDBException e) {
                    throw unusable(e);
                }
            }
        }

        @Override
        public void close() {
            batch.close();
        }
    }

    Batch batch() {
        return new Batch();
    }

    private synchronized ColumnFamilyHandle day(long day) throws RocksDBException {
        require();
        ColumnFamilyHandle known = days.get(day);
        if (known == null) {
            known = db.createColumnFamily(
                    new ColumnFamilyDescriptor(Long.toString(day).getBytes(StandardCharsets.US_ASCII), rows));
            days.put(day, known);
        }
        return known;
    }

    /** Read positions of a topic's partitions: the next offsets; empty before the first read. */
    synchronized Map<Integer, Long> read(String topic) {
        require();
        Map<Integer, Long> read = new HashMap<>();
        byte[] start = (topic + " ").getBytes(StandardCharsets.UTF_8);
        try (RocksIterator all = db.newIterator(places)) {
            for (all.seek(start); all.isValid(); all.next()) {
                String key = new String(all.key(), StandardCharsets.UTF_8);
                if (!key.startsWith(topic + " ")) {
                    break;
                }
                read.put(
                        Integer.parseInt(key.substring(start.length)),
                        ByteBuffer.wrap(all.value()).getLong());
            }
            all.status();
        } catch (RocksDBException | NumberFormatException e) {
            throw unusable(e);
        }
        return read;
    }

    /**
     * The rows of a name.
     *
     * @param from skips rows of earlier days, because the wanted record was appended later
     * @param visitor receives key and value; those of a partition in the order of their offsets
     */
    synchronized void rows(ReferenceIndexRow.Kind kind, long name, Instant from, BiConsumer<byte[], byte[]> visitor) {
        require();
        ReferenceIndexRow first = new ReferenceIndexRow(kind, name, 0, 0);
        long day = Math.floorDiv(from.getEpochSecond(), SECONDS_OF_A_DAY);
        for (ColumnFamilyHandle handle : days.tailMap(day, true).values()) {
            try (RocksIterator all = db.newIterator(handle)) {
                for (all.seek(first.key()); all.isValid() && first.sameName(all.key()); all.next()) {
                    visitor.accept(all.key(), all.value());
                }
                all.status();
            } catch (RocksDBException e) {
                throw unusable(e);
            }
        }
    }

    /** Key and value of a row. */
    record Found(byte[] key, byte[] value) {}

    /** The last row of the same kind, name and partition up to this one's offset; null without one. */
    synchronized @Nullable Found last(ReferenceIndexRow row) {
        require();
        for (ColumnFamilyHandle handle : days.descendingMap().values()) {
            try (RocksIterator all = db.newIterator(handle)) {
                all.seekForPrev(row.key());
                if (all.isValid() && row.sameLine(all.key())) {
                    return new Found(all.key(), all.value());
                }
                all.status();
            } catch (RocksDBException e) {
                throw unusable(e);
            }
        }
        return null;
    }

    /** Drops the days that ended before a moment. */
    synchronized void forgetBefore(Instant first) {
        require();
        Map<Long, ColumnFamilyHandle> over =
                new TreeMap<>(days.headMap(Math.floorDiv(first.getEpochSecond(), SECONDS_OF_A_DAY), false));
        over.forEach((day, handle) -> {
            try {
                db.dropColumnFamily(handle);
            } catch (RocksDBException e) {
                throw unusable(e);
            }
            handle.close();
            days.remove(day);
        });
    }

    /** Number of days with rows. */
    synchronized int days() {
        return days.size();
    }

    private void require() {
        if (closed) {
            throw new IllegalStateException("the index is closed");
        }
    }

    /** Whether something in it could not be read or written. */
    boolean damaged() {
        return damaged;
    }

    private IllegalStateException unusable(Exception e) {
        damaged = true;
        return new UnusableIndexException("the index of decisions cannot be used: " + e.getMessage(), e);
    }

    /** The index is damaged. */
    static final class UnusableIndexException extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        UnusableIndexException(String message, Exception cause) {
            super(message, cause);
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            days.values().forEach(ColumnFamilyHandle::close);
            places.close();
            db.close();
            rows.close();
            options.close();
        }
    }
}
