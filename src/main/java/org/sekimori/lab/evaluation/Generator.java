package org.sekimori.lab.evaluation;

import org.sekimori.lab.world.Assumptions;
import org.sekimori.lab.world.Setting;
import org.sekimori.lab.world.World;

/** Makes worlds. */
public interface Generator {

    /** The world with this seed. */
    World world(Setting setting, long seed, Assumptions assumptions);
}
