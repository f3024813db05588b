package org.sekimori.rules.source;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.Finding;
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
 * @param tags words by which rules are grouped, such as {@code credential-theft}; for people only
 * @param attack ids of MITRE ATT&CK techniques that a true finding is evidence of, such as {@code T1078} or {@code T1110.003}
 * @param triggers kinds of events that it runs on, at least one; see {@link RuleTriggers}
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
        Verdict.Defer defer,
        Set<EventKind> triggers,
        List<String> tags,
        List<String> attack) {

    public static final String FILE = "rule.yml";

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
        "answer",
        "triggers",
        "tags",
        "attack"
    };
    public static final String[] ANSWER_KEYS = {"code", "enhanced_code"};
    private static final Pattern FOLDER = Pattern.compile("[a-z][a-z0-9-]{0,59}/[a-z][a-z0-9-]{2,59}");
    private static final Set<String> WORDS_OF_DRL =
            Set.of("rule", "query", "when", "then", "end", "function", "global", "declare", "unit", "salience");

    private static final Pattern TAG = Pattern.compile("[a-z][a-z0-9-]{1,39}");

    /** Techniques of ATT&CK have four digits, sub-techniques three more. */
    private static final Pattern TECHNIQUE = Pattern.compile("T\\d{4}(\\.\\d{3})?");

    private static final int MOST_TAGS = 8;

    public RuleMetadata {
        tags = List.copyOf(tags);
        attack = List.copyOf(attack);
    }

    /**
     * What is wrong with a path as the folder of a rule; null if nothing is. The folder becomes a package of generated Java.
     *
     * @param folder path in the rulebook, with forward slashes
     */
    public static @Nullable String folderFault(String folder) {
        if (!FOLDER.matcher(folder).matches()) {
            return "must be <family>/<rule>, such as places/my-rule, each part in small letters, digits and hyphens, beginning with "
                    + "a letter and of at most 60 characters; the rule has at least three";
        }
        if (reserved(folder)) {
            return "has a word of Java or of DRL in it, from which no rule can be made; choose another one";
        }
        return folder.endsWith("/" + Finding.FAILURE_RULE)
                ? "is what findings about rules that failed are named; choose another one"
                : null;
    }

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
        if (id.equals(Finding.FAILURE_RULE)) {
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
        Set<EventKind> triggers = RuleTriggers.read(map, "triggers");
        Verdict answer = map.has("answer") ? answer(map, triggers) : Verdict.ACCEPT;
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
                answer instanceof Verdict.Defer defer ? defer : new Verdict.Defer(450, "4.7.1"),
                triggers,
                words(map, "tags", TAG, "a word in small letters, digits and hyphens, such as credential-theft"),
                words(map, "attack", TECHNIQUE, "the id of an ATT&CK technique, such as T1078 or T1110.003"));
    }

    /** A short list of different words of one form. */
    private static List<String> words(YamlMap map, String key, Pattern form, String what) throws RulebookException {
        List<String> words = map.has(key) ? map.texts(key) : List.of();
        if (words.size() > MOST_TAGS) {
            throw map.wrong(key, "has " + words.size() + " entries; at most " + MOST_TAGS + " are allowed");
        }
        for (String word : words) {
            if (!form.matcher(word).matches()) {
                throw map.wrong(key, "must be a list; each entry is " + what + ", not " + EscapedText.of(word));
            }
        }
        if (Set.copyOf(words).size() < words.size()) {
            throw map.wrong(key, "names the same twice; keep one");
        }
        return words;
    }

    /** Whether it runs on submissions and nothing else: only then somebody waits for an answer. */
    public boolean answers() {
        return RuleTriggers.answers(triggers);
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
                defer,
                triggers,
                tags,
                attack);
    }

    private static Verdict answer(YamlMap map, Set<EventKind> triggers) throws RulebookException {
        if (!RuleTriggers.answers(triggers)) {
            throw map.wrong(
                    "answer", "is for rules on submissions alone; at its other triggers nobody waits for an answer");
        }
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
