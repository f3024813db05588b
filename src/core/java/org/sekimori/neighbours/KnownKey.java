package org.sekimori.neighbours;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.profile.codec.BinaryStateReader;
import org.sekimori.profile.codec.BinaryStateWriter;

/**
 * A shared key that an account remembers, with what it was told of it.
 *
 * @param key the key
 * @param since hour of the first sight, since 1970
 * @param seen hour of the last sight; 0 if it was only told of it
 * @param reported hour of the last report
 * @param stranger whether the owner was not known to use the place at the first sight
 * @param strong whether the account's evidence was reported there
 * @param harmless whether it was reported to have stayed clean there
 * @param told what it was told last; null: nothing
 */
record KnownKey(
        SharedKey key,
        long since,
        long seen,
        long reported,
        boolean stranger,
        boolean strong,
        boolean harmless,
        @Nullable Told told) {

    /** Kind, hash, bits and three hours. */
    static final int MOST_OCTETS_UNTOLD = 2 + 8 + 1 + 3 * 10;

    /** The same with news: time, fingerprint, parts, counts, evidence and sums. */
    static final int MOST_OCTETS = MOST_OCTETS_UNTOLD + 10 + 4 + 4 + NeighbourNews.MOST_EVIDENCE * 10 + 7 * 10;

    private static final int STRANGER = 1;
    private static final int STRONG = 2;
    private static final int HARMLESS = 4;
    private static final int TOLD = 8;

    /** News without the names, in seconds since 1970. */
    record Told(
            long second,
            int fingerprint,
            List<Long> evidence,
            int harmless,
            boolean crowded,
            long failedHour,
            long failedDay,
            long day,
            long sentHour,
            long sentDay,
            long recipientsHour,
            long recipientsDay) {

        static Told of(NeighbourNews news) {
            return new Told(
                    news.time().getEpochSecond(),
                    news.fingerprint(),
                    news.evidence(),
                    news.harmless(),
                    news.crowded(),
                    news.failedHour(),
                    news.failedDay(),
                    news.day(),
                    news.sentHour(),
                    news.sentDay(),
                    news.recipientsHour(),
                    news.recipientsDay());
        }

        private void write(BinaryStateWriter out) {
            boolean sums = sentDay > 0 || sentHour > 0 || recipientsDay > 0 || recipientsHour > 0;
            boolean failures = failedDay > 0 || failedHour > 0;
            out.number(second).fixed32(fingerprint);
            out.number((crowded ? 1 : 0) + (failures ? 2 : 0) + (sums ? 4 : 0))
                    .number(harmless)
                    .number(evidence.size());
            evidence.forEach(hour -> out.signed(second / 3600 - hour));
            if (failures) {
                out.number(failedHour).number(failedDay);
            }
            if (sums) {
                out.signed(day)
                        .number(sentHour)
                        .number(sentDay)
                        .number(recipientsHour)
                        .number(recipientsDay);
            }
        }

        private static Told read(BinaryStateReader in) {
            long second = in.number();
            int fingerprint = in.fixed32();
            int parts = in.count();
            int harmless = in.count();
            List<Long> evidence = new ArrayList<>();
            for (int left = in.count(); left > 0; left--) {
                evidence.add(second / 3600 - in.signed());
            }
            boolean failures = (parts & 2) != 0;
            boolean sums = (parts & 4) != 0;
            return new Told(
                    second,
                    fingerprint,
                    evidence,
                    harmless,
                    (parts & 1) != 0,
                    failures ? in.number() : 0,
                    failures ? in.number() : 0,
                    sums ? in.signed() : 0,
                    sums ? in.number() : 0,
                    sums ? in.number() : 0,
                    sums ? in.number() : 0,
                    sums ? in.number() : 0);
        }
    }

    static KnownKey first(SharedKey key, long hour, boolean stranger) {
        return new KnownKey(key, hour, hour, 0, stranger, false, false, null);
    }

    /** A key that the account was only told of: it has forgotten it, or a test begins so. */
    static KnownKey toldOf(SharedKey key) {
        return new KnownKey(key, 0, 0, 0, false, false, false, null);
    }

    KnownKey seenAt(long hour, boolean strange) {
        return seen == 0
                ? new KnownKey(key, hour, hour, reported, strange, strong, harmless, told)
                : new KnownKey(key, since, Math.max(seen, hour), reported, stranger, strong, harmless, told);
    }

    KnownKey reportedAt(long hour) {
        return new KnownKey(key, since, seen, hour, stranger, strong, harmless, told);
    }

    KnownKey with(boolean nowStrong, boolean nowHarmless) {
        return new KnownKey(key, since, seen, reported, stranger, nowStrong, nowHarmless, told);
    }

    KnownKey with(Told news) {
        return new KnownKey(key, since, seen, reported, stranger, strong, harmless, news);
    }

    int knows() {
        return told == null ? 0 : told.fingerprint();
    }

    void write(BinaryStateWriter out) {
        out.number(key.kind().ordinal())
                .fixed64(key.hash())
                .number((stranger ? STRANGER : 0)
                        + (strong ? STRONG : 0)
                        + (harmless ? HARMLESS : 0)
                        + (told == null ? 0 : TOLD))
                .number(since)
                .signed(seen - since)
                .signed(reported - seen);
        if (told != null) {
            told.write(out);
        }
    }

    static KnownKey read(BinaryStateReader in) {
        SharedKey key = new SharedKey(KeyKind.at(in.count()), in.fixed64());
        int bits = in.count();
        long since = in.number();
        long seen = since + in.signed();
        long reported = seen + in.signed();
        return new KnownKey(
                key,
                since,
                seen,
                reported,
                (bits & STRANGER) != 0,
                (bits & STRONG) != 0,
                (bits & HARMLESS) != 0,
                (bits & TOLD) == 0 ? null : Told.read(in));
    }
}
