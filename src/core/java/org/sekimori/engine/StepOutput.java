package org.sekimori.engine;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.CaseSet;
import org.sekimori.cases.Hold;
import org.sekimori.grants.AccountHomeOverride;
import org.sekimori.grants.GrantSet;
import org.sekimori.mail.Account;
import org.sekimori.mail.Decision;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.SubmissionAnswer;
import org.sekimori.neighbours.NeighbourReport;
import org.sekimori.profile.OutcomeMatch;

/** An output of a step, besides the new state. */
public sealed interface StepOutput {

    /** A submission was decided. */
    record DecisionMade(Decision decision) implements StepOutput {}

    /** Rules found something at another event than a submission: a record beside the decisions, with nothing to answer. */
    record FindingsMade(Decision decision) implements StepOutput {}

    /** The answer for the waiting endpoint; also sent for a repeated request, which is not decided again. */
    record AnswerSent(SubmissionAnswer answer) implements StepOutput {}

    /** The account's grants changed; the whole set. */
    record GrantsChanged(Account account, GrantSet grants) implements StepOutput {}

    /** The account's hold changed; null: it ended. */
    record HoldChanged(Account account, @Nullable Hold hold) implements StepOutput {}

    /** The account's own home changed; null: it was removed. */
    record HomeChanged(Account account, @Nullable AccountHomeOverride home) implements StepOutput {}

    /**
     * A submission was refused for its origin, for the first time in about a day: ask the owner whether it was theirs.
     *
     * @param reference of the decision
     * @param country ISO 3166-1 alpha-2, XK for Kosovo
     * @param network of the client, CIDR; empty if unknown
     * @param address of the client; null if unknown
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
     * The reply to a command.
     *
     * @param done whether it was carried out
     * @param problem why it was not; if it was, a remark, mostly empty
     * @param grants the account's grants after a grant command; otherwise none
     * @param about the case after a case command; otherwise null
     */
    record CommandResult(
            boolean done,
            String problem,
            GrantSet grants,
            @Nullable CaseAfterCommand about) implements StepOutput {

        /** The reply to a command that is not about a case. */
        public CommandResult(boolean done, String problem, GrantSet grants) {
            this(done, problem, grants, null);
        }
    }

    /**
     * A case after a command.
     *
     * @param caseId its id
     * @param version its version
     * @param state the word of its state
     * @param conflict whether the command was refused because the case had changed
     */
    record CaseAfterCommand(String caseId, int version, String state, boolean conflict) {}

    /**
     * An outcome was reported. Shows whether a server's reports match submissions; changes nothing.
     *
     * @param bounded whether its recipients were cut because it matches no attempt
     */
    record OutcomeReported(String server, EventKind kind, OutcomeMatch match, boolean bounded) implements StepOutput {}

    /** Something to count at a key that the account shares with others. */
    record NeighbourReported(NeighbourReport report) implements StepOutput {}

    /**
     * A line of the audit trail.
     *
     * @param what one word such as {@code grant_open} or {@code answer_differs}
     * @param by who did it, or {@code sekimori}
     * @param detail one line
     * @param fields the parts that programs may need
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
