package org.sekimori.engine;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.CaseSet;
import org.sekimori.cases.Hold;
import org.sekimori.grants.AccountHome;
import org.sekimori.grants.GrantSet;
import org.sekimori.mail.Account;
import org.sekimori.mail.Decision;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.SubmissionAnswer;
import org.sekimori.profile.OutcomeMatch;

/** What follows from a step, besides the new state. */
public sealed interface StepOutput {

    /** A submission was decided. */
    record DecisionMade(Decision decision) implements StepOutput {}

    /** What whoever waits for this submission is to be told; also for a repetition, which is not decided again. */
    record AnswerSent(SubmissionAnswer answer) implements StepOutput {}

    /** The account's grants changed; the whole set. */
    record GrantsChanged(Account account, GrantSet grants) implements StepOutput {}

    /** The account's hold changed; null: there is none any more. */
    record HoldChanged(Account account, @Nullable Hold hold) implements StepOutput {}

    /** The home that an account has of its own changed; null: there is none any more. */
    record HomeChanged(Account account, @Nullable AccountHome home) implements StepOutput {}

    /**
     * A submission was refused for the place it came from, the first time in a day or so: its owner should be asked whether it
     * was theirs.
     *
     * @param reference of the decision
     * @param country ISO 3166-1 alpha-2, XK for Kosovo
     * @param network of the client, CIDR; empty if it is not known
     * @param address of the client, null if it is not known
     */
    record OwnerQuestionRaised(
            Account account,
            Instant time,
            String reference,
            String country,
            String network,
            @Nullable String address) implements StepOutput {}

    /** The account's cases changed, by more than figures that can wait; the whole set. */
    record CasesChanged(Account account, CaseSet cases) implements StepOutput {}

    /**
     * What whoever asked for a change is to be told.
     *
     * @param done whether it was done
     * @param problem why not; if it was done, what could not be known, mostly empty
     * @param grants the account's grants after a command about grants; none for any other
     * @param about the case that a command was about, null for any other
     */
    record CommandResult(
            boolean done,
            String problem,
            GrantSet grants,
            @Nullable CaseAfterCommand about) implements StepOutput {

        /** What became of a command that was about no case. */
        public CommandResult(boolean done, String problem, GrantSet grants) {
            this(done, problem, grants, null);
        }
    }

    /**
     * A case as it is after a command.
     *
     * @param caseId its id
     * @param version its version
     * @param state the word of its state
     * @param conflict whether the command was refused because somebody had changed the case before
     */
    record CaseAfterCommand(String caseId, int version, String state, boolean conflict) {}

    /**
     * An outcome was heard. Tells whether reports of a server find what they are about; changes nothing.
     *
     * @param bounded whether it named more recipients than it counts, because it belongs to no attempt
     */
    record OutcomeReported(String server, EventKind kind, OutcomeMatch match, boolean bounded) implements StepOutput {}

    /**
     * Something that must be found again later: who changed what.
     *
     * @param what one word such as {@code grant_open} or {@code answer_differs}
     * @param by who did it, or {@code sekimori}
     * @param detail one line
     * @param fields what of it programs may want
     */
    record AuditRecord(
            Account account, Instant time, String what, String by, String detail, Map<AuditField, String> fields)
            implements StepOutput {
        public AuditRecord {
            Map<AuditField, String> sorted = new EnumMap<>(AuditField.class);
            sorted.putAll(fields);
            fields = Collections.unmodifiableMap(sorted);
        }

        public AuditRecord(Account account, Instant time, String what, String by, String detail) {
            this(account, time, what, by, detail, Map.of());
        }
    }
}
