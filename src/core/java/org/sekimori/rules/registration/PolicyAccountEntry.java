package org.sekimori.rules.registration;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Account;
import org.sekimori.rules.policy.DomainPolicies;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.YamlMap;

/** Writes an account's own limits into the text of {@code policy.yml}; everything else, comments too, stays as it is. */
public final class PolicyAccountEntry {

    private static final String SECTION = "accounts";
    private static final Pattern EMPTY = Pattern.compile("accounts:\\s*\\{\\s*\\}\\s*(#.*)?");
    private static final Pattern BEGIN = Pattern.compile("accounts:\\s*(#.*)?");

    /** Names that YAML takes as they are; others are put in quotes. */
    private static final Pattern PLAIN = Pattern.compile("[a-z][a-z0-9._+-]*@[a-z0-9.-]+");

    private PolicyAccountEntry() {}

    /**
     * The lines that register an account, without the section that they stand in.
     *
     * @param comment one line, such as the day and why
     */
    public static List<String> lines(SenderSuggestion suggestion, String comment) {
        return lines(suggestion, comment, "  ");
    }

    private static List<String> lines(SenderSuggestion suggestion, String comment, String indent) {
        return List.of(
                indent + name(suggestion.account()) + ":",
                indent + "  # " + comment.replaceAll("\\p{Cntrl}", " "),
                indent + "  limits: " + suggestion.limitsText());
    }

    /** The indentation of the first account of a section. */
    private static String indent(List<String> lines, int section) {
        for (String line : lines.subList(section + 1, lines.size())) {
            String text = line.strip();
            if (!text.isEmpty() && !text.startsWith("#")) {
                String before = line.substring(0, line.indexOf(text));
                return before.isEmpty() ? "  " : before;
            }
        }
        return "  ";
    }

    /**
     * The file's text with the account's limits.
     *
     * @throws RulebookException if the text cannot be read, has an entry for the account already, or has its accounts in a form
     *     that cannot be added to
     */
    public static String added(String policy, SenderSuggestion suggestion, String comment) throws RulebookException {
        YamlMap root = YamlMap.parse(DomainPolicies.FILE, policy);
        String own = key(root, suggestion.account());
        if (own != null) {
            throw root.map(SECTION).wrong(own, "has settings of its own already; change them there");
        }
        List<String> lines = new ArrayList<>(policy.lines().toList());
        int at = -1;
        for (int i = 0; i < lines.size(); i++) {
            if (EMPTY.matcher(lines.get(i)).matches()) {
                lines.set(i, SECTION + ":");
                at = i;
            } else if (BEGIN.matcher(lines.get(i)).matches()) {
                at = i;
            }
        }
        if (at < 0 && root.has(SECTION)) {
            throw root.wrong(
                    SECTION,
                    "must be one account a line to be added to; add by hand: "
                            + String.join("\n", lines(suggestion, comment)));
        }
        if (at < 0) {
            lines.add("");
            lines.add("# Accounts with limits of their own.");
            at = lines.size();
            lines.add(SECTION + ":");
        }
        lines.addAll(at + 1, lines(suggestion, comment, indent(lines, at)));
        String lineEnd = policy.contains("\r\n") ? "\r\n" : "\n";
        String changed = String.join(lineEnd, lines) + lineEnd;
        DomainPolicies.parse(changed);
        return changed;
    }

    /**
     * Whether an account has settings of its own.
     *
     * @throws RulebookException if the text cannot be read
     */
    public static boolean in(String policy, Account account) throws RulebookException {
        return key(YamlMap.parse(DomainPolicies.FILE, policy), account) != null;
    }

    private static @Nullable String key(YamlMap root, Account account) throws RulebookException {
        if (root.isMap(SECTION)) {
            for (String name : root.map(SECTION).keys()) {
                if (name.equalsIgnoreCase(account.name())) {
                    return name;
                }
            }
        }
        return null;
    }

    private static String name(Account account) {
        return PLAIN.matcher(account.name()).matches()
                ? account.name()
                : "\"" + account.name().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
