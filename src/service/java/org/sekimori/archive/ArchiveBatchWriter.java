package org.sekimori.archive;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sekimori.stream.consumer.CommittedRecord;
import org.sekimori.stream.consumer.CommittedRecordConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores what the log gives out together: makes documents, writes them, and sets aside what can never be stored. */
final class ArchiveBatchWriter {

    private static final Logger logger = LoggerFactory.getLogger(ArchiveBatchWriter.class);

    /** Elasticsearch quotes the value that it could not read. */
    private static final Pattern LOCAL_PART = Pattern.compile("[^\\s@'\"<>\\[\\],;:()]+@");

    private final CommittedRecordConsumer feed;
    private final DocumentMapper documents;
    private final FieldCatalog fields;
    private final BulkWriter writer;
    private final DeletedAccountDocuments deleted;
    private final ArchiveMeters meters;
    private final Clock clock;

    ArchiveBatchWriter(
            CommittedRecordConsumer feed,
            DocumentMapper documents,
            FieldCatalog fields,
            BulkWriter writer,
            DeletedAccountDocuments deleted,
            ArchiveMeters meters,
            Clock clock) {
        this.feed = feed;
        this.documents = documents;
        this.fields = fields;
        this.writer = writer;
        this.deleted = deleted;
        this.meters = meters;
        this.clock = clock;
    }

    /** When the broker took the first of them, null if there are none. */
    static @Nullable Instant oldest(CommittedRecordConsumer.Batch batch) {
        return batch.records().stream()
                .map(CommittedRecord::appended)
                .min(Instant::compareTo)
                .orElse(null);
    }

    /**
     * Stores all of them.
     *
     * @return false if the work was to end before
     */
    boolean store(CommittedRecordConsumer.Batch batch, RetryPause wait) {
        List<ArchiveDocument> wanted = new ArrayList<>();
        List<CommittedRecord> grants = new ArrayList<>();
        List<CommittedRecord> cases = new ArrayList<>();
        for (CommittedRecord record : batch.records()) {
            if (record.value() != null) {
                wanted.addAll(made(record));
            } else if (record.from() == CommittedRecord.From.GRANTS) {
                grants.add(record);
            } else if (record.from() == CommittedRecord.From.CASES) {
                cases.add(record);
            }
        }
        // What these were last must be there before it can be ended; what came after has a later version and stays.
        return write(wanted, wait)
                && write(deleted.of(DocumentKind.GRANTS, grants), wait)
                && write(deleted.of(DocumentKind.CASES, cases), wait);
    }

    private List<ArchiveDocument> made(CommittedRecord record) {
        try {
            return documents.of(record).stream().filter(this::isKept).toList();
        } catch (UnusableRecordException e) {
            setAside(record, "the record " + e.getMessage());
            return List.of();
        } catch (RuntimeException e) {
            // One record that nobody foresaw must not stop the rest.
            logger.error("A record could not be made into a document", e);
            setAside(record, "the record could not be made into a document: " + e);
            return List.of();
        }
    }

    /**
     * An index that its lifecycle has deleted must not come back because the log is read from its beginning. What changes is as young
     * as its last change.
     */
    private boolean isKept(ArchiveDocument document) {
        Instant age =
                document.version() == null ? document.time() : document.record().appended();
        boolean kept = age.plus(fields.about(document.kind()).retention()).isAfter(clock.instant());
        if (!kept) {
            meters.expired();
        }
        return kept;
    }

    private boolean write(List<ArchiveDocument> wanted, RetryPause wait) {
        if (wanted.isEmpty()) {
            return true;
        }
        BulkWriter.Written written = writer.write(wanted, wait);
        for (BulkWriter.Refused refused : written.refused()) {
            setAside(refused.document().record(), "Elasticsearch refuses it: " + refused.reason());
        }
        return written.complete();
    }

    private void setAside(CommittedRecord record, String words) {
        meters.deadLettered();
        String reason = LOCAL_PART.matcher(words).replaceAll("***@");
        if (record.from() == CommittedRecord.From.DEAD_LETTERS) {
            // A letter about a letter would be refused as well, and so on.
            logger.error(
                    "A dead letter cannot be archived and stays on the log alone, partition {} at {}: {}",
                    record.partition(),
                    record.offset(),
                    reason);
        } else {
            feed.deadLetter(record, reason);
        }
    }
}
