package org.sekimori.lab.backtest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.sekimori.cli.input.InputChunk;
import org.sekimori.cli.input.LogEntrySource;
import org.sekimori.stream.consumer.LogReplay;

/** A running service's log as a recording, all partitions at once. */
public final class KafkaLogEntrySource implements LogEntrySource {

    private static final int RECORDS = 500;

    private final LogReplay log;
    private final AtomicLong read = new AtomicLong();

    /** @param log used by the reading thread alone until all is read */
    public KafkaLogEntrySource(LogReplay log) {
        this.log = log;
    }

    @Override
    public void read(Consumer<InputChunk> sink) {
        Map<Integer, List<byte[]>> waiting = new TreeMap<>();
        log.records(
                (partition, value) -> {
                    List<byte[]> values = waiting.computeIfAbsent(partition, key -> new ArrayList<>(RECORDS));
                    values.add(value);
                    if (values.size() == RECORDS) {
                        sink.accept(new InputChunk.Records(partition, values));
                        waiting.remove(partition);
                    }
                },
                read::set);
        waiting.forEach((partition, values) -> sink.accept(new InputChunk.Records(partition, values)));
    }

    /** How many records were read. */
    public long count() {
        return read.get();
    }
}
