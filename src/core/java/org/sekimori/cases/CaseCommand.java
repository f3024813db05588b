package org.sekimori.cases;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Account;

/** A command on an account's cases, by a person or due by time. */
public sealed interface CaseCommand {

    /** The fields that all commands share. */
    Header head();

    /**
     * Who sent the command, when, and for which case.
     *
     * @param id unique per command; a repetition has the same id
     * @param time when it was sent, by the clock of the receiving instance
     * @param by the sender
     * @param channel where it was sent, such as {@code cli} or {@code api}
     * @param caseId the case's id; null for the open case
     * @param ifVersion the version the sender has read; null for any
     */
    record Header(
            String id,
            Account account,
            Instant time,
            String by,
            String channel,
            @Nullable String caseId,
            @Nullable Integer ifVersion) {}

    /** Unique per command. */
    default String id() {
        return head().id();
    }

    default Account account() {
        return head().account();
    }

    /**
     * Closes a case with a judgement. A false positive also reopens submission.
     *
     * @param outcome the judgement
     * @param vouched see {@link HoldCommand.Release}: required to release an account on hold
     * @param reason why; may be empty
     */
    record Close(Header head, Case.Outcome outcome, boolean vouched, String reason) implements CaseCommand {}

    /**
     * Say that a step of the follow-up was done.
     *
     * @param to {@code NOTIFIED}, {@code CLEANED} or {@code PASSWORD_CHANGED}; other states are reached by other commands
     * @param reason how it is known; may be empty
     */
    record Move(Header head, Case.State to, String reason) implements CaseCommand {}

    /**
     * Open submission again and begin to watch.
     *
     * @param vouched see {@link HoldCommand.Release}
     * @param reason why; may be empty
     */
    record Release(Header head, boolean vouched, String reason) implements CaseCommand {}

    /**
     * Assigns a case, or clears the assignment.
     *
     * @param assignee the person in charge; null for no one
     */
    record Assign(Header head, @Nullable String assignee) implements CaseCommand {}

    /**
     * Write something down.
     *
     * @param text one line
     */
    record Comment(Header head, String text) implements CaseCommand {}

    /**
     * Say that the mail in quarantine was released to its recipients, or deleted.
     *
     * @param deleted whether it was deleted
     * @param messages messages that were, from 1
     * @param references of their decisions, oldest first; as many as {@code messages}, or empty where they are not known
     */
    record ClearQuarantine(Header head, boolean deleted, int messages, List<String> references) implements CaseCommand {

        /** Most messages of one command. */
        public static final int MOST_MESSAGES = 1_000_000;

        /** Most messages of one command that are named. */
        public static final int MOST_NAMED = 5_000;

        public ClearQuarantine {
            references = List.copyOf(references);
            if (!references.isEmpty() && (references.size() != messages || messages > MOST_NAMED)) {
                throw new IllegalArgumentException("references must be those of all " + messages + " messages, at most "
                        + MOST_NAMED + ", not " + references.size());
            }
            if (messages < 1 || messages > MOST_MESSAGES) {
                throw new IllegalArgumentException("messages must be from 1 to " + MOST_MESSAGES + ", not " + messages);
            }
        }

        /** The word on the wire, and of the history after {@code quarantine_}: {@code released, deleted}. */
        public String word() {
            return deleted ? "deleted" : "released";
        }
    }

    /**
     * Take a verdict back: the case is followed up again.
     *
     * @param reason why; may be empty
     */
    record Reopen(Header head, String reason) implements CaseCommand {}

    /**
     * Opens a case by a report instead of a flag, or adds the report to the open case.
     *
     * @param reference the decision it is about; empty without one
     * @param reason the report's text
     */
    record Report(Header head, String reference, String reason) implements CaseCommand {}

    /** Time has passed: a hold may have ended, a watch, or the wait for a verdict. */
    record Due(Header head) implements CaseCommand {}
}
