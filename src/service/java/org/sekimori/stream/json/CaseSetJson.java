package org.sekimori.stream.json;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.Case;
import org.sekimori.cases.CaseHistoryEntry;
import org.sekimori.cases.CaseJudgement;
import org.sekimori.cases.CaseProgress;
import org.sekimori.cases.CaseSet;
import org.sekimori.cases.RuleHits;
import org.sekimori.mail.Finding.Severity;
import org.sekimori.text.EscapedText;

/** The records of {@code cases}: all cases of an account, closed ones first, oldest first. */
public final class CaseSetJson {

    private CaseSetJson() {}

    private record SetForm(@Nullable List<CaseForm> cases) {

        CaseSet set() {
            return CaseSet.of(
                    cases == null
                            ? List.of()
                            : cases.stream().map(CaseForm::read).toList());
        }
    }

    /** A case; {@code closed_at}, {@code closed_by} and {@code reason} are there once it is closed. */
    private record CaseForm(
            String id,
            @Nullable Integer version,
            String state,
            @Nullable String outcome,
            @Nullable String reference,
            @Nullable String assignee,
            int reopened,
            String severity,
            Instant openedAt,
            Instant since,
            @Nullable List<HitsForm> rules,
            long messagesOut,
            long recipientsOut,
            @Nullable Long quarantined,
            @Nullable List<String> cleared,
            @Nullable Boolean doubt,
            @Nullable Instant notifiedAt,
            @Nullable Instant heldAt,
            @Nullable Instant cleanedAt,
            @Nullable Instant passwordChangedAt,
            @Nullable Instant releasedAt,
            @Nullable Instant watchUntil,
            @Nullable Instant closedAt,
            @Nullable String closedBy,
            @Nullable String reason,
            @Nullable List<HistoryForm> history) {

        static CaseForm of(Case one) {
            CaseProgress done = one.progress();
            CaseJudgement judgement = one.judgement();
            Case.Outcome outcome = one.outcome();
            return new CaseForm(
                    one.id(),
                    one.version(),
                    one.state().word(),
                    outcome == null ? null : outcome.word(),
                    one.reference().isEmpty() ? null : one.reference(),
                    one.assignee(),
                    one.reopened(),
                    one.severity().word(),
                    one.openedAt(),
                    one.since(),
                    one.rules().stream().map(HitsForm::of).toList(),
                    one.messagesOut(),
                    one.recipientsOut(),
                    one.quarantined() == 0 ? null : one.quarantined(),
                    one.cleared().isEmpty() ? null : one.cleared(),
                    one.doubt() ? true : null,
                    done.notifiedAt(),
                    done.heldAt(),
                    done.cleanedAt(),
                    done.passwordChangedAt(),
                    done.releasedAt(),
                    done.watchUntil(),
                    judgement == null ? null : judgement.at(),
                    judgement == null ? null : judgement.by(),
                    judgement == null ? null : judgement.reason(),
                    one.history().stream().map(HistoryForm::of).toList());
        }

        Case read() {
            return new Case(
                    id,
                    version == null ? 1 : version,
                    word(Case.State.class, state),
                    word(Severity.class, severity),
                    reference == null ? "" : reference,
                    openedAt,
                    since,
                    rules == null
                            ? List.of()
                            : rules.stream().map(HitsForm::read).toList(),
                    messagesOut,
                    recipientsOut,
                    quarantined == null ? 0 : quarantined,
                    cleared == null ? List.of() : cleared,
                    doubt != null && doubt,
                    new CaseProgress(notifiedAt, heldAt, cleanedAt, passwordChangedAt, releasedAt, watchUntil),
                    assignee,
                    reopened,
                    judgement(),
                    history == null
                            ? List.of()
                            : history.stream().map(HistoryForm::read).toList());
        }

        private @Nullable CaseJudgement judgement() {
            return closedAt == null
                    ? null
                    : new CaseJudgement(
                            word(Case.Outcome.class, required(outcome, "outcome")),
                            closedAt,
                            required(closedBy, "closed_by"),
                            required(reason, "reason"));
        }
    }

    private record HistoryForm(
            Instant time,
            String what,
            String by,
            String text,
            @Nullable String command) {

        static HistoryForm of(CaseHistoryEntry step) {
            String command = step.command() == 0 ? null : Long.toHexString(step.command());
            return new HistoryForm(step.time(), step.what(), step.by(), step.text(), command);
        }

        CaseHistoryEntry read() {
            return new CaseHistoryEntry(
                    time, what, by, text, command == null ? 0 : Long.parseUnsignedLong(command, 16));
        }
    }

    private record HitsForm(String rule, int version, long hits, Instant first, Instant last) {

        static HitsForm of(RuleHits hits) {
            return new HitsForm(hits.rule(), hits.version(), hits.hits(), hits.first(), hits.last());
        }

        RuleHits read() {
            return new RuleHits(rule, version, hits, first, last);
        }
    }

    public static byte[] write(CaseSet set) {
        return ColdRecords.write(
                new SetForm(set.all().stream().map(CaseForm::of).toList()));
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws UnreadableRecordException if a case lacks something
     */
    public static CaseSet read(byte @Nullable [] bytes) {
        return ColdRecords.read(bytes, SetForm.class, "a case", SetForm::set);
    }

    /**
     * Reads one case of a set.
     *
     * @throws UnreadableRecordException if it lacks something
     */
    public static Case readOne(byte[] bytes) {
        return ColdRecords.read(bytes, CaseForm.class, "a case", CaseForm::read);
    }

    private static <E extends Enum<E>> E word(Class<E> words, String word) {
        for (E one : words.getEnumConstants()) {
            if (one.name().equalsIgnoreCase(word)) {
                return one;
            }
        }
        throw new UnreadableRecordException("a case has the unknown word '" + EscapedText.of(word, 40) + "'");
    }

    private static String required(@Nullable String text, String name) {
        if (text == null) {
            throw new UnreadableRecordException("a case lacks " + name);
        }
        return text;
    }
}
