package org.sekimori.api.pages;

import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import org.jspecify.annotations.Nullable;
import org.sekimori.followup.OwnerQuestionTokens.Question;

/** Chooses the language of a customer's page. */
final class PageLanguage {

    private static final List<Locale> SHOWN = List.of(Locale.ENGLISH, Locale.JAPANESE);

    /** Longest header in characters; browsers send shorter ones. */
    private static final int MOST_CHARACTERS = 500;

    private PageLanguage() {}

    /**
     * The language of the mail that led here; else the browser's choice (RFC 9110, 12.5.4; RFC 4647, 3.4); else the domain's.
     *
     * @param question of the link; null if it cannot be read
     * @param accepted the header Accept-Language; null without one
     */
    static Locale of(@Nullable Question question, @Nullable String accepted, Locale domain) {
        if (question != null && question.language() != null) {
            return question.language();
        }
        if (accepted == null || accepted.length() > MOST_CHARACTERS) {
            return domain;
        }
        try {
            Locale chosen = Locale.lookup(LanguageRange.parse(accepted), SHOWN);
            return chosen == null ? domain : chosen;
        } catch (IllegalArgumentException e) {
            // A malformed header is ignored rather than refused.
            return domain;
        }
    }
}
