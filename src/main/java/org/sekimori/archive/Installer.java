package org.sekimori.archive;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts templates and lifecycle policies into Elasticsearch. What is there in this version or a later one is left alone, and so is
 * a policy, whose retention operators change; fields that are new come into the indices that exist, too.
 */
final class Installer {

    private static final int OLDEST_SERVER = 8;

    private final Cluster cluster;
    private final Fields fields;
    private final Templates templates;
    private final int replicas;

    Installer(Cluster cluster, Fields fields, int replicas) {
        this.cluster = cluster;
        this.fields = fields;
        this.templates = new Templates(fields);
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
     * @param overwrite puts templates of a later version back, too; policies are never replaced
     * @return what was done, a line each
     * @throws RefusedException if something is refused
     * @throws UncheckedIOException if Elasticsearch does not answer
     */
    List<String> install(boolean overwrite) {
        requireServer();
        List<String> done = new ArrayList<>();
        boolean lifecycle = lifecycles(done);
        template(
                "/_component_template/" + Templates.COMMON, "component_templates", templates.common(), overwrite, done);
        for (Kind kind : Kind.values()) {
            template(
                    "/_component_template/" + kind.template(),
                    "component_templates",
                    templates.component(kind),
                    overwrite,
                    done);
        }
        for (Kind kind : Kind.values()) {
            boolean put = template(
                    "/_index_template/" + kind.template(),
                    "index_templates",
                    templates.index(kind, lifecycle, replicas),
                    overwrite,
                    done);
            if (put) {
                extend(kind, done);
            }
        }
        return done;
    }

    private void requireServer() {
        Cluster.Reply reply = cluster.send("GET", "/", null);
        if (!reply.ok()) {
            throw new RefusedException("Elasticsearch refuses us: " + reply.reason());
        }
        String version = reply.body().path("version").path("number").asString("");
        String major = version.contains(".") ? version.substring(0, version.indexOf('.')) : "0";
        if (!major.matches("\\d{1,3}") || Integer.parseInt(major) < OLDEST_SERVER) {
            throw new RefusedException(
                    "this is Elasticsearch " + version + "; version " + OLDEST_SERVER + " or later is needed");
        }
    }

    /** Whether this Elasticsearch deletes old indices by itself; some distributions do not. */
    private boolean lifecycles(List<String> done) {
        for (Kind kind : Kind.values()) {
            String path = "/_ilm/policy/" + kind.template();
            Cluster.Reply present = cluster.send("GET", path, null);
            if (isUnknownPath(present)) {
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

    private static boolean isUnknownPath(Cluster.Reply reply) {
        return reply.status() == 400 && reply.reason().contains("no handler found");
    }

    private boolean template(String path, String list, ObjectNode body, boolean overwrite, List<String> done) {
        String name = path.substring(1)
                .replace("_component_template/", "component template ")
                .replace("_index_template/", "index template ");
        Cluster.Reply present = cluster.send("GET", path, null);
        JsonNode first = present.body().path(list).path(0);
        String inner = list.substring(0, list.length() - 1);
        int version = present.ok() ? first.path(inner).path("version").asInt(0) : 0;
        if (version >= templates.version() && !overwrite) {
            done.add(name + ": present, version " + version);
            return false;
        }
        put(path, body);
        done.add(name + ": put, version " + templates.version());
        return true;
    }

    /** Gives new fields to the indices that exist. */
    private void extend(Kind kind, List<String> done) {
        String path = "/" + kind.pattern(fields.generation());
        Cluster.Reply present = cluster.send("GET", path + "/_settings?filter_path=*.settings.index.uuid", null);
        if (present.ok() && !present.body().isEmpty()) {
            put(path + "/_mapping", templates.mapping(kind));
            done.add("indices " + kind.pattern(fields.generation()) + ": mapping brought to version "
                    + templates.version());
        }
    }

    private void put(String path, ObjectNode body) {
        Cluster.Reply reply = cluster.send("PUT", path, Templates.bytes(body));
        if (!reply.ok()) {
            throw new RefusedException("Elasticsearch refuses PUT " + path + ": " + reply.reason());
        }
    }
}
