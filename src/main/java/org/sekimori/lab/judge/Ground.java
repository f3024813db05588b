package org.sekimori.lab.judge;

import org.sekimori.lab.world.Assumptions;
import org.sekimori.lab.world.Draw;
import org.sekimori.lab.world.Geography;
import org.sekimori.lab.world.Setting;

/** What all accounts of a world share: the days, the networks, the factors and the seed. Immutable. */
record Ground(long seed, Setting setting, Assumptions assumptions, Access access, Days days) {

    static Ground of(Setting setting, long seed, Assumptions assumptions, Geography geography) {
        return new Ground(seed, setting, assumptions, Access.of(seed, geography), Days.of(setting));
    }

    /** The stream for this purpose. */
    Draw draw(String purpose, long... keys) {
        return Draw.of(seed, purpose, keys);
    }

    /** The time in which attacks may happen. */
    Span scored() {
        return new Span(setting.scoredFrom().toEpochMilli(), setting.end().toEpochMilli());
    }
}
