package org.sekimori.archive.lookup;

import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.ErrorCause;
import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.SortOptions;
import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sekimori.archive.ArchiveIndexer;
import org.sekimori.archive.DocumentFields;
import org.sekimori.archive.DocumentKind;
import org.sekimori.archive.ElasticsearchAddress;
import org.sekimori.archive.ElasticsearchConnection;
import org.sekimori.archive.FieldCatalog;
import org.sekimori.archive.FoundDecision;
import org.sekimori.mail.Account;
import tools.jackson.databind.JsonNode;

/**
 * Looks decisions up in Elasticsearch, as far as the archive has copied them. May be asked by many threads at once; each method
 * waits for the answer and fails with an {@link ArchiveUnavailableException} if there is none within half a minute.
 */
public final class ElasticsearchDecisionRepository implements DecisionRepository, AutoCloseable {

    /** How long a decision can be looked up. */
    public static final Duration KEPT =
            FieldCatalog.load().about(DocumentKind.DECISIONS).retention();

    private static final int PATIENCE_SECONDS = 25;

    /** Doors repeat themselves when servers do; beyond so many answers of a page the oldest are passed over. */
    private static final int MOST_ANSWERS = 10_000;

    private static final int MOST_NAMESAKES = 10;

    /** Long texts that lists do not show. */
    private static final List<String> LEFT_OUT = List.of(
            DocumentFields.TEXTS, DocumentFields.FIGURES, DocumentFields.FINDINGS_REASON, DocumentFields.CANDIDATE);

    private static final List<SortOptions> NEWEST_FIRST =
            List.of(descending(DocumentFields.TIMESTAMP), descending(DocumentFields.DECISION_ID));
    private static final List<SortOptions> LAST_TOLD_FIRST =
            List.of(descending(DocumentFields.TIMESTAMP), descending(DocumentFields.LOG_OFFSET));

    private final ElasticsearchAddress address;
    private @Nullable ElasticsearchConnection open;
    private final Supplier<ArchiveIndexer.Status> condition;

    private ElasticsearchDecisionRepository(ElasticsearchAddress address, Supplier<ArchiveIndexer.Status> condition) {
        this.address = address;
        this.condition = condition;
    }

    /**
     * Prepares connections; Elasticsearch need not be there yet.
     *
     * @param condition how the archive is doing that fills it
     */
    public static ElasticsearchDecisionRepository open(
            ElasticsearchAddress address, Supplier<ArchiveIndexer.Status> condition) {
        return new ElasticsearchDecisionRepository(address, condition);
    }

    /** Made at the first search: until then the file with the key may not be there. */
    private synchronized ElasticsearchConnection cluster() {
        if (open == null) {
            try {
                open = ElasticsearchConnection.at(address, PATIENCE_SECONDS);
            } catch (IllegalArgumentException e) {
                throw new ArchiveUnavailableException(
                        "Elasticsearch at " + address + " cannot be asked: " + e.getMessage(), e);
            }
        }
        return open;
    }

    @Override
    public DecisionPage search(DecisionCriteria criteria) {
        return search(criteria, null, null);
    }

    /**
     * The same of an autonomous system, or of a domain of senders.
     *
     * @param asNumber of the client's address; null: of all
     * @param senderDomain of the envelope sender, in lower case; null: of all
     */
    public DecisionPage search(DecisionCriteria criteria, @Nullable Long asNumber, @Nullable String senderDomain) {
        // Asked first: what is stored in the meantime may be found, but nothing that is missing is passed over in
        // silence.
        ArchiveIndexer.Status before = condition.get();
        List<JsonNode> documents = decisions(
                criteria, DecisionQueryBuilder.of(criteria, asNumber, senderDomain), criteria.limit() + 1, LEFT_OUT);
        List<FoundDecision> found = documents.stream().map(FoundDecision::of).toList();
        return DecisionPage.of(answered(found), criteria.limit(), before);
    }

    /**
     * One decision with everything.
     *
     * @param name its reference however it is written, its id, or the id of its event; the newest is shown of several
     */
    public Optional<DecisionDetails> find(String name) {
        String asked = name.strip();
        List<JsonNode> documents = new ArrayList<>(namesakes(named("id", asked)));
        if (documents.isEmpty() && CriteriaParser.code(asked) != null) {
            documents.addAll(namesakes(named("reference", asked)));
        }
        if (documents.isEmpty()) {
            return Optional.empty();
        }
        List<FoundDecision> found = documents.stream().map(FoundDecision::of).toList();
        FoundDecision newest = answered(found.subList(0, 1)).get(0);
        List<String> others = found.stream().skip(1).map(FoundDecision::id).toList();
        return Optional.of(DecisionDetails.of(newest, others, documents.get(0)));
    }

    /** Counts decisions by time and by a field, each also of the period before. */
    public DecisionTally tally(TallyQuestion asked) {
        return new DecisionTallyQuery(asked).count(request -> send(request, Void.class));
    }

    private static DecisionCriteria named(String name, String value) {
        return DecisionCriteria.parse(Map.of(name, value), Account.LoginNormalizer.PLAIN);
    }

    @Override
    public String source() {
        return "archive";
    }

    /** How the archive is doing that is searched. */
    public ArchiveIndexer.Status condition() {
        return condition.get();
    }

    private List<JsonNode> namesakes(DecisionCriteria criteria) {
        return decisions(criteria, DecisionQueryBuilder.of(criteria), MOST_NAMESAKES, List.of());
    }

    private List<JsonNode> decisions(DecisionCriteria criteria, Query query, int most, List<String> leftOut) {
        DecisionCursor after = criteria.after();
        SearchRequest.Builder request = new SearchRequest.Builder()
                .index(DocumentKind.DECISIONS.pattern())
                .query(query)
                .size(most)
                .sort(NEWEST_FIRST)
                .source(source -> source.filter(filter -> filter.excludes(leftOut)));
        if (after != null) {
            request.searchAfter(FieldValue.of(after.millis()), FieldValue.of(after.id()));
        }
        return search(request);
    }

    /** Adds what doors told, with one search for all. An event id is its account's own. */
    private List<FoundDecision> answered(List<FoundDecision> found) {
        if (found.isEmpty()) {
            return found;
        }
        Query about = Query.of(q -> q.bool(both -> both.filter(
                DecisionQueryBuilder.anyOf(
                        DocumentFields.EVENT_ID,
                        distinct(found.stream().map(FoundDecision::eventId).toList())),
                DecisionQueryBuilder.anyOf(
                        DocumentFields.USER_NAME,
                        distinct(found.stream().map(FoundDecision::account).toList())))));
        Map<List<String>, FoundDecision.SentAnswer> told = new HashMap<>();
        for (JsonNode answer : search(new SearchRequest.Builder()
                .index(DocumentKind.ANSWERS.pattern())
                .query(about)
                .size(MOST_ANSWERS)
                .sort(LAST_TOLD_FIRST))) {
            told.putIfAbsent(
                    List.of(
                            FoundDecision.at(answer, DocumentFields.USER_NAME).asString(""),
                            FoundDecision.at(answer, DocumentFields.EVENT_ID).asString("")),
                    FoundDecision.SentAnswer.of(answer));
        }
        return found.stream()
                .map(one -> one.answered(told.get(List.of(one.account(), one.eventId()))))
                .toList();
    }

    private static List<String> distinct(List<String> values) {
        return values.stream().distinct().toList();
    }

    private static SortOptions descending(String field) {
        return SortOptions.of(sort -> sort.field(by -> by.field(field).order(SortOrder.Desc)));
    }

    /** A part of the answer would look like all of it, so a shard that fails fails the search. */
    private List<JsonNode> search(SearchRequest.Builder request) {
        return send(request.trackTotalHits(total -> total.enabled(false)), JsonNode.class).hits().hits().stream()
                .map(hit -> Objects.requireNonNull(hit.source()))
                .toList();
    }

    private <T> SearchResponse<T> send(SearchRequest.Builder request, Class<T> documents) {
        try {
            return cluster()
                    .client()
                    .search(request.allowPartialSearchResults(false).build(), documents);
        } catch (ElasticsearchException e) {
            throw new ArchiveUnavailableException(
                    "Elasticsearch at " + address + " cannot search: " + e.status() + " " + reason(e.error()), e);
        } catch (IOException e) {
            throw new ArchiveUnavailableException("Elasticsearch at " + address + " does not answer: " + reason(e), e);
        }
    }

    private static String reason(ErrorCause cause) {
        ErrorCause root =
                cause.rootCause().isEmpty() ? cause : cause.rootCause().get(0);
        return root.type() + ": " + root.reason();
    }

    private static String reason(IOException e) {
        @Nullable String message = e.getMessage();
        return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
    }

    @Override
    public synchronized void close() {
        if (open != null) {
            open.close();
        }
    }
}
