package org.sekimori.stream.json;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The names in a record, for whoever needs no more of it: they stand first, and the rest is not read. */
public final class LeadingFieldReader {

    private LeadingFieldReader() {}

    /**
     * Texts of the outermost object.
     *
     * @param value of a record
     * @param wanted names of the properties; reading ends when all were met
     * @return those that were found; none of what is no JSON
     */
    public static Map<String, String> of(byte[] value, Set<String> wanted) {
        Map<String, String> found = new HashMap<>();
        try (JsonParser json = JsonSupport.parser(value)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return found;
            }
            while (found.size() < wanted.size() && json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                JsonToken token = json.nextToken();
                if (token == JsonToken.VALUE_STRING && wanted.contains(name)) {
                    found.put(name, json.getString());
                } else {
                    json.skipChildren();
                }
            }
        } catch (JacksonException e) {
            // Whoever wrote it, it is no record of ours from here on.
            return found;
        }
        return found;
    }
}
