package org.sekimori.archive;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.sekimori.stream.consumer.CommittedRecord;

/**
 * A document as it is sent.
 *
 * @param kind what it is about
 * @param index where it belongs; depends on nothing but the record, so that a second sending finds the first
 * @param id the same for every sending of the same thing
 * @param version null for what never changes and is stored once; else the later version wins
 * @param time when it happened, as the document says
 * @param json the document itself
 * @param record what it was made from
 */
record ArchiveDocument(
        DocumentKind kind,
        String index,
        String id,
        @Nullable Long version,
        Instant time,
        byte[] json,
        CommittedRecord record) {}
