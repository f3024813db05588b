package org.sekimori.rules.source;

import java.util.List;

/** Checks that a rule's metadata has everything that an analyst on call needs. */
public final class RuleMetadataLint {

    private static final int LEAST_PROSE = 20;
    private static final int MOST_TITLE = 80;

    private RuleMetadataLint() {}

    public static void check(RulebookFiles files, RuleMetadata spec, List<RulebookProblem> problems) {
        String file = spec.folder() + "/" + RuleMetadata.FILE;
        try {
            YamlMap map = YamlMap.parse(file, files.files().getOrDefault(file, ""));
            if (spec.title().isBlank()
                    || spec.title().length() > MOST_TITLE
                    || spec.title().contains("\n")) {
                problems.add(at(map, "title", "must be one line of at most " + MOST_TITLE + " characters, for lists"));
            }
            if (!spec.owner().matches("[a-z][a-z0-9.@-]{1,59}")) {
                problems.add(at(
                        map,
                        "owner",
                        "must be one word in small letters: who answers for the rule, such as abuse-desk"));
            }
            prose(map, "description", spec.description(), problems);
            prose(map, "false_positives", spec.falsePositives(), problems);
            prose(map, "what_to_do", spec.whatToDo(), problems);
        } catch (RulebookException e) {
            problems.addAll(e.problems());
        }
    }

    private static void prose(YamlMap map, String key, String text, List<RulebookProblem> problems) {
        if (text.strip().length() < LEAST_PROSE) {
            problems.add(at(map, key, "must say it in a sentence; '" + text.strip() + "' helps nobody"));
        }
    }

    private static RulebookProblem at(YamlMap map, String key, String message) {
        return map.wrong(key, message).problems().get(0);
    }
}
