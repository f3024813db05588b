package org.sekimori.archive.kibana;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/**
 * Names of what starts a drill-down. Kibana 9.4 renamed them (elastic/kibana pull request 253544; {@code
 * src/platform/plugins/shared/ui_actions/common/trigger_ids.ts}), and an older one shows no drill-down of a name that it does not know.
 */
final class TriggerIds {

    /** A click that filters, as the files have it. */
    static final String CURRENT = "on_apply_filter";

    /** The same in Kibana 9.0 to 9.3. */
    static final String FORMER = "FILTER_TRIGGER";

    private static final int MAJOR = 9;
    private static final int RENAMED_IN_MINOR = 4;
    private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4}).*");

    private TriggerIds() {}

    /**
     * The objects for a Kibana of this version.
     *
     * @param version such as {@code 9.3.2}; of one that is not known the newest is expected
     */
    static List<SavedObject> forVersion(List<SavedObject> objects, String version) {
        return isBeforeRenaming(version)
                ? objects.stream().map(TriggerIds::former).toList()
                : objects;
    }

    private static boolean isBeforeRenaming(String version) {
        Matcher matcher = VERSION.matcher(version);
        return matcher.matches()
                && Integer.parseInt(matcher.group(1)) == MAJOR
                && Integer.parseInt(matcher.group(2)) < RENAMED_IN_MINOR;
    }

    private static SavedObject former(SavedObject object) {
        String panels = object.json().path("attributes").path("panelsJSON").asString("");
        if (!panels.contains(CURRENT)) {
            return object;
        }
        ObjectNode json = object.json().deepCopy();
        json.withObjectProperty("attributes").put("panelsJSON", panels.replace(quoted(CURRENT), quoted(FORMER)));
        return new SavedObject(object.type(), object.id(), object.title(), json);
    }

    private static String quoted(String word) {
        return '"' + word + '"';
    }
}
