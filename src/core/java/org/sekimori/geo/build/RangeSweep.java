package org.sekimori.geo.build;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.ClientAddress;

/** Sweeps over several range lists at once, from border to border. */
final class RangeSweep {

    private RangeSweep() {}

    /** Takes a stretch of addresses over which no list changes. */
    @FunctionalInterface
    interface Stretch {
        /**
         * @param values each list's value there, 0 without one; the array is reused
         */
        void take(ClientAddress first, ClientAddress last, int[] values);
    }

    /** Passes on every stretch with a value in at least one list, by rising address. */
    static void over(List<AddressRanges> lists, Stretch receiver) {
        int[] at = new int[lists.size()];
        int[] values = new int[lists.size()];
        ClientAddress position = nearest(lists, at);
        while (position != null) {
            ClientAddress end = new ClientAddress(-1, -1);
            boolean said = false;
            for (int i = 0; i < at.length; i++) {
                AddressRanges list = lists.get(i);
                values[i] = 0;
                if (at[i] == list.size()) {
                    continue;
                }
                ClientAddress border = AddressRanges.before(list.first(at[i]));
                if (AddressRanges.compare(list.first(at[i]), position) <= 0) {
                    values[i] = list.value(at[i]);
                    border = list.last(at[i]);
                    said = true;
                }
                end = AddressRanges.compare(border, end) < 0 ? border : end;
            }
            if (said) {
                receiver.take(position, end, values);
            }
            for (int i = 0; i < at.length; i++) {
                AddressRanges list = lists.get(i);
                if (at[i] < list.size() && AddressRanges.compare(list.last(at[i]), end) <= 0) {
                    at[i]++;
                }
            }
            position = open(lists, at) ? AddressRanges.after(end) : null;
        }
    }

    private static boolean open(List<AddressRanges> lists, int[] at) {
        for (int i = 0; i < at.length; i++) {
            if (at[i] < lists.get(i).size()) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable ClientAddress nearest(List<AddressRanges> lists, int[] at) {
        ClientAddress nearest = null;
        for (int i = 0; i < at.length; i++) {
            if (lists.get(i).size() > 0
                    && (nearest == null || AddressRanges.compare(lists.get(i).first(0), nearest) < 0)) {
                nearest = lists.get(i).first(0);
            }
        }
        return nearest;
    }
}
