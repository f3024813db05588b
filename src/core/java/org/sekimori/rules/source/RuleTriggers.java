package org.sekimori.rules.source;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.sekimori.mail.EventKind;
import org.sekimori.text.NameSuggestion;

/** The kinds of events that rules may run on, and their words: {@code triggers} of {@code rule.yml}, and the fact {@code trigger}. */
public final class RuleTriggers {

    /** The word for a submission; all others are the words of {@link EventKind}. */
    public static final String SUBMISSION = "submission";

    /** What a rule runs on that names nothing. */
    public static final Set<EventKind> USUAL = Collections.unmodifiableSet(EnumSet.of(EventKind.ATTEMPT));

    /**
     * In the order of their words in messages. {@code accepted} is missing: it confirms a submission that the rules have seen, and
     * changes of an account are not the account's doing.
     */
    private static final List<EventKind> KINDS = List.of(
            EventKind.ATTEMPT,
            EventKind.AUTH_FAILED,
            EventKind.AUTH_SUCCEEDED,
            EventKind.BOUNCED,
            EventKind.COMPLAINT,
            EventKind.DEFERRED,
            EventKind.REJECTED,
            EventKind.RATE_LIMITED);

    private RuleTriggers() {}

    /** The word of a kind, such as {@code submission} or {@code bounced}. */
    public static String word(EventKind kind) {
        return kind == EventKind.ATTEMPT ? SUBMISSION : kind.word();
    }

    /** The words that {@code triggers} may have. */
    public static List<String> words() {
        return KINDS.stream().map(RuleTriggers::word).toList();
    }

    /** Whether a rule that runs on these kinds always answers somebody, so that it may refuse. */
    public static boolean answers(Collection<EventKind> kinds) {
        return kinds.equals(USUAL);
    }

    static Set<EventKind> read(YamlMap map, String key) throws RulebookException {
        if (!map.has(key)) {
            return USUAL;
        }
        EnumSet<EventKind> kinds = EnumSet.noneOf(EventKind.class);
        for (String word : map.texts(key)) {
            EventKind kind = KINDS.stream()
                    .filter(one -> word(one).equals(word))
                    .findFirst()
                    .orElseThrow(() -> map.wrong(
                            key,
                            "has " + word + ", which no rule runs on" + NameSuggestion.hint(word, words())
                                    + " Known are " + String.join(", ", words())));
            if (!kinds.add(kind)) {
                throw map.wrong(key, "names " + word + " twice");
            }
        }
        if (kinds.isEmpty()) {
            throw map.wrong(
                    key,
                    "names nothing, so the rule would never run; leave it out for submissions, or write mode: off");
        }
        if (kinds.contains(EventKind.ATTEMPT) && kinds.stream().anyMatch(EventKind::causedByAnybody)) {
            throw map.wrong(
                    key,
                    "has submission beside auth_failed, which anybody can cause: its flags would hide those of submissions as known"
                            + " already; write two rules");
        }
        return Collections.unmodifiableSet(kinds);
    }
}
