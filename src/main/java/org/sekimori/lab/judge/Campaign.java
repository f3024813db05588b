package org.sekimori.lab.judge;

/** A way to make use of a stolen password. */
interface Campaign {

    /**
     * Writes all hostile messages, at least one, and what belongs to them into the target's diary.
     *
     * @param window when it may happen
     */
    void strike(Target target, Span window);
}
