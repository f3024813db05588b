package org.sekimori.archive;

import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.ErrorCause;
import co.elastic.clients.elasticsearch._types.VersionType;
import co.elastic.clients.elasticsearch.core.BulkRequest;
import co.elastic.clients.elasticsearch.core.BulkResponse;
import co.elastic.clients.elasticsearch.core.bulk.BulkOperation;
import co.elastic.clients.elasticsearch.core.bulk.BulkResponseItem;
import co.elastic.clients.util.BinaryData;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.sekimori.stream.ExponentialBackoff;

/**
 * Writes documents until each is stored or refused for good, however long Elasticsearch is away: whole requests and single
 * documents that fail for a reason that passes are sent again, after a pause that doubles up to half a minute, with jitter so that
 * many instances do not come back at once. While Elasticsearch says that it is full (429), fewer requests go out at a time.
 */
final class BulkWriter {

    private static final int MOST_DOCUMENTS = 500;
    private static final int MOST_BYTES = 5 << 20;
    private static final int MOST_AT_ONCE = 4;
    private static final ExponentialBackoff BACKOFF =
            new ExponentialBackoff(Duration.ofMillis(400), Duration.ofSeconds(30));

    /**
     * What Elasticsearch says of a document that it can never take. All else may be the cluster's fault: too many shards, a
     * missing privilege, a full disk, a template that is not there yet.
     */
    private static final Set<String> REFUSED_FOR_GOOD =
            Set.of("document_parsing_exception", "mapper_parsing_exception", "illegal_argument_exception");

    /** The index may have an older mapping than this service; for good only after that was mended. */
    private static final String UNKNOWN_FIELD = "strict_dynamic_mapping_exception";

    /**
     * An index that somebody closed or made read-only. It is not waited for longer than {@link #PATIENT_ROUNDS}: all the rest would wait,
     * too. A full disk blocks indices in other words, and is waited for.
     */
    private static final Pattern SHUT =
            Pattern.compile("index_closed_exception|index write \\(api\\)|index read-only \\(api\\)");

    private static final int PATIENT_ROUNDS = 5;

    private final ElasticsearchConnection cluster;
    private final ArchiveMeters meters;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final Runnable mend;
    private int atOnce = MOST_AT_ONCE;
    private int mostBytes = MOST_BYTES;
    private int mostDocuments = MOST_DOCUMENTS;
    private volatile String problem = "";

    /**
     * @param mend brings templates and mappings up to what they should be; called before documents are sent again that did not fit,
     *     and after Elasticsearch was away
     */
    BulkWriter(ElasticsearchConnection cluster, ArchiveMeters meters, Runnable mend) {
        this.cluster = cluster;
        this.meters = meters;
        this.mend = mend;
    }

    /**
     * A document that Elasticsearch refuses for good.
     *
     * @param reason in Elasticsearch's words
     */
    record Refused(ArchiveDocument document, String reason) {}

    /**
     * What became of documents.
     *
     * @param complete false if the work was to end before all were written
     * @param refused those that can never be stored
     */
    record Written(boolean complete, List<Refused> refused) {}

    /** What keeps documents from being stored just now, empty if nothing does. */
    String problem() {
        return problem;
    }

    Written write(List<ArchiveDocument> documents, RetryPause wait) {
        List<Refused> refused = new ArrayList<>();
        List<ArchiveDocument> left = documents;
        int failures = 0;
        boolean mended = false;
        mostBytes = MOST_BYTES;
        mostDocuments = MOST_DOCUMENTS;
        for (int rounds = 1; !left.isEmpty(); rounds++) {
            Attempt attempt = new Attempt(mended, rounds > PATIENT_ROUNDS);
            send(left, attempt);
            refused.addAll(attempt.refused);
            left = attempt.again;
            if (left.isEmpty()) {
                break;
            }
            failures = attempt.stored > 0 ? 1 : failures + 1;
            problem = attempt.problem;
            meters.retried(left.size());
            if (!wait.pause(BACKOFF.jittered(failures, random))) {
                return new Written(false, refused);
            }
            if (attempt.unknownField || attempt.silent) {
                mended |= mended();
            }
        }
        problem = "";
        return new Written(true, refused);
    }

    /** Whether that went well; what does not is no worse than before, and is tried again. */
    private boolean mended() {
        try {
            mend.run();
            return true;
        } catch (UncheckedIOException | IndexTemplateInstaller.RefusedException e) {
            problem = String.valueOf(e.getMessage());
            return false;
        }
    }

    /** What one round of requests came to. */
    private static final class Attempt {
        private final boolean mended;
        private final boolean impatient;

        Attempt(boolean mended, boolean impatient) {
            this.mended = mended;
            this.impatient = impatient;
        }

        private final List<ArchiveDocument> again = new ArrayList<>();
        private final List<Refused> refused = new ArrayList<>();
        private int stored;
        private String problem = "";
        private boolean full;
        private boolean silent;
        private boolean unknownField;
    }

    private void send(List<ArchiveDocument> documents, Attempt attempt) {
        List<List<ArchiveDocument>> parts = parts(documents);
        for (int from = 0; from < parts.size(); from += atOnce) {
            List<List<ArchiveDocument>> some = parts.subList(from, Math.min(parts.size(), from + atOnce));
            List<CompletableFuture<BulkResponse>> answers =
                    some.stream().map(this::send).toList();
            for (int i = 0; i < some.size(); i++) {
                receive(some.get(i), answers.get(i), attempt);
            }
            if (!attempt.problem.isEmpty()) {
                // What is wrong with these is likely wrong with the rest, which waits with them.
                parts.subList(from + some.size(), parts.size()).forEach(attempt.again::addAll);
                break;
            }
        }
        atOnce = attempt.full ? Math.max(1, atOnce / 2) : Math.min(MOST_AT_ONCE, atOnce + 1);
    }

    /** Those of one index together, in their order: a request that touches few indices waits in few queues. */
    private List<List<ArchiveDocument>> parts(List<ArchiveDocument> documents) {
        List<ArchiveDocument> sorted = new ArrayList<>(documents);
        sorted.sort(Comparator.comparing(ArchiveDocument::index));
        List<List<ArchiveDocument>> parts = new ArrayList<>();
        List<ArchiveDocument> part = new ArrayList<>();
        long bytes = 0;
        for (ArchiveDocument document : sorted) {
            if (!part.isEmpty() && (part.size() >= mostDocuments || bytes + document.json().length > mostBytes)) {
                parts.add(part);
                part = new ArrayList<>();
                bytes = 0;
            }
            part.add(document);
            bytes += document.json().length;
        }
        parts.add(part);
        return parts;
    }

    private CompletableFuture<BulkResponse> send(List<ArchiveDocument> documents) {
        BulkRequest.Builder request = new BulkRequest.Builder();
        for (ArchiveDocument document : documents) {
            request.operations(operation(document));
        }
        try {
            return cluster.later().bulk(request.build());
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static BulkOperation operation(ArchiveDocument document) {
        BinaryData json = BinaryData.of(document.json(), "application/json");
        Long version = document.version();
        return version == null
                ? BulkOperation.of(operation -> operation.create(create ->
                        create.index(document.index()).id(document.id()).document(json)))
                : BulkOperation.of(operation -> operation.index(index -> index.index(document.index())
                        .id(document.id())
                        .version(version)
                        .versionType(VersionType.ExternalGte)
                        .document(json)));
    }

    private void receive(List<ArchiveDocument> documents, CompletableFuture<BulkResponse> answer, Attempt attempt) {
        try {
            List<BulkResponseItem> items = answer.join().items();
            for (int i = 0; i < documents.size(); i++) {
                receive(documents.get(i), items.get(i), attempt);
            }
        } catch (CompletionException e) {
            fail(documents, e.getCause() == null ? e : e.getCause(), attempt);
        }
    }

    private void receive(ArchiveDocument document, BulkResponseItem item, Attempt attempt) {
        ErrorCause error = item.error();
        if (error == null) {
            attempt.stored++;
            meters.stored(document.kind());
        } else if (item.status() == 409) {
            // Created before, or a later version is there: this was sent again.
            attempt.stored++;
            meters.repeated(document.kind());
        } else if (isForGood(item.status(), error, attempt)) {
            attempt.refused.add(new Refused(document, words(error)));
        } else {
            attempt.unknownField |= UNKNOWN_FIELD.equals(error.type());
            attempt.again.add(document);
            attempt.problem = item.status() + " " + words(error);
            attempt.full |= item.status() == 429;
        }
    }

    private static boolean isForGood(int status, ErrorCause error, Attempt attempt) {
        if (status == 400 && UNKNOWN_FIELD.equals(error.type())) {
            return attempt.mended;
        }
        return (status == 400 && REFUSED_FOR_GOOD.contains(String.valueOf(error.type())))
                || (attempt.impatient && SHUT.matcher(words(error)).find());
    }

    private void fail(List<ArchiveDocument> documents, Throwable cause, Attempt attempt) {
        int status = cause instanceof ElasticsearchException e ? e.status() : 0;
        // Elasticsearch, or a proxy before it, refuses the request as a whole: too large, or one of the documents
        // spoils it.
        boolean spoilt = status == 400 || status == 413;
        if (spoilt && documents.size() == 1) {
            attempt.refused.add(new Refused(documents.get(0), cause.getMessage() + " (as a request of its own)"));
            return;
        }
        if (spoilt) {
            mostDocuments = Math.max(1, documents.size() / 2);
            mostBytes = Math.max(1, mostBytes / 2);
        }
        attempt.full |= status == 429;
        attempt.silent |= status == 0;
        attempt.again.addAll(documents);
        attempt.problem =
                cause instanceof ElasticsearchException e ? e.status() + " " + words(e.error()) : cause.toString();
    }

    private static String words(ErrorCause error) {
        StringBuilder words = new StringBuilder(error.type() + ": " + error.reason());
        for (ErrorCause cause = error.causedBy(); cause != null; cause = cause.causedBy()) {
            words.append("; ").append(cause.reason());
        }
        return words.toString();
    }
}
