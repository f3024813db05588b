package org.sekimori.archive.lookup;

import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.query_dsl.BoolQuery;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Criteria as Elasticsearch takes them: filters, because nothing is scored. */
final class DecisionQueryBuilder {

    private final List<Query> filters = new ArrayList<>();

    private DecisionQueryBuilder() {}

    static Query of(DecisionCriteria criteria) {
        DecisionQueryBuilder query = new DecisionQueryBuilder();
        query.term(
                "user.name",
                criteria.account() == null ? null : criteria.account().name());
        query.term("sekimori.findings.rule", criteria.rule());
        query.term("sekimori.verdict", criteria.verdict());
        query.term("sekimori.reference", criteria.reference());
        query.term("email.local_id", criteria.queueId());
        query.term("email.message_id", criteria.messageId());
        query.term("source.geo.country_iso_code", criteria.country());
        query.server(criteria.server());
        query.id(criteria.id());
        query.address(criteria);
        query.times(criteria.from(), criteria.until());
        return Query.of(q -> q.bool(all -> all.filter(query.filters)));
    }

    private void term(String field, @Nullable String value) {
        if (value != null) {
            filters.add(equal(field, value));
        }
    }

    static Query equal(String field, String value) {
        return Query.of(q -> q.term(term -> term.field(field).value(value)));
    }

    /** Any of some values. */
    static Query anyOf(String field, List<String> values) {
        List<FieldValue> wanted = values.stream().map(FieldValue::of).toList();
        return Query.of(q -> q.terms(terms -> terms.field(field).terms(list -> list.value(wanted))));
    }

    private void server(@Nullable String server) {
        if (server != null) {
            filters.add(Query.of(q ->
                    q.term(term -> term.field("observer.name").value(server).caseInsensitive(true))));
        }
    }

    private void id(@Nullable String id) {
        if (id != null) {
            filters.add(either(equal("sekimori.decision.id", DecisionCriteria.decisionId(id)), equal("event.id", id)));
        }
    }

    /** An address in its network; or the network alone, where no more is known than that. */
    private void address(DecisionCriteria criteria) {
        if (criteria.address() == null) {
            return;
        }
        String written = criteria.address().bits() == 128
                ? criteria.address().base().text()
                : criteria.address().toString();
        Query within = equal("source.ip", written);
        String group = criteria.group();
        if (group == null) {
            filters.add(within);
        } else {
            Query networkOnly = Query.of(q -> q.bool(both -> both.filter(equal("sekimori.origin.network", group))
                    .mustNot(Query.of(n -> n.exists(field -> field.field("source.ip"))))));
            filters.add(either(within, networkOnly));
        }
    }

    private void times(@Nullable Instant from, @Nullable Instant until) {
        if (from != null || until != null) {
            filters.add(Query.of(q -> q.range(range -> range.date(date -> {
                date.field("@timestamp").format("epoch_millis");
                if (from != null) {
                    date.gte(Long.toString(from.toEpochMilli()));
                }
                if (until != null) {
                    date.lt(Long.toString(until.toEpochMilli()));
                }
                return date;
            }))));
        }
    }

    private static Query either(Query one, Query other) {
        return BoolQuery.of(any -> any.should(one, other).minimumShouldMatch("1"))
                ._toQuery();
    }
}
