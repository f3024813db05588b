package org.sekimori.archive;

import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.ErrorCause;
import co.elastic.clients.elasticsearch._types.VersionType;
import co.elastic.clients.elasticsearch.core.BulkRequest;
import co.elastic.clients.elasticsearch.core.BulkResponse;
import co.elastic.clients.elasticsearch.core.bulk.BulkOperation;
import co.elastic.clients.elasticsearch.core.bulk.BulkResponseItem;
import co.elastic.clients.util.BinaryData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.random.RandomGenerator;

/**
 * Writes documents until each is stored or refused for good, however long Elasticsearch is away: whole requests and single
 * documents that fail for a reason that passes are sent again, after a pause that doubles up to half a minute, with jitter so that
 * many instances do not come back at once. While Elasticsearch says that it is full (429), fewer requests go out at a time.
 */
final class BulkWriter {

    private static final int MOST_DOCUMENTS = 1_000;
    private static final int MOST_BYTES = 5 << 20;
    private static final int LEAST_BYTES = 1 << 16;
    private static final int MOST_AT_ONCE = 4;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /**
     * What Elasticsearch says of a document that it can never take. All else may be the cluster's fault: too many shards, a
     * missing privilege, a full disk, a template that is not there yet.
     */
    private static final Set<String> REFUSED_FOR_GOOD = Set.of(
            "document_parsing_exception",
            "mapper_parsing_exception",
            "strict_dynamic_mapping_exception",
            "illegal_argument_exception");

    private final Cluster cluster;
    private final ArchiveMeters meters;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private int atOnce = MOST_AT_ONCE;
    private int mostBytes = MOST_BYTES;
    private volatile String problem = "";

    BulkWriter(Cluster cluster, ArchiveMeters meters) {
        this.cluster = cluster;
        this.meters = meters;
    }

    /**
     * A document that Elasticsearch refuses for good.
     *
     * @param reason in Elasticsearch's words
     */
    record Refused(Document document, String reason) {}

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

    Written write(List<Document> documents, Wait wait) {
        List<Refused> refused = new ArrayList<>();
        List<Document> left = documents;
        int failures = 0;
        while (!left.isEmpty()) {
            Round round = new Round();
            send(left, round);
            refused.addAll(round.refused);
            if (round.again.isEmpty()) {
                break;
            }
            failures = round.stored > 0 ? 1 : failures + 1;
            problem = round.problem;
            meters.retried(round.again.size());
            left = round.again;
            if (!wait.pause(pause(failures))) {
                return new Written(false, refused);
            }
        }
        problem = "";
        return new Written(true, refused);
    }

    /** What one round of requests came to. */
    private static final class Round {
        private final List<Document> again = new ArrayList<>();
        private final List<Refused> refused = new ArrayList<>();
        private int stored;
        private String problem = "";
        private boolean full;
    }

    private void send(List<Document> documents, Round round) {
        List<List<Document>> parts = parts(documents);
        for (int from = 0; from < parts.size(); from += atOnce) {
            List<List<Document>> some = parts.subList(from, Math.min(parts.size(), from + atOnce));
            List<CompletableFuture<BulkResponse>> answers =
                    some.stream().map(this::send).toList();
            for (int i = 0; i < some.size(); i++) {
                receive(some.get(i), answers.get(i), round);
            }
            if (!round.problem.isEmpty()) {
                // What is wrong with these is likely wrong with the rest, which waits with them.
                parts.subList(from + some.size(), parts.size()).forEach(round.again::addAll);
                break;
            }
        }
        atOnce = round.full ? Math.max(1, atOnce / 2) : Math.min(MOST_AT_ONCE, atOnce + 1);
    }

    /** Those of one index together, in their order: a request that touches few indices waits in few queues. */
    private List<List<Document>> parts(List<Document> documents) {
        List<Document> sorted = new ArrayList<>(documents);
        sorted.sort(Comparator.comparing(Document::index));
        List<List<Document>> parts = new ArrayList<>();
        List<Document> part = new ArrayList<>();
        long bytes = 0;
        for (Document document : sorted) {
            if (!part.isEmpty() && (part.size() == MOST_DOCUMENTS || bytes + document.json().length > mostBytes)) {
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

    private CompletableFuture<BulkResponse> send(List<Document> documents) {
        BulkRequest.Builder request = new BulkRequest.Builder();
        for (Document document : documents) {
            request.operations(operation(document));
        }
        try {
            return cluster.later().bulk(request.build());
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static BulkOperation operation(Document document) {
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

    private void receive(List<Document> documents, CompletableFuture<BulkResponse> answer, Round round) {
        try {
            List<BulkResponseItem> items = answer.join().items();
            for (int i = 0; i < documents.size(); i++) {
                receive(documents.get(i), items.get(i), round);
            }
        } catch (CompletionException e) {
            fail(documents, e.getCause() == null ? e : e.getCause(), round);
        }
    }

    private void receive(Document document, BulkResponseItem item, Round round) {
        ErrorCause error = item.error();
        if (error == null) {
            round.stored++;
            meters.stored(document.kind());
        } else if (item.status() == 409) {
            // Created before, or a later version is there: this was sent again.
            round.stored++;
            meters.repeated(document.kind());
        } else if (item.status() == 400 && REFUSED_FOR_GOOD.contains(String.valueOf(error.type()))) {
            round.refused.add(new Refused(document, words(error)));
        } else {
            round.again.add(document);
            round.problem = item.status() + " " + words(error);
            round.full |= item.status() == 429;
        }
    }

    private void fail(List<Document> documents, Throwable cause, Round round) {
        int status = cause instanceof ElasticsearchException e ? e.status() : 0;
        if (status == 413 && documents.size() == 1) {
            round.refused.add(new Refused(documents.get(0), "is larger than Elasticsearch accepts in one request"));
            return;
        }
        if (status == 413) {
            mostBytes = Math.max(LEAST_BYTES, mostBytes / 2);
        }
        round.full |= status == 429;
        round.again.addAll(documents);
        round.problem =
                cause instanceof ElasticsearchException e ? e.status() + " " + words(e.error()) : cause.toString();
    }

    private static String words(ErrorCause error) {
        StringBuilder words = new StringBuilder(error.type() + ": " + error.reason());
        for (ErrorCause cause = error.causedBy(); cause != null; cause = cause.causedBy()) {
            words.append("; ").append(cause.reason());
        }
        return words.toString();
    }

    private Duration pause(int failures) {
        long doubled = FIRST_PAUSE.toMillis() << Math.min(failures, 20);
        long most = Math.min(doubled, LONGEST_PAUSE.toMillis());
        return Duration.ofMillis(most / 2 + random.nextLong(most / 2 + 1));
    }
}
