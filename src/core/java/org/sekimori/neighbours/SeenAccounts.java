package org.sekimori.neighbours;

import java.util.ArrayList;
import java.util.List;
import org.sekimori.profile.codec.BinaryStateReader;
import org.sekimori.profile.codec.BinaryStateWriter;

/**
 * Accounts as hashes with the hour in which each was last seen, the newest few; a value.
 *
 * @param seen by hour, oldest first; each account once
 */
record SeenAccounts(List<Seen> seen) {

    static final SeenAccounts NONE = new SeenAccounts(List.of());

    /** One of them. */
    record Seen(long account, long hour) {}

    SeenAccounts {
        seen = List.copyOf(seen);
    }

    /** With an account, at the later of two hours; the oldest ones beyond {@code most} are left out. */
    SeenAccounts plus(long account, long hour, int most) {
        long newest = hour;
        List<Seen> after = new ArrayList<>(seen.size() + 1);
        for (Seen one : seen) {
            if (one.account() == account) {
                newest = Math.max(newest, one.hour());
            } else {
                after.add(one);
            }
        }
        int at = after.size();
        while (at > 0 && after.get(at - 1).hour() > newest) {
            at--;
        }
        after.add(at, new Seen(account, newest));
        return new SeenAccounts(after.subList(Math.max(0, after.size() - most), after.size()));
    }

    SeenAccounts without(long account) {
        return seen.stream().noneMatch(one -> one.account() == account)
                ? this
                : new SeenAccounts(
                        seen.stream().filter(one -> one.account() != account).toList());
    }

    /** Without those that were last seen before this hour. */
    SeenAccounts since(long hour) {
        return seen.isEmpty() || seen.get(0).hour() >= hour
                ? this
                : new SeenAccounts(
                        seen.stream().filter(one -> one.hour() >= hour).toList());
    }

    /** How many others than this one. */
    int others(long account) {
        int others = seen.size();
        for (Seen one : seen) {
            others -= one.account() == account ? 1 : 0;
        }
        return others;
    }

    /** The hours of the newest others, newest first. */
    List<Long> hours(long otherThan, int most) {
        List<Long> hours = new ArrayList<>();
        for (int i = seen.size() - 1; i >= 0 && hours.size() < most; i--) {
            if (seen.get(i).account() != otherThan) {
                hours.add(seen.get(i).hour());
            }
        }
        return hours;
    }

    void write(BinaryStateWriter out) {
        out.number(seen.size());
        long before = 0;
        for (Seen one : seen) {
            out.fixed64(one.account()).number(one.hour() - before);
            before = one.hour();
        }
    }

    static SeenAccounts read(BinaryStateReader in) {
        List<Seen> seen = new ArrayList<>();
        long hour = 0;
        for (int left = in.count(); left > 0; left--) {
            long account = in.fixed64();
            hour += in.number();
            seen.add(new Seen(account, hour));
        }
        return seen.isEmpty() ? NONE : new SeenAccounts(seen);
    }
}
