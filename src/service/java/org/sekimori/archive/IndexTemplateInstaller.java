package org.sekimori.archive;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts templates and lifecycle policies into Elasticsearch. What is there in this version or a later one is left alone, and so is
 * a policy, whose retention operators change. Each index says which version of the mapping it has, and is brought up to ours, also
 * if a former attempt got no further than the templates.
 */
final class IndexTemplateInstaller {

    private static final int OLDEST_SERVER = 8;

    private final ElasticsearchConnection cluster;
    private final IndexTemplates templates;
    private final @Nullable Integer replicas;

    /**
     * @param replicas of each index, null: as the templates that are there say, 1 if there are none
     */
    IndexTemplateInstaller(ElasticsearchConnection cluster, FieldCatalog fields, @Nullable Integer replicas) {
        this.cluster = cluster;
        this.templates = new IndexTemplates(fields);
        this.replicas = replicas;
    }

    /** Elasticsearch did not take something; the message says what and why. */
    static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    /**
     * Puts what is missing or older.
     *
     * @param overwrite puts templates of this version again, in case that somebody changed them
     * @return what was done, a line each
     * @throws RefusedException if something is refused
     * @throws UncheckedIOException if Elasticsearch does not answer
     */
    List<String> install(boolean overwrite) {
        requireServer();
        List<String> done = new ArrayList<>();
        boolean lifecycle = lifecycles(done);
        component(IndexTemplates.COMMON, templates.common(), overwrite, done);
        for (DocumentKind kind : DocumentKind.values()) {
            component(kind.template(), templates.component(kind), overwrite, done);
        }
        for (DocumentKind kind : DocumentKind.values()) {
            index(kind, lifecycle, overwrite, done);
            extend(kind, done);
        }
        return done;
    }

    /**
     * Whether the templates are there: without them Elasticsearch would make indices by guess, as in a cluster that was emptied
     * under a running service.
     *
     * @throws RefusedException if we are refused
     * @throws UncheckedIOException if Elasticsearch does not answer
     */
    boolean isInstalled() {
        for (DocumentKind kind : DocumentKind.values()) {
            ElasticsearchConnection.HttpReply reply = cluster.send("GET", "/_index_template/" + kind.template(), null);
            if (!reply.ok() && reply.status() != 404) {
                throw new RefusedException("Elasticsearch does not show its templates: " + reply.reason());
            }
            if (version(reply, "index_template") < templates.version()) {
                return false;
            }
        }
        return true;
    }

    private void requireServer() {
        ElasticsearchConnection.HttpReply reply = cluster.send("GET", "/", null);
        if (!reply.ok()) {
            throw new RefusedException("Elasticsearch refuses us: " + reply.reason());
        }
        String version = reply.body().path("version").path("number").asString("");
        String major = version.contains(".") ? version.substring(0, version.indexOf('.')) : "0";
        if (!major.matches("\\d{1,3}") || Integer.parseInt(major) < OLDEST_SERVER) {
            throw new RefusedException(
                    "this is Elasticsearch '" + version + "'; version " + OLDEST_SERVER + " or later is needed");
        }
    }

    /** Whether this Elasticsearch deletes old indices by itself; some distributions do not. */
    private boolean lifecycles(List<String> done) {
        for (DocumentKind kind : DocumentKind.values()) {
            String path = "/_ilm/policy/" + kind.template();
            ElasticsearchConnection.HttpReply present = cluster.send("GET", path, null);
            if (present.status() == 400 && present.reason().contains("no handler found")) {
                done.add(
                        "lifecycle policies: left out, this Elasticsearch has no index lifecycle management; delete old"
                                + " indices yourself");
                return false;
            }
            if (present.ok()) {
                done.add("lifecycle policy " + kind.template() + ": present");
            } else {
                put(path, templates.lifecycle(kind));
                done.add("lifecycle policy " + kind.template() + ": put");
            }
        }
        return true;
    }

    private void component(String name, ObjectNode body, boolean overwrite, List<String> done) {
        String path = "/_component_template/" + name;
        int version = version(cluster.send("GET", path, null), "component_template");
        if (version > templates.version() || (version == templates.version() && !overwrite)) {
            done.add("component template " + name + ": present, version " + version);
        } else {
            put(path, body);
            done.add("component template " + name + ": put, version " + templates.version());
        }
    }

    private void index(DocumentKind kind, boolean lifecycle, boolean overwrite, List<String> done) {
        String path = "/_index_template/" + kind.template();
        ElasticsearchConnection.HttpReply present = cluster.send("GET", path, null);
        int version = version(present, "index_template");
        JsonNode copies = present.body()
                .path("index_templates")
                .path(0)
                .at("/index_template/template/settings/index/number_of_replicas");
        int there = copies.isMissingNode() ? 1 : copies.asInt(1);
        int wanted = replicas == null ? there : replicas;
        if (version > templates.version() || (version == templates.version() && !overwrite && wanted == there)) {
            done.add("index template " + kind.template() + ": present, version " + version);
        } else {
            put(path, templates.index(kind, lifecycle, wanted));
            done.add("index template " + kind.template() + ": put, version " + templates.version());
        }
    }

    /** The version of the template that is there, 0 if none is. */
    private static int version(ElasticsearchConnection.HttpReply present, String inner) {
        return present.ok()
                ? present.body()
                        .path(inner + "s")
                        .path(0)
                        .path(inner)
                        .path("version")
                        .asInt(0)
                : 0;
    }

    /** Gives new fields to the indices that exist. One that cannot be changed any more, such as a frozen one, stops nothing. */
    private void extend(DocumentKind kind, List<String> done) {
        ElasticsearchConnection.HttpReply present = cluster.send(
                "GET", "/" + kind.pattern() + "/_mapping?filter_path=*.mappings._meta,*.mappings.dynamic", null);
        if (!present.ok()) {
            return;
        }
        byte[] mapping = IndexTemplates.bytes(templates.mapping(kind));
        for (String index : present.body().propertyNames()) {
            JsonNode meta = present.body().path(index).path("mappings").path("_meta");
            if (meta.path(IndexTemplates.VERSION).asInt(0) < templates.version()) {
                ElasticsearchConnection.HttpReply reply = cluster.send("PUT", "/" + index + "/_mapping", mapping);
                done.add("index " + index
                        + (reply.ok()
                                ? ": mapping brought to version " + templates.version()
                                : ": its mapping stays as it was, " + reply.reason()));
            }
        }
    }

    private void put(String path, ObjectNode body) {
        ElasticsearchConnection.HttpReply reply = cluster.send("PUT", path, IndexTemplates.bytes(body));
        if (!reply.ok()) {
            throw new RefusedException("Elasticsearch refuses PUT " + path + ": " + reply.reason());
        }
    }
}
