package org.sekimori.rules.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.rules.source.RulebookProblem;
import org.sekimori.text.EscapedText;

/**
 * The texts of notices: {@code notices/<language>/<kind>.txt} (UTF-8). The first line is {@code Subject: …}, the second is empty,
 * the rest is the text. Values stand in braces. A rulebook without the folder has the shipped texts.
 */
public final class NoticeTemplates {

    /** The values that a text may name. */
    public static final List<String> PLACEHOLDERS = List.of(
            "account",
            "case",
            "reference",
            "country",
            "network",
            "time",
            "webmail",
            "travel_page",
            "contact",
            "provider",
            "phone",
            "link",
            "until",
            "count",
            "quarantined",
            "severity",
            "state",
            "rules",
            "rule",
            "precision",
            "confirmed",
            "list");

    /** Names of the texts: one for each file of a language. */
    public static final List<String> KINDS = List.of(
            "case-opened",
            "account-held",
            "released",
            "was-this-you",
            "grant-ending",
            "desk-case-opened",
            "no-contact",
            "digest",
            "rule-imprecise",
            "case-closed",
            "desk-released",
            "desk-case-closed");

    /** Kinds that rulebooks of earlier versions lack, and which fall back to the shipped texts. */
    private static final Set<String> LATER = Set.of("case-closed", "desk-released", "desk-case-closed");

    /** Longest text, in characters. */
    static final int MOST_CHARACTERS = 10_000;

    /** Longest subject, in characters, before values are put in. */
    static final int MOST_SUBJECT = 150;

    static final String FOLDER = "notices/";

    private static final String SUBJECT = "Subject: ";
    private static final Pattern FILE = Pattern.compile("notices/([a-z]{2})/([a-z-]+)\\.txt");
    private static final List<String> SHIPPED = List.of("en", "ja");

    private final Map<String, Map<String, NoticeText>> byLanguage;

    private NoticeTemplates(Map<String, Map<String, NoticeText>> byLanguage) {
        this.byLanguage = byLanguage;
    }

    /**
     * A text with its values put in.
     *
     * @param subject one line
     * @param body lines ended by {@code \n}
     */
    public record NoticeText(String subject, String body) {}

    private static final class Shipped {
        static final NoticeTemplates TEXTS = read();

        private static NoticeTemplates read() {
            Map<String, Map<String, NoticeText>> byLanguage = new TreeMap<>();
            for (String language : SHIPPED) {
                Map<String, NoticeText> texts = new HashMap<>();
                KINDS.forEach(kind -> texts.put(kind, parsed(resource("notices/" + language + "/" + kind + ".txt"))));
                byLanguage.put(language, texts);
            }
            return new NoticeTemplates(byLanguage);
        }

        private static String resource(String name) {
            try (@Nullable InputStream in = NoticeTemplates.class.getResourceAsStream(name)) {
                if (in == null) {
                    throw new IllegalStateException("the program lacks its own file " + name);
                }
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException("the program's own file " + name + " cannot be read", e);
            }
        }
    }

    /** The texts for rulebooks without their own. */
    public static NoticeTemplates shipped() {
        return Shipped.TEXTS;
    }

    /** Reads the folder of a rulebook; if it has one, every text must be there in English. */
    public static NoticeTemplates read(RulebookFiles rulebook, List<RulebookProblem> problems) {
        Map<String, Map<String, NoticeText>> byLanguage = new TreeMap<>();
        rulebook.files().forEach((file, content) -> {
            if (file.startsWith(FOLDER)) {
                Matcher name = FILE.matcher(file);
                if (!name.matches() || !KINDS.contains(name.group(2))) {
                    problems.add(new RulebookProblem(
                            file,
                            0,
                            "is no notice; texts are notices/<language>/<kind>.txt, and kinds are "
                                    + String.join(", ", KINDS)));
                } else if (sound(file, content, problems)) {
                    byLanguage
                            .computeIfAbsent(name.group(1), language -> new HashMap<>())
                            .put(name.group(2), parsed(content));
                }
            }
        });
        if (rulebook.files().keySet().stream().noneMatch(file -> file.startsWith(FOLDER))) {
            return shipped();
        }
        for (String kind : KINDS) {
            String file = FOLDER + "en/" + kind + ".txt";
            if (!rulebook.files().containsKey(file) && !LATER.contains(kind)) {
                problems.add(new RulebookProblem(
                        file, 0, "is missing; a rulebook with notices of its own has every one of them in English"));
            }
        }
        return new NoticeTemplates(byLanguage);
    }

    private static boolean sound(String file, String content, List<RulebookProblem> problems) {
        int before = problems.size();
        String[] lines = content.split("\n", -1);
        if (!lines[0].startsWith(SUBJECT)
                || lines[0].strip().length() <= SUBJECT.strip().length()
                || lines[0].length() > MOST_SUBJECT + SUBJECT.length()) {
            problems.add(new RulebookProblem(
                    file, 1, "must begin with '" + SUBJECT + "' and at most " + MOST_SUBJECT + " characters after it"));
        }
        if (lines.length < 3 || !lines[1].isBlank() || content.length() > MOST_CHARACTERS) {
            problems.add(new RulebookProblem(
                    file, 2, "must be empty, with a text of at most " + MOST_CHARACTERS + " characters after it"));
        }
        for (int i = 0; i < lines.length; i++) {
            String fault = fault(lines[i]);
            if (!fault.isEmpty()) {
                problems.add(new RulebookProblem(file, i + 1, fault));
            }
        }
        return problems.size() == before;
    }

    /** The first thing that is wrong with a line; empty if nothing is. */
    private static String fault(String line) {
        String text = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
        if (text.chars().anyMatch(Character::isISOControl)) {
            return "has a control character; indent with spaces";
        }
        if (!EscapedText.of(text).equals(text)) {
            return "has an invisible character, such as a mark of direction; take it out";
        }
        return Placeholders.fault(text, PLACEHOLDERS);
    }

    private static NoticeText parsed(String content) {
        String text = content.replace("\r\n", "\n");
        int end = text.indexOf('\n');
        return new NoticeText(
                text.substring(SUBJECT.length(), end).strip(),
                text.substring(end + 1).strip() + "\n");
    }

    private @Nullable NoticeText raw(String kind, String language) {
        NoticeText own = byLanguage.getOrDefault(language, Map.of()).get(kind);
        return own != null ? own : byLanguage.getOrDefault("en", Map.of()).get(kind);
    }

    /** Languages that have at least one text. */
    public List<String> languages() {
        return List.copyOf(byLanguage.keySet());
    }

    /**
     * The text of a kind with its values filled in; English where the language has none.
     *
     * @param values by placeholder; missing ones are left empty
     * @throws IllegalArgumentException for an unknown kind
     */
    public NoticeText text(String kind, Locale language, Map<String, String> values) {
        NoticeText text = raw(kind, language.getLanguage());
        if (text == null && LATER.contains(kind)) {
            text = shipped().raw(kind, language.getLanguage());
        }
        if (text == null) {
            throw new IllegalArgumentException("there is no notice " + kind);
        }
        return new NoticeText(Placeholders.filled(text.subject(), values), Placeholders.filled(text.body(), values));
    }
}
