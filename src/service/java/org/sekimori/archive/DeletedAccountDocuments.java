package org.sekimori.archive;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sekimori.stream.consumer.CommittedRecord;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Grants and cases that went with their account. The log only says that none is left, so those that were last known are looked up
 * and brought to their end.
 */
final class DeletedAccountDocuments {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int ACCOUNTS = 1_000;
    private static final int MOST = 10_000;

    private final ElasticsearchConnection cluster;

    DeletedAccountDocuments(ElasticsearchConnection cluster) {
        this.cluster = cluster;
    }

    /**
     * The documents of these accounts that were not at their end yet, now as they are left.
     *
     * @param kind grants or cases
     * @param tombstones the last for each account counts
     * @throws IndexTemplateInstaller.RefusedException if Elasticsearch does not show all of them
     */
    List<ArchiveDocument> of(DocumentKind kind, List<CommittedRecord> tombstones) {
        Map<String, CommittedRecord> byAccount = new LinkedHashMap<>();
        tombstones.forEach(tombstone -> byAccount.put(tombstone.key(), tombstone));
        List<String> accounts = List.copyOf(byAccount.keySet());
        List<ArchiveDocument> documents = new ArrayList<>();
        if (!accounts.isEmpty()) {
            cluster.send("POST", "/" + kind.pattern() + "/_refresh", null);
        }
        for (int from = 0; from < accounts.size(); from += ACCOUNTS) {
            List<String> some = accounts.subList(from, Math.min(accounts.size(), from + ACCOUNTS));
            for (JsonNode hit : search(kind, some)) {
                ObjectNode body = (ObjectNode) hit.required("_source");
                CommittedRecord tombstone =
                        byAccount.get(body.path("user").path("name").asString(""));
                if (tombstone != null && end(kind, body, tombstone)) {
                    documents.add(new ArchiveDocument(
                            kind,
                            hit.required("_index").asString(),
                            hit.required("_id").asString(),
                            tombstone.offset() + 1,
                            DocumentMapper.time(body, DocumentFields.TIMESTAMP),
                            JSON.writeValueAsBytes(body),
                            tombstone));
                }
            }
        }
        return documents;
    }

    private JsonNode search(DocumentKind kind, List<String> accounts) {
        ObjectNode query = JSON.createObjectNode().put("size", MOST);
        ArrayNode filters = query.putObject("query").putObject("bool").putArray("filter");
        ArrayNode names = filters.addObject().putObject("terms").putArray(DocumentFields.USER_NAME);
        accounts.forEach(names::add);
        ObjectNode open = filters.addObject().putObject("term");
        if (kind == DocumentKind.GRANTS) {
            open.put(DocumentFields.GRANT_REVOKED, false);
        } else {
            open.put(DocumentFields.CASE_OPEN, true);
        }
        ElasticsearchConnection.HttpReply found =
                cluster.send("POST", "/" + kind.pattern() + "/_search", JSON.writeValueAsBytes(query));
        if (!found.ok()
                || found.body().path("timed_out").asBoolean(false)
                || found.body().path("_shards").path("failed").asInt(0) > 0) {
            throw new IndexTemplateInstaller.RefusedException(
                    "the " + kind.word() + " of closed accounts cannot be looked up: " + found.reason());
        }
        return found.body().path("hits").path("hits");
    }

    /** Whether there was anything to end. */
    private static boolean end(DocumentKind kind, ObjectNode body, CommittedRecord tombstone) {
        String when = tombstone.appended().toString();
        if (kind == DocumentKind.GRANTS) {
            if (!DocumentMapper.time(body.required("event"), "end").isAfter(tombstone.appended())) {
                return false;
            }
            body.withObjectProperty("sekimori").withObjectProperty("grant").put("revoked", true);
        } else {
            body.withObjectProperty("event").put("end", when);
            body.withObjectProperty("sekimori")
                    .withObjectProperty("case")
                    .put("open", false)
                    .put("state", "closed")
                    .put("priority", "low")
                    .put("points", 0)
                    .put("closed_at", when)
                    .put("closed_by", "sekimori");
        }
        return true;
    }
}
