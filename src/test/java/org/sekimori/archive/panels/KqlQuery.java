package org.sekimori.archive.panels;

import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The part of Kibana's query language that the dashboards use. What is not understood is an error, never left out. A query is
 * answered twice: by a row, and as the search that Kibana makes of it (elastic/kibana, {@code
 * src/platform/packages/shared/kbn-es-query/src/kuery/functions}).
 */
public sealed interface KqlQuery {

    /** Whether a row answers it. */
    boolean matches(DocumentRow row, DateMath now);

    /** As a query of Elasticsearch; {@code now} is written out, so that both sides mean the same instant. */
    ObjectNode search(DateMath now);

    /** Those of its parts that name a field. */
    default List<KqlQuery> leaves() {
        return List.of(this);
    }

    /** The field that it names, if it is a leaf. */
    default String field() {
        throw new IllegalStateException("names no field: " + this);
    }

    /** Reads a query; an empty one is {@link All}. */
    static KqlQuery parse(String text) {
        return text.isBlank() ? new All() : new KqlParser(text).whole();
    }

    private static ObjectNode query(String name, String field, String member, Object value) {
        ObjectNode query = JsonNodeFactory.instance.objectNode();
        query.putObject(name).putObject(field).putPOJO(member, value);
        return query;
    }

    private static ObjectNode bool(String clause, List<KqlQuery> parts, DateMath now) {
        ObjectNode query = JsonNodeFactory.instance.objectNode();
        ObjectNode bool = query.putObject("bool");
        ArrayNode clauses = bool.putArray(clause);
        parts.forEach(part -> clauses.add(part.search(now)));
        if (clause.equals("should")) {
            bool.put("minimum_should_match", 1);
        }
        return query;
    }

    private static List<KqlQuery> leavesOf(List<KqlQuery> parts) {
        return parts.stream().flatMap(part -> part.leaves().stream()).toList();
    }

    /** Everything. */
    record All() implements KqlQuery {
        @Override
        public boolean matches(DocumentRow row, DateMath now) {
            return true;
        }

        @Override
        public ObjectNode search(DateMath now) {
            ObjectNode query = JsonNodeFactory.instance.objectNode();
            query.putObject("match_all");
            return query;
        }

        @Override
        public List<KqlQuery> leaves() {
            return List.of();
        }
    }

    /** Each of them. */
    record And(List<KqlQuery> parts) implements KqlQuery {
        @Override
        public boolean matches(DocumentRow row, DateMath now) {
            return parts.stream().allMatch(part -> part.matches(row, now));
        }

        @Override
        public ObjectNode search(DateMath now) {
            return bool("filter", parts, now);
        }

        @Override
        public List<KqlQuery> leaves() {
            return leavesOf(parts);
        }
    }

    /** One of them. */
    record Or(List<KqlQuery> parts) implements KqlQuery {
        @Override
        public boolean matches(DocumentRow row, DateMath now) {
            return parts.stream().anyMatch(part -> part.matches(row, now));
        }

        @Override
        public ObjectNode search(DateMath now) {
            return bool("should", parts, now);
        }

        @Override
        public List<KqlQuery> leaves() {
            return leavesOf(parts);
        }
    }

    /** All but it. */
    record Not(KqlQuery part) implements KqlQuery {
        @Override
        public boolean matches(DocumentRow row, DateMath now) {
            return !part.matches(row, now);
        }

        @Override
        public ObjectNode search(DateMath now) {
            return bool("must_not", List.of(part), now);
        }

        @Override
        public List<KqlQuery> leaves() {
            return part.leaves();
        }
    }

    /** {@code field: value}. */
    record Is(String field, String value) implements KqlQuery {
        @Override
        public boolean matches(DocumentRow row, DateMath now) {
            return row.all(field).stream().anyMatch(one -> one.toString().equals(value));
        }

        @Override
        public ObjectNode search(DateMath now) {
            return query("match_phrase", field, "query", value);
        }
    }

    /** {@code field: *}. */
    record Exists(String field) implements KqlQuery {
        @Override
        public boolean matches(DocumentRow row, DateMath now) {
            return row.has(field);
        }

        @Override
        public ObjectNode search(DateMath now) {
            ObjectNode query = JsonNodeFactory.instance.objectNode();
            query.putObject("exists").put("field", field);
            return query;
        }
    }

    /** {@code field >= value}; the value is a number, a time, or {@code now-3d}. */
    record Compare(String field, String operator, String value) implements KqlQuery {
        @Override
        public boolean matches(DocumentRow row, DateMath now) {
            return row.all(field).stream().anyMatch(one -> holds(one, now));
        }

        private boolean holds(Object one, DateMath now) {
            int sign = one instanceof Instant time
                    ? time.compareTo(now.at(value))
                    : Double.compare(((Number) one).doubleValue(), Double.parseDouble(value));
            return switch (operator) {
                case "<" -> sign < 0;
                case "<=" -> sign <= 0;
                case ">" -> sign > 0;
                default -> sign >= 0;
            };
        }

        @Override
        public ObjectNode search(DateMath now) {
            String member = (operator.startsWith("<") ? "lt" : "gt") + (operator.endsWith("=") ? "e" : "");
            String bound =
                    value.matches("-?\\d+(\\.\\d+)?") ? value : now.at(value).toString();
            return query("range", field, member, bound);
        }
    }
}
