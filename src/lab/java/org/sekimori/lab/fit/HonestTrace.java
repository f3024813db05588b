package org.sekimori.lab.fit;

import java.util.List;

/**
 * The scored days of an honest account.
 *
 * @param accountDays number of scored days, silent ones too
 * @param active those with an attempt
 */
record HonestTrace(String honestClass, int accountDays, List<Day> active) {

    HonestTrace {
        active = List.copyOf(active);
    }

    /**
     * A day.
     *
     * @param vectors numbers of the different evidence of its attempts
     * @param flagged whether a rule that weighs no evidence flagged
     */
    record Day(int[] vectors, boolean flagged) {}
}
