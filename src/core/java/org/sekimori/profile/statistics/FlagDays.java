package org.sekimori.profile.statistics;

import java.util.ArrayList;
import java.util.List;
import org.sekimori.profile.codec.BinaryStateReader;
import org.sekimori.profile.codec.BinaryStateWriter;

/**
 * On which of the last {@value #KEPT_DAYS} local days each rule flagged an account, for the {@value #MOST} rules that did last; exact
 * for these. Rules are kept as hashes.
 *
 * @param rules in order of their last flag, latest at the end
 */
public record FlagDays(List<Rule> rules) {

    /** So many rules are kept. */
    static final int MOST = 8;

    /** So many days are kept, the day of the last flag among them. */
    public static final int KEPT_DAYS = 35;

    /** No rule flagged. */
    public static final FlagDays NONE = new FlagDays(List.of());

    /** Octets of the largest entry. */
    private static final int LARGEST = 4 + 5 + 5;

    private static final long ALL_DAYS = (1L << KEPT_DAYS) - 1;

    public FlagDays {
        rules = List.copyOf(rules);
    }

    /**
     * A rule's days.
     *
     * @param hash of its id
     * @param last the last day that it flagged on, counted from 1970
     * @param days bit {@code i} is set if it flagged {@code i} days before {@code last}; bit 0 always is
     */
    public record Rule(int hash, int last, long days) {

        private Rule plus(int day) {
            if (day > last) {
                int moved = day - last;
                return new Rule(hash, day, (moved < KEPT_DAYS ? days << moved & ALL_DAYS : 0) | 1);
            }
            return last - day < KEPT_DAYS ? new Rule(hash, last, days | 1L << (last - day)) : this;
        }
    }

    /** After a rule flagged. */
    public FlagDays plus(int hash, int day) {
        List<Rule> changed = new ArrayList<>(rules);
        Rule known = new Rule(hash, day, 1);
        for (Rule rule : rules) {
            if (rule.hash == hash) {
                changed.remove(rule);
                known = rule.plus(day);
            }
        }
        int at = changed.size();
        while (at > 0 && changed.get(at - 1).last > known.last) {
            at--;
        }
        changed.add(at, known);
        return new FlagDays(changed.size() > MOST ? changed.subList(1, changed.size()) : changed);
    }

    /**
     * On how many days a rule flagged, of the {@code count} days that end with {@code today}.
     *
     * @param count 1 to {@value #KEPT_DAYS}
     */
    public int count(int hash, int today, int count) {
        for (Rule rule : rules) {
            if (rule.hash == hash) {
                int flagged = 0;
                for (int i = 0; i < KEPT_DAYS; i++) {
                    int day = rule.last - i;
                    flagged += (rule.days >> i & 1) == 1 && day <= today && day > today - count ? 1 : 0;
                }
                return flagged;
            }
        }
        return 0;
    }

    /** Without flags of this day and later. */
    public FlagDays before(int day) {
        List<Rule> kept = new ArrayList<>(rules.size());
        for (Rule rule : rules) {
            int drop = Math.max(0, rule.last - day + 1);
            long days = drop < KEPT_DAYS ? rule.days >> drop : 0;
            if (days != 0) {
                int newest = Long.numberOfTrailingZeros(days);
                kept.add(new Rule(rule.hash, rule.last - drop - newest, days >> newest));
            }
        }
        kept.sort((one, other) -> Integer.compare(one.last, other.last));
        return new FlagDays(kept);
    }

    /** Without all but the last ones. */
    public FlagDays newest(int most) {
        return new FlagDays(rules.subList(Math.max(0, rules.size() - most), rules.size()));
    }

    /** Never less than what {@link #write} takes, in octets. */
    public int atMost() {
        return 1 + LARGEST * rules.size();
    }

    /** Writes them. */
    public void write(BinaryStateWriter out) {
        out.number(rules.size());
        for (Rule rule : rules) {
            out.fixed32(rule.hash).signed(rule.last).number(rule.days);
        }
    }

    /** Reads {@link #write}'s output. */
    public static FlagDays read(BinaryStateReader in) {
        List<Rule> rules = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            rules.add(new Rule(in.fixed32(), Math.toIntExact(in.signed()), in.number()));
        }
        return new FlagDays(rules);
    }
}
