package org.sekimori.web.my;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import org.jspecify.annotations.Nullable;
import org.sekimori.followup.OwnerQuestionTokens.Question;
import org.springframework.http.HttpHeaders;

/** Chooses the language of the page behind a question's link. */
final class OwnerQuestionLanguage {

    private static final List<Locale> SHOWN = List.of(Locale.ENGLISH, Locale.JAPANESE);

    /** Longest header in characters; browsers send shorter ones. */
    private static final int MOST_CHARACTERS = 500;

    private OwnerQuestionLanguage() {}

    /**
     * As the reader asks on the page; else the language of the mail that led here; else the browser's choice (RFC 9110, 12.5.4; RFC 4647,
     * 3.4); else the domain's.
     *
     * @param question of the link; null if it cannot be read
     */
    static Locale of(HttpServletRequest request, @Nullable Question question, Locale domain) {
        String asked = String.valueOf(request.getParameter("language"));
        if (asked.equals("en") || asked.equals("ja")) {
            return Locale.forLanguageTag(asked);
        }
        if (question != null && question.language() != null) {
            return shown(question.language());
        }
        @Nullable String accepted = request.getHeader(HttpHeaders.ACCEPT_LANGUAGE);
        if (accepted == null || accepted.length() > MOST_CHARACTERS) {
            return shown(domain);
        }
        try {
            Locale chosen = Locale.lookup(LanguageRange.parse(accepted), SHOWN);
            return chosen == null ? shown(domain) : chosen;
        } catch (IllegalArgumentException e) {
            // A malformed header is ignored rather than refused.
            return shown(domain);
        }
    }

    private static Locale shown(Locale language) {
        return language.getLanguage().equals("ja") ? Locale.JAPANESE : Locale.ENGLISH;
    }
}
