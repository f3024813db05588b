package org.sekimori.profile;

/**
 * When an account does things; times in seconds since 1970, days local and counted from 1970.
 *
 * @param seen the newest submission, refused ones included; 0 if there was none
 * @param accepted the newest accepted submission; 0 if there was none
 * @param firstDay the day of the first accepted submission; only of meaning if {@code accepted} is not 0
 * @param day the newest day with an accepted submission
 * @param dayBegan the first accepted submission of that day
 * @param idleBefore seconds between that one and the one before it
 * @param frozenUntil learning is frozen until then
 */
record Rhythm(long seen, long accepted, int firstDay, int day, long dayBegan, long idleBefore, long frozenUntil) {

    static final Rhythm NONE = new Rhythm(0, 0, 0, 0, 0, 0, 0);

    /** Longer than anything that is asked for: the account never sent before. */
    static final long ALWAYS = 10L * 366 * 86_400;

    Rhythm seenAt(long second) {
        return new Rhythm(Math.max(seen, second), accepted, firstDay, day, dayBegan, idleBefore, frozenUntil);
    }

    Rhythm acceptedAt(long second, int localDay) {
        boolean first = accepted == 0;
        boolean newDay = first || localDay > day;
        return new Rhythm(
                Math.max(seen, second),
                Math.max(accepted, second),
                first ? localDay : Math.min(firstDay, localDay),
                newDay ? localDay : day,
                newDay ? second : dayBegan,
                first ? ALWAYS : newDay ? Math.max(0, second - accepted) : idleBefore,
                frozenUntil);
    }

    Rhythm frozenUntil(long second) {
        return new Rhythm(seen, accepted, firstDay, day, dayBegan, idleBefore, second);
    }

    void write(PackedWriter out) {
        out.signed(seen)
                .signed(accepted)
                .signed(firstDay)
                .signed(day)
                .signed(dayBegan)
                .signed(idleBefore)
                .signed(frozenUntil);
    }

    static Rhythm read(PackedReader in) {
        return new Rhythm(
                in.signed(),
                in.signed(),
                Math.toIntExact(in.signed()),
                Math.toIntExact(in.signed()),
                in.signed(),
                in.signed(),
                in.signed());
    }
}
