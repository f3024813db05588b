package org.sekimori.intake.postfix;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;

/** Share of the latest {@value #REMEMBERED} messages that were right. Not thread-safe. */
final class RecentMessageWindow {

    static final int REMEMBERED = 50;

    /** Fewer messages prove nothing: clients give up, and other checks refuse. */
    static final int LEAST = 10;

    /** At most one of this many still counts as nearly none. */
    private static final int NEARLY_NONE = 20;

    /** Clients or accounts that must agree where it was right before: a single one may be broken, or a thief's program. */
    private static final int DIFFERENT = 3;

    /** One lost message of this many is too many. */
    private static final int TOO_MANY_LOST = 5;

    private record One(boolean good, int who) {}

    private final ArrayDeque<One> latest = new ArrayDeque<>();
    private int good;
    private boolean everGood;

    /**
     * The next message.
     *
     * @param who account or client that it is from
     */
    void add(boolean isGood, String who) {
        latest.addLast(new One(isGood, who.hashCode()));
        good += isGood ? 1 : 0;
        everGood |= isGood;
        if (latest.size() > REMEMBERED) {
            good -= latest.removeFirst().good() ? 1 : 0;
        }
    }

    /** Whether nearly none was right: at least {@value #LEAST} messages and at most one in twenty. */
    boolean nearlyNone() {
        return latest.size() >= LEAST && good * NEARLY_NONE <= latest.size() && (!everGood || different() >= DIFFERENT);
    }

    /** Whether half of the last {@value #LEAST} were right, so that the mistake is corrected. */
    boolean mended() {
        return 2 * goodAmongLast(LEAST) >= LEAST;
    }

    /** Whether at least one in five, and not only a few, was not right. */
    boolean manyLost() {
        int lost = latest.size() - good;
        return 2 * lost >= LEAST && lost * TOO_MANY_LOST >= latest.size();
    }

    /** Whether all of the last {@value #LEAST} were right. */
    boolean noneLost() {
        return goodAmongLast(LEAST) >= Math.min(LEAST, latest.size());
    }

    /** Messages that are remembered. */
    int size() {
        return latest.size();
    }

    /** How many of them were right. */
    int good() {
        return good;
    }

    private int goodAmongLast(int count) {
        int found = 0;
        Iterator<One> one = latest.descendingIterator();
        for (int i = 0; i < count && one.hasNext(); i++) {
            found += one.next().good() ? 1 : 0;
        }
        return found;
    }

    private int different() {
        Set<Integer> who = new HashSet<>();
        latest.forEach(one -> who.add(one.who()));
        return who.size();
    }
}
