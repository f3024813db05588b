package org.sekimori.cli.rulebook;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sekimori.rules.VersionLock;
import org.sekimori.rules.VersionLock.LockedVersion;
import org.sekimori.rules.policy.DomainPolicies;
import org.sekimori.rules.source.RuleMetadata;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.rules.source.YamlInsertion;
import org.sekimori.rules.text.MessageCatalog;
import org.sekimori.server.UserFacingException;
import org.sekimori.text.EscapedText;

/**
 * What {@code rules new} changes in a rulebook. Nothing that stands there is replaced: a text or threshold that exists is kept.
 *
 * @param folder of the rule in the rulebook
 * @param made new files, by path in the rulebook
 * @param changed files with something added, by path in the rulebook
 * @param notes what was added or kept, for people
 */
record NewRule(String folder, SortedMap<String, String> made, SortedMap<String, String> changed, List<String> notes) {

    private static final Pattern CUSTOMER_TEXT =
            Pattern.compile("(?m)^[a-z][a-z0-9-]*\\.customer[ \\t]*[=:].*(?<!\\\\)\\R");

    /**
     * Plans a rule.
     *
     * @param folder {@code <family>/<rule>}
     * @param trigger kind of event that it runs on
     * @throws UserFacingException if no rule can have this name here
     * @throws RulebookException if a file of the rulebook cannot be read
     */
    static NewRule plan(RulebookFiles files, String folder, String trigger) throws RulebookException {
        String fault = RuleMetadata.folderFault(folder);
        if (fault != null) {
            throw new UserFacingException("'" + EscapedText.of(folder, 100) + "' " + fault);
        }
        String id = folder.substring(folder.indexOf('/') + 1);
        refuseTaken(files, folder, id);
        if (!NewRuleTemplates.triggers().contains(trigger)) {
            throw new UserFacingException("--trigger " + EscapedText.of(trigger, 100)
                    + ": there is no template for it, but for " + String.join(", ", NewRuleTemplates.triggers())
                    + "; take one and change 'triggers' in rule.yml");
        }
        String threshold = id.replace('-', '_') + "_least";
        NewRule rule = new NewRule(folder, new TreeMap<>(), new TreeMap<>(), new ArrayList<>());
        NewRuleTemplates.files(id, threshold, trigger)
                .forEach((name, text) -> rule.made.put(folder + "/" + name, text));
        rule.addThreshold(files, id, threshold, NewRuleTemplates.least(trigger));
        rule.addTexts(files, id);
        return rule;
    }

    private static void refuseTaken(RulebookFiles files, String folder, String id) {
        for (String file : files.files().keySet()) {
            if (file.startsWith(folder + "/")) {
                throw new UserFacingException(
                        folder + " exists (" + file + "); nothing is overwritten. Choose another name.");
            }
            if (file.endsWith("/" + id + "/" + RuleMetadata.FILE)) {
                throw new UserFacingException("a rule " + id + " exists in "
                        + file.substring(0, file.length() - RuleMetadata.FILE.length() - 1)
                        + ", and an id is unique in a rulebook. Choose another name.");
            }
        }
    }

    private void addThreshold(RulebookFiles files, String id, String threshold, int least) throws RulebookException {
        String before = files.files().getOrDefault(DomainPolicies.FILE, "");
        Map<String, Double> thresholds = before.isBlank()
                ? Map.of()
                : DomainPolicies.parse(before).defaults().thresholds();
        if (thresholds.containsKey(threshold)) {
            notes.add(DomainPolicies.FILE + " has " + threshold + " already; it is kept");
            return;
        }
        String value = Integer.toString(least);
        YamlInsertion insertion = new YamlInsertion(id, threshold, value, "from so many on it matches");
        String after = insertion.into(DomainPolicies.FILE, before, List.of("defaults", "thresholds"));
        Map<String, Double> expected = new HashMap<>(thresholds);
        expected.put(threshold, (double) least);
        if (!expected.equals(thresholdsOf(after))) {
            throw new UserFacingException(
                    DomainPolicies.FILE + " is written in a way into which nothing can be put by itself; write "
                            + "under defaults: thresholds: the line '" + threshold + ": " + value
                            + "', then call the command again");
        }
        changed.put(DomainPolicies.FILE, after);
        notes.add("threshold " + threshold + ": " + value + " in " + DomainPolicies.FILE);
    }

    private static Map<String, Double> thresholdsOf(String policy) {
        try {
            return DomainPolicies.parse(policy).defaults().thresholds();
        } catch (RulebookException e) {
            return Map.of();
        }
    }

    private void addTexts(RulebookFiles files, String id) throws RulebookException {
        MessageCatalog messages = MessageCatalog.read(files, new ArrayList<>());
        for (String language : messages.languages()) {
            String file = MessageCatalog.file(language);
            String key = id + ".customer";
            if (messages.has(language, key)) {
                notes.add(file + " has " + key + " already; it is kept");
                continue;
            }
            changed.put(
                    file,
                    withText(files.files().getOrDefault(file, ""), key + " = " + NewRuleTemplates.customer(language)));
            notes.add("text " + key + " in " + file
                    + (NewRuleTemplates.untranslated(language) ? ", in English: translate it" : ""));
        }
    }

    /** Below the last of the rules' texts, or at the end. */
    private static String withText(String before, String line) {
        String lineEnd = before.contains("\r\n") ? "\r\n" : "\n";
        int at = -1;
        for (Matcher matcher = CUSTOMER_TEXT.matcher(before); matcher.find(); ) {
            at = matcher.end();
        }
        if (at < 0) {
            String end = before.isEmpty() || before.endsWith("\n") ? "" : lineEnd;
            return before + end + line + lineEnd;
        }
        return before.substring(0, at) + line + lineEnd + before.substring(at);
    }

    /** The rulebook with this rule. */
    RulebookFiles in(RulebookFiles files) {
        RulebookFiles all = files;
        for (Map.Entry<String, String> file : made.entrySet()) {
            all = all.with(file.getKey(), file.getValue());
        }
        for (Map.Entry<String, String> file : changed.entrySet()) {
            all = all.with(file.getKey(), file.getValue());
        }
        return all;
    }

    /**
     * The recorded versions with this rule as a draft; null if the folder records none. A deleted rule of the same name had versions of
     * its own, which decisions name, so the new one begins after them.
     */
    @Nullable
    VersionLock recorded(@Nullable String lock) throws RulebookException {
        if (lock == null) {
            return null;
        }
        String id = folder.substring(folder.indexOf('/') + 1);
        SortedMap<String, LockedVersion> byRule =
                new TreeMap<>(VersionLock.parse(lock).byRule());
        LockedVersion deleted = byRule.get(id);
        int version = deleted == null ? 1 : deleted.version() + 1;
        if (deleted != null) {
            made.computeIfPresent(
                    folder + "/" + RuleMetadata.FILE,
                    (name, text) -> text.replace("version: 1\n", "version: " + version + "\n"));
            notes.add("version " + version + ", since there was a rule " + id + " before");
        }
        byRule.put(id, LockedVersion.draft(version));
        notes.add(id + " as a rule that is being written in " + RulebookFiles.VERSION_LOCK);
        return new VersionLock(byRule);
    }
}
