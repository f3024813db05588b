package org.sekimori.rules.source;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sekimori.mail.Finding.Mode;
import org.sekimori.text.EscapedText;

/**
 * Another mode of one rule, written into its {@code rule.yml} as a person would: the line {@code mode} changes, with who and why as its
 * comment, and nothing else.
 *
 * @param before the line as it is
 * @param after the line as it becomes
 * @param files the whole rulebook with it
 */
public record RuleModeEdit(String before, String after, RulebookFiles files) {

    private static final Pattern LINE = Pattern.compile("(?m)^mode:[^\r\n]*");

    /**
     * Writes the line.
     *
     * @param remark who and why, in one line of characters that can be seen
     * @throws RulebookException if the file says its mode in a way that only a person can change, or the rule is off or has this mode
     */
    public static RuleModeEdit of(RulebookFiles files, RuleMetadata rule, Mode mode, String remark)
            throws RulebookException {
        String file = rule.folder() + "/" + RuleMetadata.FILE;
        String text = files.files().getOrDefault(file, "");
        if (!EscapedText.of(remark).equals(remark)) {
            throw new RulebookException(file, 0, "the reason must be one line of characters that can be seen");
        }
        if (!rule.active() || rule.mode() == mode) {
            throw new RulebookException(
                    file,
                    0,
                    "is " + (rule.active() ? rule.mode().word() : "off") + ", so it cannot become " + mode.word());
        }
        Matcher line = LINE.matcher(text);
        if (!line.find()) {
            throw byHand(file);
        }
        String after = "mode: " + mode.word() + "  # " + remark;
        String changed = text.substring(0, line.start()) + after + text.substring(line.end());
        RuleMetadata read = RuleMetadata.parse(rule.folder(), changed);
        if (read.mode() != mode || !read.active() || !read.enforced().equals(rule.enforced())) {
            throw byHand(file);
        }
        SortedMap<String, String> all = new TreeMap<>(files.files());
        all.put(file, changed);
        return new RuleModeEdit(line.group(), after, new RulebookFiles(all));
    }

    private static RulebookException byHand(String file) {
        return new RulebookException(
                file,
                0,
                "has its mode not on a line of its own that begins with 'mode:'; change it in the folder and publish that");
    }
}
