package org.sekimori.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.Case;
import org.sekimori.cases.Case.Outcome;
import org.sekimori.cases.Case.State;
import org.sekimori.cases.CaseSet;
import org.sekimori.cases.CaseStep;
import org.sekimori.cases.Judgement;
import org.sekimori.cases.Progress;
import org.sekimori.cases.RuleHits;
import org.sekimori.mail.Finding.Severity;
import org.sekimori.profile.PackedReader;
import org.sekimori.profile.PackedWriter;

/** The cases of an account as part of {@link AccountCodec}: how many, then each. An account without cases takes one byte. */
final class CaseCodec {

    private CaseCodec() {}

    static void write(PackedWriter out, @Nullable CaseSet cases) {
        if (cases == null) {
            out.number(0);
            return;
        }
        List<Case> all = cases.all();
        out.number(all.size());
        all.forEach(one -> write(out, one));
    }

    static CaseSet read(PackedReader in, long format) {
        int count = in.count();
        if (count == 0) {
            return CaseSet.NONE;
        }
        List<Case> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            all.add(format < 4 ? readCaseOfFormat3(in) : readCase(in));
        }
        return CaseSet.of(all);
    }

    private static void write(PackedWriter out, Case one) {
        out.text(one.id())
                .number(one.version())
                .number(one.state().ordinal())
                .number(one.severity().ordinal())
                .text(one.reference());
        AccountCodec.write(out, one.openedAt());
        AccountCodec.write(out, one.since());
        out.number(one.rules().size());
        for (RuleHits hits : one.rules()) {
            out.text(hits.rule()).number(hits.version()).number(hits.hits());
            AccountCodec.write(out, hits.first());
            AccountCodec.write(out, hits.last());
        }
        out.number(one.messagesOut()).number(one.recipientsOut());
        Progress done = one.progress();
        AccountCodec.optional(out, done.notifiedAt());
        AccountCodec.optional(out, done.heldAt());
        AccountCodec.optional(out, done.cleanedAt());
        AccountCodec.optional(out, done.passwordChangedAt());
        AccountCodec.optional(out, done.releasedAt());
        AccountCodec.optional(out, done.watchUntil());
        String assignee = one.assignee();
        out.text(assignee == null ? "" : assignee).number(one.reopened());
        Judgement judgement = one.judgement();
        out.number(judgement == null ? 0 : judgement.outcome().ordinal() + 1L);
        if (judgement != null) {
            AccountCodec.write(out, judgement.at());
            out.text(judgement.by()).text(judgement.reason());
        }
        out.number(one.history().size());
        for (CaseStep step : one.history()) {
            AccountCodec.write(out, step.time());
            out.text(step.what()).text(step.by()).text(step.text()).fixed(step.command());
        }
    }

    private static Case readCase(PackedReader in) {
        String id = in.text();
        int version = in.count();
        State state = State.values()[in.count()];
        Severity severity = Severity.values()[in.count()];
        String reference = in.text();
        Instant openedAt = AccountCodec.readTime(in);
        Instant since = AccountCodec.readTime(in);
        List<RuleHits> rules = readRules(in);
        long messages = in.number();
        long recipients = in.number();
        Progress done = new Progress(
                AccountCodec.readOptional(in),
                AccountCodec.readOptional(in),
                AccountCodec.readOptional(in),
                AccountCodec.readOptional(in),
                AccountCodec.readOptional(in),
                AccountCodec.readOptional(in));
        String assignee = in.text();
        int reopened = in.count();
        int judged = in.count();
        Judgement judgement = judged == 0
                ? null
                : new Judgement(Outcome.values()[judged - 1], AccountCodec.readTime(in), in.text(), in.text());
        List<CaseStep> history = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            history.add(new CaseStep(AccountCodec.readTime(in), in.text(), in.text(), in.text(), in.fixed()));
        }
        return new Case(
                id,
                version,
                state,
                severity,
                reference,
                openedAt,
                since,
                rules,
                messages,
                recipients,
                done,
                assignee.isEmpty() ? null : assignee,
                reopened,
                judgement,
                history);
    }

    private static List<RuleHits> readRules(PackedReader in) {
        List<RuleHits> rules = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            rules.add(new RuleHits(
                    in.text(), in.count(), in.number(), AccountCodec.readTime(in), AccountCodec.readTime(in)));
        }
        return rules;
    }

    /** Nothing was known of versions, assignees and history; who was released then is not watched. */
    private static Case readCaseOfFormat3(PackedReader in) {
        String id = in.text();
        State state = State.values()[in.count()];
        int judged = in.count();
        Severity severity = Severity.values()[in.count()];
        Instant openedAt = AccountCodec.readTime(in);
        Instant since = AccountCodec.readTime(in);
        List<RuleHits> rules = readRules(in);
        long messages = in.number();
        long recipients = in.number();
        Instant heldAt = AccountCodec.readOptional(in);
        Instant releasedAt = AccountCodec.readOptional(in);
        Instant closedAt = AccountCodec.readOptional(in);
        Judgement judgement =
                closedAt == null ? null : new Judgement(Outcome.values()[judged - 1], closedAt, in.text(), in.text());
        return new Case(
                id,
                1,
                state,
                severity,
                "",
                openedAt,
                since,
                rules,
                messages,
                recipients,
                new Progress(null, heldAt, null, null, releasedAt, releasedAt),
                null,
                0,
                judgement,
                List.of());
    }
}
