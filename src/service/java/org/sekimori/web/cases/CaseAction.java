package org.sekimori.web.cases;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.request.ApiProblems;
import org.sekimori.cases.Case;
import org.sekimori.cases.Case.State;
import org.sekimori.cases.CaseCommand;
import org.sekimori.text.QuotedText;

/** What the desk does with a case by a button. */
enum CaseAction {
    TAKE(true, false),
    PUT_BACK(true, false),
    NOTIFIED(true, false),
    CLEANED(false, false),
    PASSWORD_CHANGED(false, false),
    RELEASE(false, true),
    CLOSE_CONFIRMED(true, true),
    CLOSE_FALSE_POSITIVE(true, true),
    REOPEN(true, true),
    COMMENT(false, true);

    private static final Set<State> BEFORE_CLEANING = EnumSet.of(State.FLAGGED, State.NOTIFIED, State.HELD);

    private final boolean bulk;
    private final boolean reason;

    CaseAction(boolean bulk, boolean reason) {
        this.bulk = bulk;
        this.reason = reason;
    }

    /** The word in forms, such as {@code close_confirmed}. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it can be done to many cases at a time. */
    boolean bulk() {
        return bulk;
    }

    /** Whether it needs a reason. */
    boolean needsReason() {
        return reason;
    }

    /** Those for many cases, for a template. */
    static List<String> forMany() {
        return Arrays.stream(values())
                .filter(CaseAction::bulk)
                .map(CaseAction::word)
                .toList();
    }

    /** Those that make sense in a state. */
    static List<String> in(Case one) {
        State state = one.state();
        return Arrays.stream(values())
                .filter(action -> switch (action) {
                    case REOPEN -> state == State.CLOSED;
                    case COMMENT, TAKE -> true;
                    case PUT_BACK -> one.assignee() != null;
                    case NOTIFIED -> state == State.FLAGGED;
                    case CLEANED -> BEFORE_CLEANING.contains(state);
                    case PASSWORD_CHANGED -> state == State.CLEANED;
                    case RELEASE ->
                        BEFORE_CLEANING.contains(state) || state == State.CLEANED || state == State.PASSWORD_CHANGED;
                    case CLOSE_CONFIRMED, CLOSE_FALSE_POSITIVE -> state != State.CLOSED;
                })
                .filter(action -> state != State.CLOSED || action == REOPEN || action == COMMENT)
                .map(CaseAction::word)
                .toList();
    }

    static CaseAction of(String word) {
        return Arrays.stream(values())
                .filter(one -> one.word().equals(word))
                .findFirst()
                .orElseThrow(() -> ApiProblems.field("action", "there is none named " + QuotedText.of(word)));
    }

    /**
     * The command.
     *
     * @param reason may be empty where none is needed
     * @throws org.springframework.web.ErrorResponseException without a reason where one is needed
     */
    CaseCommand command(CaseCommand.Header head, String reason) {
        if (needsReason() && reason.isEmpty()) {
            throw ApiProblems.field("reason", "is missing; say how it is known, or why");
        }
        // A person who is logged in and gives a reason answers for it.
        boolean vouched = !reason.isEmpty();
        return switch (this) {
            case TAKE -> new CaseCommand.Assign(head, head.by());
            case PUT_BACK -> new CaseCommand.Assign(head, null);
            case NOTIFIED -> new CaseCommand.Move(head, State.NOTIFIED, reason);
            case CLEANED -> new CaseCommand.Move(head, State.CLEANED, reason);
            case PASSWORD_CHANGED -> new CaseCommand.Move(head, State.PASSWORD_CHANGED, reason);
            case RELEASE -> new CaseCommand.Release(head, vouched, reason);
            case CLOSE_CONFIRMED -> new CaseCommand.Close(head, Case.Outcome.CONFIRMED, vouched, reason);
            case CLOSE_FALSE_POSITIVE -> new CaseCommand.Close(head, Case.Outcome.FALSE_POSITIVE, vouched, reason);
            case REOPEN -> new CaseCommand.Reopen(head, reason);
            case COMMENT -> new CaseCommand.Comment(head, reason);
        };
    }

    /** A version that the form names; null for a comment, which fits every version. */
    @Nullable
    Integer version(int shown) {
        return this == COMMENT ? null : shown;
    }
}
