package org.sekimori.archive.lookup;

import co.elastic.clients.elasticsearch._types.aggregations.Aggregate;
import co.elastic.clients.elasticsearch._types.aggregations.Aggregation;
import co.elastic.clients.elasticsearch._types.aggregations.FieldDateMath;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sekimori.archive.DocumentFields;
import org.sekimori.archive.DocumentKind;
import org.sekimori.archive.lookup.DecisionTally.Slot;
import org.sekimori.archive.lookup.DecisionTally.Top;

/** Counts decisions in Elasticsearch: one search for the period, and one for the period before. */
final class DecisionTallyQuery {

    private static final String SLOTS = "slots";
    private static final String TOP = "top";
    private static final String VERDICTS = "verdicts";
    private static final String FIRST = "first";
    private static final String LAST = "last";
    private static final int MOST_VERDICTS = 10;

    private final TallyQuestion asked;

    DecisionTallyQuery(TallyQuestion asked) {
        this.asked = asked;
    }

    /** Something that sends a search. */
    interface Sender {
        SearchResponse<Void> send(SearchRequest.Builder request);
    }

    DecisionTally count(Sender archive) {
        Aggregation verdicts = Aggregation.of(
                a -> a.terms(by -> by.field(DocumentFields.VERDICT).size(MOST_VERDICTS)));
        SearchResponse<Void> now = archive.send(request(asked.criteria(), null)
                .aggregations(SLOTS, slots -> slots.dateHistogram(line -> line.field(DocumentFields.TIMESTAMP)
                                .fixedInterval(step -> step.time(asked.step().toSeconds() + "s"))
                                .minDocCount(0)
                                .extendedBounds(bounds -> bounds.min(edge(asked.from()))
                                        .max(edge(asked.until().minusMillis(1)))))
                        .aggregations(VERDICTS, verdicts))
                .aggregations(
                        TOP, top -> top.terms(by -> by.field(asked.by().field()).size(asked.most()))
                                .aggregations(VERDICTS, verdicts)
                                .aggregations(FIRST, first -> first.min(m -> m.field(DocumentFields.TIMESTAMP)))
                                .aggregations(LAST, last -> last.max(m -> m.field(DocumentFields.TIMESTAMP)))));
        List<Top> top = top(now.aggregations().get(TOP), Map.of());
        List<String> values = top.stream().map(Top::value).toList();
        Map<String, Long> earlier = new HashMap<>();
        SearchResponse<Void> before = archive.send(request(asked.before(), null));
        if (!values.isEmpty()) {
            SearchResponse<Void> same = archive.send(request(
                            asked.before(),
                            DecisionQueryBuilder.anyOf(asked.by().field(), values))
                    .aggregations(
                            TOP,
                            a -> a.terms(by -> by.field(asked.by().field())
                                    .size(TallyQuestion.MOST)
                                    .include(only -> only.terms(values)))));
            top(same.aggregations().get(TOP), Map.of()).forEach(one -> earlier.put(one.value(), one.count()));
        }
        return new DecisionTally(
                total(now),
                total(before),
                slots(now.aggregations().get(SLOTS)),
                top(now.aggregations().get(TOP), earlier));
    }

    private static FieldDateMath edge(Instant time) {
        return FieldDateMath.of(edge -> edge.value(time.toEpochMilli()));
    }

    private SearchRequest.Builder request(DecisionCriteria criteria, @Nullable Query more) {
        List<Query> all = new ArrayList<>();
        all.add(DecisionQueryBuilder.of(criteria, asked.asNumber(), asked.senderDomain()));
        if (more != null) {
            all.add(more);
        }
        return new SearchRequest.Builder()
                .index(DocumentKind.DECISIONS.pattern())
                .query(q -> q.bool(both -> both.filter(all)))
                .size(0)
                .trackTotalHits(total -> total.enabled(true));
    }

    private static long total(SearchResponse<Void> response) {
        return Objects.requireNonNull(response.hits().total()).value();
    }

    private static List<Slot> slots(@Nullable Aggregate found) {
        List<Slot> slots = new ArrayList<>();
        if (found != null) {
            found.dateHistogram()
                    .buckets()
                    .array()
                    .forEach(bucket ->
                            slots.add(new Slot(Instant.ofEpochMilli(bucket.key()), verdicts(bucket.aggregations()))));
        }
        return slots;
    }

    private static List<Top> top(@Nullable Aggregate found, Map<String, Long> earlier) {
        List<Top> top = new ArrayList<>();
        if (found != null && found.isSterms()) {
            found.sterms()
                    .buckets()
                    .array()
                    .forEach(bucket -> top.add(
                            one(bucket.key().stringValue(), bucket.docCount(), earlier, bucket.aggregations())));
        } else if (found != null && found.isLterms()) {
            found.lterms()
                    .buckets()
                    .array()
                    .forEach(bucket -> top.add(
                            one(Long.toString(bucket.key()), bucket.docCount(), earlier, bucket.aggregations())));
        }
        return top;
    }

    private static Top one(String value, long count, Map<String, Long> earlier, Map<String, Aggregate> more) {
        return new Top(
                value,
                count,
                earlier.getOrDefault(value, 0L),
                verdicts(more),
                time(more.get(FIRST) == null ? null : more.get(FIRST).min().value()),
                time(more.get(LAST) == null ? null : more.get(LAST).max().value()));
    }

    private static Instant time(@Nullable Double millis) {
        return millis == null ? Instant.EPOCH : Instant.ofEpochMilli(millis.longValue());
    }

    private static Map<String, Long> verdicts(Map<String, Aggregate> more) {
        Map<String, Long> all = new HashMap<>();
        Aggregate found = more.get(VERDICTS);
        if (found != null && found.isSterms()) {
            found.sterms()
                    .buckets()
                    .array()
                    .forEach(bucket -> all.put(bucket.key().stringValue(), bucket.docCount()));
        }
        return all;
    }
}
