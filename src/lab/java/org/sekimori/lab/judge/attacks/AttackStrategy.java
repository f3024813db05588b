package org.sekimori.lab.judge.attacks;

import org.sekimori.lab.judge.environment.TimeSpan;

/** A use of a stolen password. */
public interface AttackStrategy {

    /**
     * Adds all hostile messages, at least one, and their circumstances to the target's events.
     *
     * @param window possible time of the attack
     */
    void execute(AttackTarget target, TimeSpan window);
}
