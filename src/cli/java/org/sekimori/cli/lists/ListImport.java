package org.sekimori.cli.lists;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.sekimori.cli.lists.ListFileReader.Row;
import org.sekimori.cli.support.ApiClient;
import org.sekimori.lists.ListChange;
import org.sekimori.lists.ListKind;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Puts many values on a list, in few requests: all that have the same kind, reason and end go together. */
final class ListImport {

    private final ApiClient api;
    private final String list;
    private final String by;

    ListImport(ApiClient api, String list, String by) {
        this.api = api;
        this.list = list;
        this.by = by;
    }

    /** What is the same for all values of a request. */
    private record Terms(
            ListKind kind, String reason, @Nullable Instant until) {}

    /**
     * Puts rows on the list.
     *
     * @param reason of rows without their own
     * @param until of all rows; null: each has its own, or none
     * @param progress receives how many are done
     * @return how many values there were, each counted once
     */
    long put(List<Row> rows, String reason, @Nullable Instant until, LongConsumer progress) {
        Map<Terms, Set<String>> groups = new LinkedHashMap<>();
        for (Row row : rows) {
            Terms terms = new Terms(
                    row.kind(), row.reason() == null ? reason : row.reason(), until == null ? row.until() : until);
            groups.computeIfAbsent(terms, same -> new LinkedHashSet<>()).add(row.value());
        }
        long done = 0;
        for (Map.Entry<Terms, Set<String>> group : groups.entrySet()) {
            for (List<String> batch : batches(group.getValue())) {
                post(group.getKey(), batch);
                done += batch.size();
                progress.accept(done);
            }
        }
        return done;
    }

    private static List<List<String>> batches(Set<String> values) {
        List<List<String>> batches = new ArrayList<>();
        List<String> batch = new ArrayList<>();
        long characters = 0;
        for (String value : values) {
            if (batch.size() == ListChange.MAX_VALUES || characters + value.length() > ListChange.MAX_CHARACTERS) {
                batches.add(batch);
                batch = new ArrayList<>();
                characters = 0;
            }
            batch.add(value);
            characters += value.length();
        }
        batches.add(batch);
        return batches;
    }

    private void post(Terms terms, List<String> values) {
        ObjectNode body = JsonMapper.shared().createObjectNode();
        body.put("by", by).put("kind", terms.kind().word()).put("reason", terms.reason());
        if (terms.until() != null) {
            body.put("until", terms.until().toString());
        }
        values.forEach(body.putArray("values")::add);
        api.call("POST", "/v1/lists/" + ApiClient.part(list) + "/entries", body.toString());
    }
}
