package org.sekimori.archive;

import java.util.ArrayList;
import java.util.List;
import org.sekimori.stream.CommittedRecord;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Grants that went with their account: the log only says that none is left, so those that were last known are looked up. */
final class FallenGrants {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MOST = 1_000;

    private final Cluster cluster;

    FallenGrants(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * The documents of an account's grants that were not at their end yet, now marked as revoked.
     *
     * @throws Installer.RefusedException if Elasticsearch does not answer as it should
     */
    List<Document> of(CommittedRecord tombstone) {
        cluster.send("POST", "/" + Kind.GRANTS.pattern() + "/_refresh", null);
        ObjectNode query = JSON.createObjectNode().put("size", MOST);
        var filters = query.putObject("query").putObject("bool").putArray("filter");
        filters.addObject().putObject("term").put("user.name", tombstone.key());
        filters.addObject().putObject("term").put("sekimori.grant.revoked", false);
        filters.addObject()
                .putObject("range")
                .putObject("event.end")
                .put("gt", tombstone.appended().toString());
        Cluster.Reply found =
                cluster.send("POST", "/" + Kind.GRANTS.pattern() + "/_search", JSON.writeValueAsBytes(query));
        if (!found.ok()) {
            throw new Installer.RefusedException("the grants of a closed account cannot be found: " + found.reason());
        }
        List<Document> documents = new ArrayList<>();
        for (JsonNode hit : found.body().path("hits").path("hits")) {
            ObjectNode body = (ObjectNode) hit.required("_source");
            body.withObjectProperty("sekimori").withObjectProperty("grant").put("revoked", true);
            documents.add(new Document(
                    Kind.GRANTS,
                    hit.required("_index").asString(),
                    hit.required("_id").asString(),
                    tombstone.offset() + 1,
                    Documents.time(body, "@timestamp"),
                    JSON.writeValueAsBytes(body),
                    tombstone));
        }
        return documents;
    }
}
