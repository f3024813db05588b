package org.sekimori.engine;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.CaseSet;
import org.sekimori.cases.Hold;
import org.sekimori.grants.AccountHomeOverride;
import org.sekimori.grants.Grant;
import org.sekimori.grants.GrantSet;
import org.sekimori.mail.IpNetwork;
import org.sekimori.mail.Verdict;
import org.sekimori.profile.Profile;
import org.sekimori.profile.ProfileFormat1Reader;
import org.sekimori.profile.codec.BinaryStateReader;
import org.sekimori.profile.codec.BinaryStateWriter;
import org.sekimori.profile.codec.StateSections;
import org.sekimori.profile.codec.UnknownSectionException;

/**
 * The binary form of an {@link AccountState}, as the changelog carries it: a format version, then profile, grants, hold, answers,
 * cases, the account's own home if it has one, and tagged sections. An account of a person takes some 100 bytes.
 */
public final class AccountStateCodec {

    private static final int FORMAT = Profile.FORMAT;

    /** The first format in which an account may have a home of its own. */
    private static final int WITH_HOME = 5;

    /** The first format with tagged sections, of the account and of its profile. */
    private static final int WITH_SECTIONS = 8;

    /** Larger than nearly every state; a state is written for each decision, and the memory for it need not be new each time. */
    private static final int USUAL = 8 << 10;

    /** Longest that the memory of a writer may become without being given back, in octets. */
    private static final int KEPT = 64 << 10;

    private static final ThreadLocal<BinaryStateWriter> WRITERS =
            ThreadLocal.withInitial(() -> new BinaryStateWriter(USUAL));

    private AccountStateCodec() {}

    /** The state as bytes. */
    public static byte[] encode(AccountState state) {
        BinaryStateWriter out = WRITERS.get().clear().number(FORMAT);
        state.profile().write(out);
        out.number(state.grants().grants().size());
        state.grants().grants().forEach(grant -> write(out, grant));
        Hold hold = state.hold();
        out.number(hold == null ? 0 : 1);
        if (hold != null) {
            out.text(hold.by()).text(hold.reason());
            write(out, hold.since());
            optional(out, hold.until());
        }
        writeAnswers(out, state.answers());
        CaseSetCodec.write(out, state.cases());
        AccountHomeOverride home = state.home();
        out.number(home == null ? 0 : 1);
        if (home != null) {
            write(out, home);
        }
        state.sections().write(out);
        if (out.size() > KEPT) {
            WRITERS.remove();
        }
        return out.toBytes();
    }

    /**
     * Decodes the bytes that {@link #encode} wrote, in any known format.
     *
     * @throws UnreadableStateException for an unknown format or damaged bytes; a state written in its place would destroy
     *     what is stored
     */
    public static AccountState decode(byte[] bytes) {
        try {
            BinaryStateReader in = new BinaryStateReader(bytes);
            AccountState state = decode(in);
            if (in.position() != bytes.length) {
                throw new UnreadableStateException("account state has " + (bytes.length - in.position())
                        + " bytes more than this version knows; run the newer version");
            }
            return state;
        } catch (UnreadableStateException e) {
            throw e;
        } catch (UnknownSectionException e) {
            throw new UnreadableStateException(
                    "account state has " + e.getMessage() + ", which this version does not know; run the newer version",
                    e);
        } catch (RuntimeException e) {
            throw new UnreadableStateException(
                    "account state of " + bytes.length + " bytes is damaged: "
                            + e.getClass().getSimpleName(),
                    e);
        }
    }

    private static AccountState decode(BinaryStateReader in) {
        long format = in.number();
        if (format < 1 || format > FORMAT) {
            throw new UnreadableStateException("account state has format " + format + ", this version reads 1 to "
                    + FORMAT + "; run the newer version");
        }
        Profile profile = format == 1 ? ProfileFormat1Reader.read(in) : Profile.read(in, (int) format);
        List<Grant> grants = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            grants.add(readGrant(in));
        }
        Hold hold = in.number() == 0 ? null : readHold(in, format);
        List<CachedAnswer> answers = format == 1 ? readAnswersOfFormat1(in) : readAnswers(in, format);
        CaseSet cases = format < 3 ? CaseSet.NONE : CaseSetCodec.read(in, format);
        AccountHomeOverride home = format < WITH_HOME || in.number() == 0 ? null : readHome(in);
        StateSections sections =
                format < WITH_SECTIONS ? StateSections.NONE : StateSections.read(in, AccountSections.KNOWN);
        return new AccountState(
                profile, grants.isEmpty() ? GrantSet.NONE : new GrantSet(grants), hold, answers, cases, home, sections);
    }

    private static void writeAnswers(BinaryStateWriter out, List<CachedAnswer> answers) {
        List<Refusal> refusals = new ArrayList<>();
        int[] which = new int[answers.size()];
        for (int i = 0; i < which.length; i++) {
            Refusal refusal = Refusal.of(answers.get(i));
            int at = refusal == Refusal.NONE ? -1 : refusals.indexOf(refusal);
            if (at < 0 && refusal != Refusal.NONE) {
                at = refusals.size();
                refusals.add(refusal);
            }
            which[i] = at + 1;
        }
        out.number(refusals.size());
        refusals.forEach(refusal -> refusal.write(out));
        out.number(which.length);
        long before = 0;
        for (int i = 0; i < which.length; i++) {
            CachedAnswer answer = answers.get(i);
            out.fixed64(answer.fingerprint())
                    .signed(answer.second() - before)
                    .fixed32(answer.key())
                    .number(which[i]);
            before = answer.second();
        }
    }

    private static List<CachedAnswer> readAnswers(BinaryStateReader in, long format) {
        List<Refusal> refusals = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            refusals.add(Refusal.read(in, format));
        }
        int count = in.count();
        List<CachedAnswer> answers = new ArrayList<>(count);
        long second = 0;
        for (int i = 0; i < count; i++) {
            long fingerprint = in.fixed64();
            second += in.signed();
            int key = in.fixed32();
            int what = in.count();
            answers.add((what == 0 ? Refusal.NONE : refusals.get(what - 1)).remembered(fingerprint, second, key));
        }
        return answers;
    }

    /** Each answer has its own codes, rule and country, and no key. */
    private static List<CachedAnswer> readAnswersOfFormat1(BinaryStateReader in) {
        int count = in.count();
        List<CachedAnswer> answers = new ArrayList<>(count);
        long second = 0;
        for (int i = 0; i < count; i++) {
            long fingerprint = in.fixed64();
            second += in.signed();
            Refusal refusal = in.count() == 0 ? Refusal.NONE : Refusal.read(in, 1);
            answers.add(refusal.remembered(fingerprint, second, 0));
        }
        return answers;
    }

    private static void write(BinaryStateWriter out, Grant grant) {
        out.text(grant.id());
        write(out, grant.from());
        write(out, grant.until());
        out.number(grant.countries().size());
        grant.countries().forEach(out::text);
        out.text(grant.openedBy()).text(grant.channel());
        write(out, grant.openedAt());
        out.text(grant.reason()).number(grant.revoked() ? 1 : 0);
    }

    private static Grant readGrant(BinaryStateReader in) {
        String id = in.text();
        Instant from = readTime(in);
        Instant until = readTime(in);
        TreeSet<String> countries = new TreeSet<>();
        for (int left = in.count(); left > 0; left--) {
            countries.add(in.text());
        }
        return new Grant(id, from, until, countries, in.text(), in.text(), readTime(in), in.text(), in.number() == 1);
    }

    private static void write(BinaryStateWriter out, AccountHomeOverride home) {
        out.number(home.countries().size());
        home.countries().forEach(out::text);
        out.number(home.networks().size());
        home.networks().forEach(network -> out.text(network.toString()));
        out.text(home.by());
        write(out, home.since());
        out.signed(home.review().toEpochDay()).text(home.reason());
    }

    private static AccountHomeOverride readHome(BinaryStateReader in) {
        TreeSet<String> countries = new TreeSet<>();
        for (int left = in.count(); left > 0; left--) {
            countries.add(in.text());
        }
        List<IpNetwork> networks = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            networks.add(IpNetwork.of(in.text()));
        }
        return new AccountHomeOverride(
                countries, networks, in.text(), readTime(in), LocalDate.ofEpochDay(in.signed()), in.text());
    }

    private static Hold readHold(BinaryStateReader in, long format) {
        String by = in.text();
        String reason = in.text();
        return new Hold(by, readTime(in), format < 4 ? null : readOptional(in), reason);
    }

    /**
     * How a submission was refused or quarantined, or would have been; an account is mostly refused in the same few ways, so each
     * is written once.
     */
    private record Refusal(Verdict verdict, String rule, String country, String network) {

        /** No refusal. */
        static final Refusal NONE = new Refusal(Verdict.ACCEPT, "", "", "");

        static Refusal of(CachedAnswer answer) {
            String rule = answer.rule();
            if (rule == null
                    && answer.country().isEmpty()
                    && answer.network().isEmpty()
                    && answer.verdict().equals(NONE.verdict)) {
                return NONE;
            }
            Refusal one = new Refusal(answer.verdict(), rule == null ? "" : rule, answer.country(), answer.network());
            return one.equals(NONE) ? NONE : one;
        }

        CachedAnswer remembered(long fingerprint, long second, int key) {
            return new CachedAnswer(fingerprint, second, key, verdict, rule.isEmpty() ? null : rule, country, network);
        }

        void write(BinaryStateWriter out) {
            out.number(verdict.code())
                    .text(verdict.enhancedCode())
                    .text(rule)
                    .text(country)
                    .text(network);
        }

        static Refusal read(BinaryStateReader in, long format) {
            int code = in.count();
            String enhancedCode = in.text();
            String rule = in.text();
            return new Refusal(verdict(code, enhancedCode, rule), rule, in.text(), format < 3 ? "" : in.text());
        }

        /** Of the two that the client is told alike, the accept has no rule. Versions without quarantine read it as an accept. */
        private static Verdict verdict(int code, String enhancedCode, String rule) {
            if (code < 400) {
                return rule.isEmpty() ? Verdict.ACCEPT : Verdict.QUARANTINE;
            }
            return code < 500 ? new Verdict.Defer(code, enhancedCode) : new Verdict.Reject(code, enhancedCode);
        }
    }

    static void write(BinaryStateWriter out, Instant time) {
        out.signed(time.getEpochSecond()).number(time.getNano());
    }

    static void optional(BinaryStateWriter out, @Nullable Instant time) {
        out.number(time == null ? 0 : 1);
        if (time != null) {
            write(out, time);
        }
    }

    static @Nullable Instant readOptional(BinaryStateReader in) {
        return in.number() == 0 ? null : readTime(in);
    }

    static Instant readTime(BinaryStateReader in) {
        return Instant.ofEpochSecond(in.signed(), in.number());
    }
}
