package org.sekimori.api.cases;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.request.ApiProblems;
import org.sekimori.api.request.CommandMetadata;
import org.sekimori.api.request.RequestFields;
import org.sekimori.cases.Case;
import org.sekimori.cases.Case.State;
import org.sekimori.mail.Account;
import org.sekimori.mail.Finding.Severity;
import org.sekimori.stream.json.Rfc3339Times;
import org.sekimori.text.NameSuggestion;
import org.sekimori.text.QuotedText;

/** Filter of cases, from the parameters of a request; all criteria must match. */
public final class CaseFilter {

    private CaseFilter() {}

    /** {@code open}, {@code closed}, {@code all}, or one state. */
    public static BiPredicate<String, Case> state(String word) {
        @Nullable State state = State.of(word);
        return switch (word) {
            case "all" -> (account, one) -> true;
            case "open" -> (account, one) -> one.state() != State.CLOSED;
            default -> {
                if (state == null) {
                    throw ApiProblems.field(
                            "state",
                            "must be open, closed or all, or one of "
                                    + Arrays.stream(State.values())
                                            .map(State::word)
                                            .collect(Collectors.joining(", "))
                                    + ", not " + QuotedText.of(word) + NameSuggestion.didYouMean(word, states()));
                }
                yield (account, one) -> one.state() == state;
            }
        };
    }

    private static List<String> states() {
        return Stream.concat(
                        Stream.of("open", "closed", "all"),
                        Arrays.stream(State.values()).map(State::word))
                .toList();
    }

    private static List<String> severities() {
        return Arrays.stream(Severity.values()).map(Severity::word).toList();
    }

    /** Assigned to this person, in any letter case; null: any. */
    public static BiPredicate<String, Case> assignee(@Nullable String raw) {
        @Nullable String name = RequestFields.name("assignee", raw, RequestFields.MAX_BY);
        return (account, one) -> name == null || name.equalsIgnoreCase(one.assignee());
    }

    public static BiPredicate<String, Case> severity(@Nullable String word) {
        if (word != null
                && Arrays.stream(Severity.values())
                        .noneMatch(one -> one.word().equals(word.toLowerCase(Locale.ROOT)))) {
            throw ApiProblems.field(
                    "severity",
                    "must be low, medium, high or critical, not " + QuotedText.of(word)
                            + NameSuggestion.didYouMean(word, severities()));
        }
        return (account, one) -> word == null || one.severity().word().equalsIgnoreCase(word);
    }

    public static BiPredicate<String, Case> account(@Nullable String raw, Account.LoginNormalizer naming) {
        @Nullable
        String name = raw == null ? null : CommandMetadata.account(raw, naming).name();
        return (account, one) -> name == null || name.equals(account);
    }

    /** Opened at this time or later. */
    public static BiPredicate<String, Case> since(@Nullable String raw) {
        if (raw == null) {
            return (account, one) -> true;
        }
        try {
            Instant since = Rfc3339Times.parse(raw);
            return (account, one) -> !one.openedAt().isBefore(since);
        } catch (DateTimeException e) {
            throw ApiProblems.field(
                    "since", "must be an RFC 3339 time such as 2030-01-31T09:00:00Z, not " + QuotedText.of(raw));
        }
    }
}
