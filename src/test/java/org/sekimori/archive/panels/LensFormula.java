package org.sekimori.archive.panels;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Lens keeps a formula twice: as the text that people write, and as a tree over hidden columns that it computes with. The one is
 * evaluated over rows, the other over Elasticsearch's numbers, so that a tree that does not say what the text says is noticed.
 */
final class LensFormula {

    private static final Pattern QUOTIENT =
            Pattern.compile("count\\((?:kql='([^']*)')?\\) / count\\((?:kql='([^']*)')?\\)");

    private LensFormula() {}

    /** The value of the text over rows. */
    static Double ofText(String text, List<DocumentRow> rows, DateMath now) {
        Matcher quotient = QUOTIENT.matcher(text);
        if (!quotient.matches()) {
            throw new IllegalArgumentException("these tests know quotients of counts, not " + text);
        }
        return divide(count(quotient.group(1), rows, now), count(quotient.group(2), rows, now));
    }

    private static double count(String kql, List<DocumentRow> rows, DateMath now) {
        KqlQuery query = KqlQuery.parse(kql == null ? "" : kql);
        return rows.stream().filter(row -> query.matches(row, now)).count();
    }

    /** The value of the tree. */
    static Double ofTree(JsonNode tree, Map<String, Double> columns) {
        if (!tree.path("name").asString().equals("divide")) {
            throw new IllegalArgumentException("these tests know quotients, not " + tree);
        }
        return divide(
                columns.get(tree.path("args").path(0).asString()),
                columns.get(tree.path("args").path(1).asString()));
    }

    /** Lens shows nothing where something is divided by nothing. */
    private static Double divide(double one, double other) {
        return other == 0 ? null : one / other;
    }
}
