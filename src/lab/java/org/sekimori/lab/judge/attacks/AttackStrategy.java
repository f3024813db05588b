package org.sekimori.lab.judge.attacks;

import org.sekimori.lab.judge.environment.TimeSpan;

/** A way to make use of a stolen password. */
public interface AttackStrategy {

    /**
     * Writes all hostile messages, at least one, and what belongs to them into the target's diary.
     *
     * @param window when it may happen
     */
    void execute(AttackTarget target, TimeSpan window);
}
