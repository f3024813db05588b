package org.sekimori.archive.lookup;

import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.query_dsl.BoolQuery;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.archive.DocumentFields;

/** Criteria as Elasticsearch takes them: filters, because nothing is scored. */
final class DecisionQueryBuilder {

    private final List<Query> filters = new ArrayList<>();

    private DecisionQueryBuilder() {}

    static Query of(DecisionCriteria criteria) {
        DecisionQueryBuilder query = new DecisionQueryBuilder();
        query.term(
                DocumentFields.USER_NAME,
                criteria.account() == null ? null : criteria.account().name());
        query.term(DocumentFields.FINDINGS_RULE, criteria.rule());
        query.term(DocumentFields.VERDICT, criteria.verdict());
        query.term(DocumentFields.REFERENCE, criteria.reference());
        query.term(DocumentFields.EMAIL_LOCAL_ID, criteria.queueId());
        query.term(DocumentFields.EMAIL_MESSAGE_ID, criteria.messageId());
        query.term(DocumentFields.SOURCE_GEO_COUNTRY_ISO_CODE, criteria.country());
        query.server(criteria.server());
        query.id(criteria.id());
        query.address(criteria);
        query.times(criteria.from(), criteria.until());
        return Query.of(q -> q.bool(all -> all.filter(query.filters)));
    }

    /**
     * The same of an autonomous system, or of a domain of senders, which only the archive knows.
     *
     * @param asNumber of the client's address; null: of all
     * @param senderDomain of the envelope sender, in lower case; null: of all
     */
    static Query of(DecisionCriteria criteria, @Nullable Long asNumber, @Nullable String senderDomain) {
        List<Query> all = new ArrayList<>();
        all.add(of(criteria));
        if (asNumber != null) {
            all.add(Query.of(q ->
                    q.term(term -> term.field(DocumentFields.SOURCE_AS_NUMBER).value(asNumber))));
        }
        if (senderDomain != null) {
            all.add(Query.of(q -> q.wildcard(some -> some.field(DocumentFields.EMAIL_SENDER_ADDRESS)
                    .value("*@" + senderDomain)
                    .caseInsensitive(true))));
        }
        return Query.of(q -> q.bool(both -> both.filter(all)));
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
            filters.add(Query.of(q -> q.term(term ->
                    term.field(DocumentFields.OBSERVER_NAME).value(server).caseInsensitive(true))));
        }
    }

    private void id(@Nullable String id) {
        if (id != null) {
            filters.add(either(
                    equal(DocumentFields.DECISION_ID, DecisionCriteria.decisionId(id)),
                    equal(DocumentFields.EVENT_ID, id)));
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
        Query within = equal(DocumentFields.SOURCE_IP, written);
        String group = criteria.group();
        if (group == null) {
            filters.add(within);
        } else {
            Query networkOnly = Query.of(q -> q.bool(both -> both.filter(equal(DocumentFields.ORIGIN_NETWORK, group))
                    .mustNot(Query.of(n -> n.exists(field -> field.field(DocumentFields.SOURCE_IP))))));
            filters.add(either(within, networkOnly));
        }
    }

    private void times(@Nullable Instant from, @Nullable Instant until) {
        if (from != null || until != null) {
            filters.add(Query.of(q -> q.range(range -> range.date(date -> {
                date.field(DocumentFields.TIMESTAMP).format("epoch_millis");
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
