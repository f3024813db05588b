package org.sekimori.lab.backtest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sekimori.cli.input.InputChunk;
import org.sekimori.cli.input.LogEntryDecoder;
import org.sekimori.engine.LogEntry;
import org.sekimori.mail.Account;
import org.sekimori.stream.json.UnreadableRecordException;

/**
 * The entries of a chunk, grouped by the shard of their accounts, in order within a shard. An activation is in every shard.
 *
 * @param partition whose activations apply
 * @param entries in order
 * @param places indices of entries, shard by shard
 * @param starts beginning of each shard among the places, and the end
 * @param unusable undecodable entries
 */
record ShardedChunk(int partition, LogEntry[] entries, int[] places, int[] starts, List<Unusable> unusable) {

    /** A line or record that could not be read. */
    record Unusable(String place, String reason) {}

    static ShardedChunk of(InputChunk chunk, LogEntryDecoder decoder) {
        List<LogEntry> entries = new ArrayList<>();
        List<Unusable> unusable = new ArrayList<>();
        Reading reading = new Reading(chunk, decoder, entries, unusable);
        chunk.forEach(reading::entry);
        return sorted(chunk.partition(), entries.toArray(new LogEntry[0]), unusable);
    }

    /** Reads one after another, counting lines. */
    private static final class Reading {
        private final InputChunk chunk;
        private final LogEntryDecoder decoder;
        private final List<LogEntry> entries;
        private final List<Unusable> unusable;
        private long number;

        Reading(InputChunk chunk, LogEntryDecoder decoder, List<LogEntry> entries, List<Unusable> unusable) {
            this.chunk = chunk;
            this.decoder = decoder;
            this.entries = entries;
            this.unusable = unusable;
            this.number = chunk instanceof InputChunk.Lines lines ? lines.first() : 1;
        }

        void entry(byte[] bytes) {
            if (!blank(bytes)) {
                try {
                    entries.add(decoder.decode(bytes, this::fallbackId));
                } catch (UnreadableRecordException e) {
                    unusable.add(new Unusable(place(), String.valueOf(e.getMessage())));
                }
            }
            number++;
        }

        /** As {@code decide} names events of a file; those of a second file must not be taken for repetitions. */
        private String fallbackId() {
            int ordinal = chunk instanceof InputChunk.Lines lines ? lines.ordinal() : 0;
            return ordinal == 0 ? "line-" + number : "file-" + (ordinal + 1) + "-line-" + number;
        }

        private String place() {
            return chunk instanceof InputChunk.Lines lines
                    ? lines.file() + ":" + number
                    : "partition " + chunk.partition();
        }
    }

    private static boolean blank(byte[] bytes) {
        return bytes.length == 0
                || bytes[0] <= ' ' && bytes[0] >= 0 && new String(bytes, StandardCharsets.UTF_8).isBlank();
    }

    private static ShardedChunk sorted(int partition, LogEntry[] entries, List<Unusable> unusable) {
        int[] shards = new int[entries.length];
        int[] starts = new int[AccountShard.COUNT + 1];
        for (int i = 0; i < entries.length; i++) {
            Account account = entries[i].account();
            shards[i] = account == null ? AccountShard.ALL : AccountShard.of(account);
            for (int shard = first(shards[i]); shard <= last(shards[i]); shard++) {
                starts[shard + 1]++;
            }
        }
        for (int shard = 0; shard < AccountShard.COUNT; shard++) {
            starts[shard + 1] += starts[shard];
        }
        int[] places = new int[starts[AccountShard.COUNT]];
        int[] next = Arrays.copyOf(starts, AccountShard.COUNT);
        for (int i = 0; i < entries.length; i++) {
            for (int shard = first(shards[i]); shard <= last(shards[i]); shard++) {
                places[next[shard]++] = i;
            }
        }
        return new ShardedChunk(partition, entries, places, starts, unusable);
    }

    private static int first(int shard) {
        return shard == AccountShard.ALL ? 0 : shard;
    }

    private static int last(int shard) {
        return shard == AccountShard.ALL ? AccountShard.COUNT - 1 : shard;
    }
}
