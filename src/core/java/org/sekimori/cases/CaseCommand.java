package org.sekimori.cases;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Account;

/** What a person, or the service on behalf of time, may ask about an account's cases. */
public sealed interface CaseCommand {

    /** What every command says about itself. */
    Header head();

    /**
     * Who asks what about which case.
     *
     * @param id unique per command; a repetition is the same command
     * @param time when it was asked, by the clock of the instance that took it
     * @param by who asked
     * @param channel where it was asked, such as {@code cli} or {@code api}
     * @param caseId the case's id, null: the open one
     * @param ifVersion the version that whoever asks has read; null: whatever it is
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
     * Say what a case turned out to be. As a false positive it also opens submission again.
     *
     * @param outcome what it was
     * @param vouched see {@link HoldCommand.Release}: an account on hold is not opened on less
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
     * Take a case, give it to somebody, or give it back.
     *
     * @param assignee who follows it, null: nobody
     */
    record Assign(Header head, @Nullable String assignee) implements CaseCommand {}

    /**
     * Write something down.
     *
     * @param text one line
     */
    record Comment(Header head, String text) implements CaseCommand {}

    /**
     * Take a verdict back: the case is followed up again.
     *
     * @param reason why; may be empty
     */
    record Reopen(Header head, String reason) implements CaseCommand {}

    /**
     * Open a case by word instead of by a flag, or add the word to the open one.
     *
     * @param reference of the decision that it is about, empty if it is about none
     * @param reason what was said
     */
    record Report(Header head, String reference, String reason) implements CaseCommand {}

    /** Time has passed: a hold may have ended, a watch, or the wait for a verdict. */
    record Due(Header head) implements CaseCommand {}
}
