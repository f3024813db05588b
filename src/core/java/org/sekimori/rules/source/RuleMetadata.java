package org.sekimori.rules.source;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;
import org.sekimori.mail.Finding.Mode;
import org.sekimori.mail.Finding.Severity;
import org.sekimori.mail.Verdict;
import org.sekimori.text.EscapedText;

/**
 * What {@code rule.yml} says about a rule.
 *
 * @param id name of the rule's folder, unique in the rulebook
 * @param folder path of the rule's folder
 * @param title one line for lists
 * @param version counted from 1, raised with every change
 * @param owner who answers for it
 * @param severity how bad it is if it is true
 * @param active whether it runs at all ({@code mode: off} does not)
 * @param mode whether its findings act
 * @param freezes whether its flag alone stops learning from the account; that of a rule that also refuses does in any case
 * @param description what it looks for and why
 * @param falsePositives who is hit without being at fault
 * @param whatToDo what the analyst does next
 * @param text prefix of its keys in the message files: {@code <text>.customer} and {@code <text>.analyst}
 * @param reject answer when the rule rejects
 * @param defer answer when the rule defers
 */
public record RuleMetadata(
        String id,
        String folder,
        String title,
        int version,
        String owner,
        Severity severity,
        boolean active,
        Mode mode,
        boolean freezes,
        String description,
        String falsePositives,
        String whatToDo,
        String text,
        Verdict.Reject reject,
        Verdict.Defer defer) {

    public static final String FILE = "rule.yml";

    /** The rule named by a finding that says that a rule failed; the evidence {@code rule} names the one that did. */
    public static final String FAILURE_RULE = "rules-failed";

    public static final String[] KEYS = {
        "id",
        "title",
        "version",
        "owner",
        "severity",
        "mode",
        "freezes",
        "description",
        "false_positives",
        "what_to_do",
        "text",
        "answer"
    };
    public static final String[] ANSWER_KEYS = {"code", "enhanced_code"};
    private static final Pattern FOLDER = Pattern.compile("[a-z][a-z0-9-]{0,59}/[a-z][a-z0-9-]{2,59}");
    private static final Set<String> WORDS_OF_DRL =
            Set.of("rule", "query", "when", "then", "end", "function", "global", "declare", "unit", "salience");

    private static boolean reserved(String folder) {
        for (String part : folder.replace('-', '_').split("/", -1)) {
            if (SourceVersion.isKeyword(part) || WORDS_OF_DRL.contains(part)) {
                return true;
            }
        }
        return false;
    }

    public static RuleMetadata parse(String folder, String yaml) throws RulebookException {
        YamlMap map = YamlMap.parse(folder + "/" + FILE, yaml).only(KEYS);
        String id = map.text("id");
        if (!id.equals(folder.substring(folder.lastIndexOf('/') + 1)) || !id.matches("[a-z][a-z0-9-]{2,59}")) {
            throw map.wrong("id", "must be the name of the rule's folder, in small letters, digits and hyphens: " + id);
        }
        if (id.equals(FAILURE_RULE)) {
            throw map.wrong("id", "is what findings about rules that failed are named; give the rule another one");
        }
        // The folder becomes a package of generated Java.
        if (!FOLDER.matcher(folder).matches() || reserved(folder)) {
            throw map.wrong(
                    "id",
                    "stands in folder " + folder + ", which must be <family>/" + id
                            + " in small letters, digits and hyphens, and no word of Java or DRL");
        }
        String mode = map.text("mode");
        boolean off = mode.equals("off");
        for (String key : List.of("title", "owner")) {
            // Lists show both in terminals.
            if (!EscapedText.of(map.text(key)).equals(map.text(key))) {
                throw map.wrong(key, "must be one line of characters that can be seen");
            }
        }
        Severity severity = word(map, "severity", Severity.class, map.text("severity"), "");
        Verdict answer = map.has("answer") ? answer(map) : Verdict.ACCEPT;
        return new RuleMetadata(
                id,
                folder,
                map.text("title"),
                map.number("version", 0, 1, 1_000_000),
                map.text("owner"),
                severity,
                !off,
                off ? Mode.SHADOW : word(map, "mode", Mode.class, mode, ", off"),
                map.yes("freezes", severity.compareTo(Severity.HIGH) >= 0),
                map.text("description"),
                map.text("false_positives"),
                map.text("what_to_do"),
                map.text("text", id),
                answer instanceof Verdict.Reject reject ? reject : new Verdict.Reject(550, "5.7.1"),
                answer instanceof Verdict.Defer defer ? defer : new Verdict.Defer(450, "4.7.1"));
    }

    /** The same rule with its findings acting. */
    public RuleMetadata enforced() {
        return new RuleMetadata(
                id,
                folder,
                title,
                version,
                owner,
                severity,
                active,
                Mode.ENFORCE,
                freezes,
                description,
                falsePositives,
                whatToDo,
                text,
                reject,
                defer);
    }

    private static Verdict answer(YamlMap map) throws RulebookException {
        YamlMap answer = map.map("answer").only(ANSWER_KEYS);
        int code = answer.number("code", 0, 400, 599);
        try {
            return code < 500
                    ? new Verdict.Defer(code, answer.text("enhanced_code"))
                    : new Verdict.Reject(code, answer.text("enhanced_code"));
        } catch (IllegalArgumentException e) {
            throw map.wrong("answer", e);
        }
    }

    private static <E extends Enum<E>> E word(YamlMap map, String key, Class<E> type, String word, String more)
            throws RulebookException {
        for (E value : type.getEnumConstants()) {
            if (value.name().toLowerCase(Locale.ROOT).equals(word)) {
                return value;
            }
        }
        String known = String.join(
                ", ",
                Arrays.stream(type.getEnumConstants())
                        .map(v -> v.name().toLowerCase(Locale.ROOT))
                        .toList());
        throw map.wrong(key, "must be one of " + known + more + ", not " + word);
    }
}
