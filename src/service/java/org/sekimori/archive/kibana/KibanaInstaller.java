package org.sekimori.archive.kibana;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.sekimori.archive.kibana.KibanaImportReport.ObjectResult;
import org.sekimori.archive.kibana.KibanaImportReport.Outcome;
import tools.jackson.databind.JsonNode;

/** Puts the saved objects into a space of a running Kibana. Run twice it does no harm: what is there is left alone, or put back. */
public final class KibanaInstaller {

    /** The objects have the form that 8.18 exports; 9.x imports it, and so would later 8.x, but nothing here was made for those. */
    private static final int OLDEST = 9;

    private final KibanaAddress address;
    private final KibanaClient client;

    public KibanaInstaller(KibanaAddress address, KibanaCredentials access) {
        this(address, access, Duration.ofSeconds(5));
    }

    KibanaInstaller(KibanaAddress address, KibanaCredentials access, Duration pause) {
        this.address = address;
        this.client = new KibanaClient(access, pause);
    }

    /**
     * Imports the objects.
     *
     * @param overwrite puts back what somebody changed; else objects that are there stay as they are
     * @throws KibanaException if Kibana cannot be asked, is too old, has no such space, or refuses the whole import
     */
    public KibanaImportReport install(List<SavedObject> objects, boolean overwrite) throws KibanaException {
        String version = version();
        requireSpace();
        KibanaClient.Response answer = client.postFile(
                address.inSpace("/api/saved_objects/_import?overwrite=" + overwrite),
                "sekimori.ndjson",
                SavedObjectFiles.ndjson(TriggerIds.forVersion(objects, version)));
        if (answer.status() != 200) {
            throw new KibanaException("Kibana refused the import: " + message(answer));
        }
        return new KibanaImportReport(version, lines(objects, answer.body()));
    }

    private String version() throws KibanaException {
        KibanaClient.Response status = client.get(address.api("/api/status"));
        if (status.status() != 200) {
            throw new KibanaException("no Kibana at " + address.url() + ": " + message(status));
        }
        // Who may not see the details of the status is told no version.
        if (status.version().isEmpty()) {
            return "unknown";
        }
        if (!status.version().matches("\\d{1,4}\\..*")) {
            throw new KibanaException("no Kibana at " + address.url() + ": it says version '" + status.version() + "'");
        }
        if (Integer.parseInt(status.version().replaceAll("\\..*", "")) < OLDEST) {
            throw new KibanaException(
                    "Kibana " + status.version() + " is too old: the dashboards need " + OLDEST + ".0 or newer");
        }
        return status.version();
    }

    private void requireSpace() throws KibanaException {
        if (address.space().equals(KibanaAddress.DEFAULT_SPACE)) {
            return;
        }
        KibanaClient.Response space = client.get(address.api("/api/spaces/space/" + address.space()));
        if (space.status() == 404) {
            throw new KibanaException("Kibana has no space '" + address.space()
                    + "'; create it first (Stack Management, Spaces), or leave out --space");
        }
        if (space.status() != 200) {
            throw new KibanaException("cannot look up the space '" + address.space() + "': " + message(space));
        }
    }

    private static String message(KibanaClient.Response answer) {
        return "status " + answer.status() + ", "
                + answer.body().path("message").asString(answer.body().toString());
    }

    private static List<ObjectResult> lines(List<SavedObject> objects, JsonNode answer) {
        Map<String, JsonNode> good = byKey(answer.path("successResults"));
        Map<String, JsonNode> bad = byKey(answer.path("errors"));
        List<ObjectResult> lines = new ArrayList<>();
        for (SavedObject object : objects) {
            String key = object.type() + "/" + object.id();
            if (bad.containsKey(key)) {
                lines.add(refused(object, bad.get(key).path("error")));
            } else if (good.containsKey(key)) {
                lines.add(imported(object, good.get(key)));
            } else {
                // One error that is not a conflict makes Kibana import nothing at all.
                lines.add(line(object, Outcome.FAILED, "not imported, because others failed"));
            }
        }
        return lines;
    }

    private static Map<String, JsonNode> byKey(JsonNode results) {
        Map<String, JsonNode> all = new HashMap<>();
        results.forEach(one ->
                all.put(one.path("type").asString("") + "/" + one.path("id").asString(""), one));
        return all;
    }

    private static ObjectResult imported(SavedObject object, JsonNode result) {
        Outcome outcome = result.path("overwrite").asBoolean(false) ? Outcome.OVERWRITTEN : Outcome.CREATED;
        // An object of another space has this id already: ids of these types are unique among all spaces.
        String other = result.path("destinationId").asString("");
        return line(object, outcome, other.isEmpty() ? "" : "as " + other);
    }

    private static ObjectResult refused(SavedObject object, JsonNode error) {
        String type = error.path("type").asString("unknown");
        return switch (type) {
            case "conflict" -> line(object, Outcome.PRESENT, "");
            case "ambiguous_conflict" ->
                line(object, Outcome.CONFLICT, "may be any of " + ids(error.path("destinations")));
            case "missing_references" ->
                line(object, Outcome.FAILED, "refers to what is missing: " + ids(error.path("references")));
            case "unsupported_type" -> line(object, Outcome.FAILED, "this Kibana has no such type");
            default -> line(object, Outcome.FAILED, error.path("message").asString(type));
        };
    }

    private static String ids(JsonNode list) {
        StringJoiner ids = new StringJoiner(", ");
        list.forEach(one -> ids.add(one.path("id").asString("")));
        return ids.toString();
    }

    private static ObjectResult line(SavedObject object, Outcome outcome, String detail) {
        return new ObjectResult(object.type(), object.id(), object.title(), outcome, detail);
    }
}
