package org.sekimori.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.Case;
import org.sekimori.cases.Case.Outcome;
import org.sekimori.cases.Case.State;
import org.sekimori.cases.CaseHistoryEntry;
import org.sekimori.cases.CaseJudgement;
import org.sekimori.cases.CaseProgress;
import org.sekimori.cases.CaseSet;
import org.sekimori.cases.RuleHits;
import org.sekimori.mail.Finding.Severity;
import org.sekimori.profile.codec.BinaryStateReader;
import org.sekimori.profile.codec.BinaryStateWriter;

/**
 * Binary form of an account's cases, within {@link AccountStateCodec}: their number, then each. An account without cases takes
 * one byte.
 */
final class CaseSetCodec {

    /** The first format in which a case may have mail in quarantine. */
    private static final int WITH_QUARANTINE = 7;

    /** The first format in which a case names the messages that were released from quarantine or deleted. */
    private static final int WITH_CLEARED = 9;

    private CaseSetCodec() {}

    static void write(BinaryStateWriter out, @Nullable CaseSet cases) {
        if (cases == null) {
            out.number(0);
            return;
        }
        List<Case> all = cases.all();
        out.number(all.size());
        all.forEach(one -> write(out, one));
    }

    static CaseSet read(BinaryStateReader in, long format) {
        int count = in.count();
        if (count == 0) {
            return CaseSet.NONE;
        }
        List<Case> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            all.add(format < 4 ? readCaseOfFormat3(in) : readCase(in, format));
        }
        return CaseSet.of(all);
    }

    private static void write(BinaryStateWriter out, Case one) {
        out.text(one.id())
                .number(one.version())
                .number(one.state().ordinal())
                .number(one.severity().ordinal())
                .text(one.reference());
        AccountStateCodec.write(out, one.openedAt());
        AccountStateCodec.write(out, one.since());
        out.number(one.rules().size());
        for (RuleHits hits : one.rules()) {
            out.text(hits.rule()).number(hits.version()).number(hits.hits());
            AccountStateCodec.write(out, hits.first());
            AccountStateCodec.write(out, hits.last());
        }
        out.number(one.messagesOut()).number(one.recipientsOut());
        out.number(one.quarantined() << 1 | (one.doubt() ? 1 : 0));
        out.number(one.cleared().size());
        one.cleared().forEach(out::text);
        CaseProgress done = one.progress();
        AccountStateCodec.optional(out, done.notifiedAt());
        AccountStateCodec.optional(out, done.heldAt());
        AccountStateCodec.optional(out, done.cleanedAt());
        AccountStateCodec.optional(out, done.passwordChangedAt());
        AccountStateCodec.optional(out, done.releasedAt());
        AccountStateCodec.optional(out, done.watchUntil());
        String assignee = one.assignee();
        out.text(assignee == null ? "" : assignee).number(one.reopened());
        CaseJudgement judgement = one.judgement();
        out.number(judgement == null ? 0 : judgement.outcome().ordinal() + 1L);
        if (judgement != null) {
            AccountStateCodec.write(out, judgement.at());
            out.text(judgement.by()).text(judgement.reason());
        }
        out.number(one.history().size());
        for (CaseHistoryEntry step : one.history()) {
            AccountStateCodec.write(out, step.time());
            out.text(step.what()).text(step.by()).text(step.text()).fixed64(step.command());
        }
    }

    private static Case readCase(BinaryStateReader in, long format) {
        String id = in.text();
        int version = in.count();
        State state = State.values()[in.count()];
        Severity severity = Severity.values()[in.count()];
        String reference = in.text();
        Instant openedAt = AccountStateCodec.readTime(in);
        Instant since = AccountStateCodec.readTime(in);
        List<RuleHits> rules = readRules(in);
        long messages = in.number();
        long recipients = in.number();
        long quarantine = format < WITH_QUARANTINE ? 0 : in.number();
        List<String> cleared = new ArrayList<>();
        for (int left = format < WITH_CLEARED ? 0 : in.count(); left > 0; left--) {
            cleared.add(in.text());
        }
        CaseProgress done = new CaseProgress(
                AccountStateCodec.readOptional(in),
                AccountStateCodec.readOptional(in),
                AccountStateCodec.readOptional(in),
                AccountStateCodec.readOptional(in),
                AccountStateCodec.readOptional(in),
                AccountStateCodec.readOptional(in));
        String assignee = in.text();
        int reopened = in.count();
        int judged = in.count();
        CaseJudgement judgement = judged == 0
                ? null
                : new CaseJudgement(Outcome.values()[judged - 1], AccountStateCodec.readTime(in), in.text(), in.text());
        List<CaseHistoryEntry> history = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            history.add(new CaseHistoryEntry(
                    AccountStateCodec.readTime(in), in.text(), in.text(), in.text(), in.fixed64()));
        }
        return Case.builder(id, severity, openedAt)
                .version(version)
                .state(state)
                .reference(reference)
                .since(since)
                .rules(rules)
                .messagesOut(messages)
                .recipientsOut(recipients)
                .quarantined(quarantine >> 1)
                .cleared(cleared)
                .doubt((quarantine & 1) == 1)
                .progress(done)
                .assignee(assignee.isEmpty() ? null : assignee)
                .reopened(reopened)
                .judgement(judgement)
                .history(history)
                .build();
    }

    private static List<RuleHits> readRules(BinaryStateReader in) {
        List<RuleHits> rules = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            rules.add(new RuleHits(
                    in.text(),
                    in.count(),
                    in.number(),
                    AccountStateCodec.readTime(in),
                    AccountStateCodec.readTime(in)));
        }
        return rules;
    }

    /** Nothing was known of versions, assignees and history; who was released then is not watched. */
    private static Case readCaseOfFormat3(BinaryStateReader in) {
        String id = in.text();
        State state = State.values()[in.count()];
        int judged = in.count();
        Severity severity = Severity.values()[in.count()];
        Instant openedAt = AccountStateCodec.readTime(in);
        Instant since = AccountStateCodec.readTime(in);
        List<RuleHits> rules = readRules(in);
        long messages = in.number();
        long recipients = in.number();
        Instant heldAt = AccountStateCodec.readOptional(in);
        Instant releasedAt = AccountStateCodec.readOptional(in);
        Instant closedAt = AccountStateCodec.readOptional(in);
        CaseJudgement judgement = closedAt == null
                ? null
                : new CaseJudgement(Outcome.values()[judged - 1], closedAt, in.text(), in.text());
        return Case.builder(id, severity, openedAt)
                .state(state)
                .since(since)
                .rules(rules)
                .messagesOut(messages)
                .recipientsOut(recipients)
                .progress(new CaseProgress(null, heldAt, null, null, releasedAt, releasedAt))
                .judgement(judgement)
                .build();
    }
}
