package org.sekimori.stream;

import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.sekimori.engine.LogEntry;

/** Extracts the broker's append time, which all topics of the log carry; event times are in the payload. */
public final class AppendTimeExtractor implements TimestampExtractor {
    /** An entry with the time at which the broker wrote it, in milliseconds since 1970. */
    public static LogEntry arrived(LogEntry entry, long timestamp) {
        return entry instanceof LogEntry.Mail mail && timestamp > 0
                ? new LogEntry.Mail(mail.event(), Instant.ofEpochMilli(timestamp))
                : entry;
    }

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        return Math.max(0, record.timestamp());
    }
}
