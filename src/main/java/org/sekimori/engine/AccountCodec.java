package org.sekimori.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.Hold;
import org.sekimori.grants.Grant;
import org.sekimori.grants.GrantSet;
import org.sekimori.mail.Verdict;
import org.sekimori.profile.PackedReader;
import org.sekimori.profile.PackedWriter;
import org.sekimori.profile.Profile;

/**
 * The binary form of an {@link AccountState}, as the changelog carries it: a format version, then profile, grants, hold and
 * answers. An account of a person takes some 100 bytes.
 */
public final class AccountCodec {

    private static final int FORMAT = 1;

    private AccountCodec() {}

    /** The state as bytes. */
    public static byte[] encode(AccountState state) {
        PackedWriter out = new PackedWriter().number(FORMAT);
        state.profile().write(out);
        out.number(state.grants().grants().size());
        state.grants().grants().forEach(grant -> write(out, grant));
        Hold hold = state.hold();
        out.number(hold == null ? 0 : 1);
        if (hold != null) {
            out.text(hold.by()).text(hold.reason());
            write(out, hold.since());
        }
        out.number(state.answers().size());
        long before = 0;
        for (Remembered answer : state.answers()) {
            out.fixed(answer.fingerprint()).signed(answer.second() - before);
            before = answer.second();
            write(out, answer);
        }
        return out.toBytes();
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalStateException if the bytes have a format that this version does not know
     */
    public static AccountState decode(byte[] bytes) {
        PackedReader in = new PackedReader(bytes);
        long format = in.number();
        if (format != FORMAT) {
            throw new IllegalStateException("account state has format " + format + ", this version reads " + FORMAT
                    + "; run the newer version");
        }
        Profile profile = Profile.read(in);
        List<Grant> grants = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            grants.add(readGrant(in));
        }
        Hold hold = in.number() == 0 ? null : readHold(in);
        int count = in.count();
        List<Remembered> answers = new ArrayList<>(count);
        long second = 0;
        for (int i = 0; i < count; i++) {
            long fingerprint = in.fixed();
            second += in.signed();
            answers.add(readAnswer(in, fingerprint, second));
        }
        return new AccountState(profile, grants.isEmpty() ? GrantSet.NONE : new GrantSet(grants), hold, answers);
    }

    private static void write(PackedWriter out, Grant grant) {
        out.text(grant.id());
        write(out, grant.from());
        write(out, grant.until());
        out.number(grant.countries().size());
        grant.countries().forEach(out::text);
        out.text(grant.openedBy()).text(grant.channel());
        write(out, grant.openedAt());
        out.text(grant.reason()).number(grant.revoked() ? 1 : 0);
    }

    private static Grant readGrant(PackedReader in) {
        String id = in.text();
        Instant from = readTime(in);
        Instant until = readTime(in);
        TreeSet<String> countries = new TreeSet<>();
        for (int left = in.count(); left > 0; left--) {
            countries.add(in.text());
        }
        return new Grant(id, from, until, countries, in.text(), in.text(), readTime(in), in.text(), in.number() == 1);
    }

    private static Hold readHold(PackedReader in) {
        String by = in.text();
        String reason = in.text();
        return new Hold(by, readTime(in), reason);
    }

    private static void write(PackedWriter out, Remembered answer) {
        Verdict verdict = answer.verdict();
        if (verdict instanceof Verdict.Accept) {
            out.number(0);
            return;
        }
        out.number(verdict instanceof Verdict.Defer ? 1 : 2)
                .number(verdict.code())
                .text(verdict.enhancedCode())
                .text(answer.rule() == null ? "" : answer.rule())
                .text(answer.country());
    }

    private static Remembered readAnswer(PackedReader in, long fingerprint, long second) {
        int what = in.count();
        if (what == 0) {
            return new Remembered(fingerprint, second, Verdict.ACCEPT, null, "");
        }
        int code = in.count();
        String enhancedCode = in.text();
        Verdict verdict = what == 1 ? new Verdict.Defer(code, enhancedCode) : new Verdict.Reject(code, enhancedCode);
        @Nullable String rule = in.text();
        return new Remembered(fingerprint, second, verdict, rule, in.text());
    }

    private static void write(PackedWriter out, Instant time) {
        out.signed(time.getEpochSecond()).number(time.getNano());
    }

    private static Instant readTime(PackedReader in) {
        return Instant.ofEpochSecond(in.signed(), in.number());
    }
}
