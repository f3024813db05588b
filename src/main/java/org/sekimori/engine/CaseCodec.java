package org.sekimori.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.Case;
import org.sekimori.cases.Case.Outcome;
import org.sekimori.cases.Case.State;
import org.sekimori.cases.CaseSet;
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

    static CaseSet read(PackedReader in) {
        int count = in.count();
        if (count == 0) {
            return CaseSet.NONE;
        }
        List<Case> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            all.add(readCase(in));
        }
        return CaseSet.of(all);
    }

    private static void write(PackedWriter out, Case one) {
        out.text(one.id())
                .number(one.state().ordinal())
                .number(one.outcome() == null ? 0 : one.outcome().ordinal() + 1L)
                .number(one.severity().ordinal());
        AccountCodec.write(out, one.openedAt());
        AccountCodec.write(out, one.since());
        out.number(one.rules().size());
        for (RuleHits hits : one.rules()) {
            out.text(hits.rule()).number(hits.version()).number(hits.hits());
            AccountCodec.write(out, hits.first());
            AccountCodec.write(out, hits.last());
        }
        out.number(one.messagesOut()).number(one.recipientsOut());
        optional(out, one.heldAt());
        optional(out, one.releasedAt());
        optional(out, one.closedAt());
        if (one.closedAt() != null) {
            out.text(String.valueOf(one.closedBy())).text(String.valueOf(one.reason()));
        }
    }

    private static Case readCase(PackedReader in) {
        String id = in.text();
        State state = State.values()[in.count()];
        int judged = in.count();
        Outcome outcome = judged == 0 ? null : Outcome.values()[judged - 1];
        Severity severity = Severity.values()[in.count()];
        Instant openedAt = AccountCodec.readTime(in);
        Instant since = AccountCodec.readTime(in);
        List<RuleHits> rules = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            rules.add(new RuleHits(
                    in.text(), in.count(), in.number(), AccountCodec.readTime(in), AccountCodec.readTime(in)));
        }
        long messages = in.number();
        long recipients = in.number();
        Instant heldAt = readOptional(in);
        Instant releasedAt = readOptional(in);
        Instant closedAt = readOptional(in);
        String closedBy = closedAt == null ? null : in.text();
        String reason = closedAt == null ? null : in.text();
        return new Case(
                id,
                state,
                outcome,
                severity,
                openedAt,
                since,
                rules,
                messages,
                recipients,
                heldAt,
                releasedAt,
                closedAt,
                closedBy,
                reason);
    }

    private static void optional(PackedWriter out, @Nullable Instant time) {
        out.number(time == null ? 0 : 1);
        if (time != null) {
            AccountCodec.write(out, time);
        }
    }

    private static @Nullable Instant readOptional(PackedReader in) {
        return in.number() == 0 ? null : AccountCodec.readTime(in);
    }
}
