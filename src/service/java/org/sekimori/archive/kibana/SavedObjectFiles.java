package org.sekimori.archive.kibana;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.sekimori.text.FileAccessDiagnosis;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The saved objects in {@code dashboards/}: a folder for each type, a file for each object, {@code ja.properties} beside them. */
public final class SavedObjectFiles {

    /** What is referred to comes first. */
    static final List<String> TYPES = List.of("index-pattern", "search", "lens", "map", "dashboard");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final List<ObjectNode> objects;
    private final Properties japanese;

    private SavedObjectFiles(List<ObjectNode> objects, Properties japanese) {
        this.objects = objects;
        this.japanese = japanese;
    }

    /**
     * Reads the folder.
     *
     * @throws KibanaException naming the file at fault
     */
    public static SavedObjectFiles read(Path folder) throws KibanaException {
        List<ObjectNode> objects = new ArrayList<>();
        for (String type : TYPES) {
            for (Path file : filesIn(folder.resolve(type))) {
                objects.add(object(file));
            }
        }
        if (objects.isEmpty()) {
            throw new KibanaException("no saved objects in " + folder + "; name the folder with --dashboards");
        }
        Properties japanese = new Properties();
        Path words = folder.resolve("ja.properties");
        try (Reader reader = Files.newBufferedReader(words)) {
            japanese.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new KibanaException("cannot read " + words + ": " + e.getMessage());
        }
        return new SavedObjectFiles(objects, japanese);
    }

    private static List<Path> filesIn(Path folder) throws KibanaException {
        if (FileAccessDiagnosis.isUnreadable(folder)) {
            throw new KibanaException(folder + " " + FileAccessDiagnosis.explain(folder));
        }
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted(Comparator.naturalOrder())
                    .toList();
        } catch (IOException e) {
            throw new KibanaException("cannot read " + folder + ": " + e.getMessage());
        }
    }

    private static ObjectNode object(Path file) throws KibanaException {
        try {
            if (JSON.readTree(file.toFile()) instanceof ObjectNode object
                    && !object.path("type").asString("").isEmpty()
                    && !object.path("id").asString("").isEmpty()) {
                return object;
            }
        } catch (JacksonException e) {
            throw new KibanaException("cannot read " + file + ": " + e.getOriginalMessage());
        }
        throw new KibanaException(file + " is no saved object: it needs a type and an id");
    }

    /** The objects as they stand in the files. */
    List<ObjectNode> decoded() {
        return objects.stream().map(ObjectNode::deepCopy).toList();
    }

    /** Japanese words by their keys. */
    Properties japanese() {
        return japanese;
    }

    /**
     * The objects as Kibana 9.4 and later import them: data views first, dashboards last. A word without Japanese stays English; data
     * views name the fields as {@code fields.yml} does.
     */
    public List<SavedObject> localized(DashboardLanguage language) {
        List<SavedObject> ready = new ArrayList<>();
        for (ObjectNode object : decoded()) {
            if (language == DashboardLanguage.JA) {
                SavedObjectTexts.replace(object, japanese::getProperty);
            }
            FieldLabels.add(object, language);
            String name = object.path("attributes").path("name").asString("");
            String title =
                    name.isEmpty() ? object.path("attributes").path("title").asString("") : name;
            EmbeddedJson.encode(object);
            ready.add(new SavedObject(
                    object.path("type").asString(), object.path("id").asString(), title, object));
        }
        return ready;
    }

    /**
     * What Kibana's own import page takes: one object a line.
     *
     * @param version of that Kibana, such as {@code 9.3}
     */
    public String ndjson(DashboardLanguage language, String version) {
        return ndjson(TriggerIds.forVersion(localized(language), version));
    }

    static String ndjson(List<SavedObject> objects) {
        StringBuilder lines = new StringBuilder();
        objects.forEach(
                object -> lines.append(JSON.writeValueAsString(object.json())).append('\n'));
        return lines.toString();
    }
}
